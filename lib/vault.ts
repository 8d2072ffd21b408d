import { type RemovalPolicy, SecretValue, Validations } from "aws-cdk-lib";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import { environmentNames } from "../functions/runtime/environment.ts";
import type { HouseFunction } from "./house-function.ts";

const appSecretName = "feedloom/app";
const accountSecretPrefix = "feedloom/account/";

/**
 * The app's secret and one for each configured account. Unless `onDestroy` says otherwise, they stay when the stack or an
 * account goes, since what is in them cannot be made again without Meta and the profile's owner; and they have names of
 * their own, so that a new stack can take them over: `cdk deploy --import-existing-resources`.
 */
export class Vault extends Construct {
  readonly appSecretName = appSecretName;
  readonly #appSecret: Secret;
  readonly #accountSecrets: Secret[];

  constructor(scope: Construct, id: string, accounts: string[], removalPolicy: RemovalPolicy) {
    super(scope, id);
    this.#appSecret = new Secret(this, "App", {
      secretName: appSecretName,
      description: "The Threads app's id and secret (Meta's App Dashboard, use case Threads). Fill both in.",
      // Empty fields to be filled in, no secret; left alone by later deployments, as the text here never changes.
      secretStringValue: SecretValue.unsafePlainText('{"clientId": "", "clientSecret": ""}'),
      removalPolicy,
    });
    this.#accountSecrets = accounts.map(
      (account) =>
        new Secret(this, `Account-${account}`, {
          secretName: `${accountSecretPrefix}${account}`,
          description: `The Threads token of ${account}. Connect fills it; {"accessToken": "..."} may be pasted.`,
          secretStringValue: SecretValue.unsafePlainText("{}"),
          removalPolicy,
        }),
    );
    Validations.of(this).acknowledge({
      id: "AwsSolutions-SMG4",
      reason:
        "Secrets Manager cannot rotate these: Meta's app secret changes in Meta's dashboard only, and tokens are renewed by the token-refresher.",
    });
  }

  grantReadAppSecret(job: HouseFunction): void {
    job.mayDo(["secretsmanager:GetSecretValue"], [this.#appSecret.secretArn]);
    job.addEnvironment(environmentNames.appSecret, appSecretName);
  }

  grantReadTokens(job: HouseFunction): void {
    job.mayDo(["secretsmanager:GetSecretValue"], this.#accountArns());
    job.addEnvironment(environmentNames.accountSecretPrefix, accountSecretPrefix);
  }

  grantReadAndWriteTokens(job: HouseFunction): void {
    this.grantReadTokens(job);
    job.mayDo(["secretsmanager:PutSecretValue"], this.#accountArns());
  }

  #accountArns(): string[] {
    return this.#accountSecrets.map((secret) => secret.secretArn);
  }
}

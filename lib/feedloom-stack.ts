import { CfnOutput, Duration, Stack, type StackProps } from "aws-cdk-lib";
import { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { Configuration } from "../functions/core/configuration.ts";
import { Bus } from "./bus.ts";
import { FeedPoller } from "./feed-poller.ts";
import { Ledger } from "./ledger.ts";
import { OAuthCallback } from "./oauth-callback.ts";
import { Publisher } from "./publisher.ts";
import { TokenRefresher } from "./token-refresher.ts";
import { Vault } from "./vault.ts";

export interface FeedloomStackProps extends StackProps {
  configuration: Configuration;
  /** The folder with a bundle for each job; see `bin/bundle.ts`. */
  bundles: string;
}

/** All of Feedloom on AWS. */
export class FeedloomStack extends Stack {
  constructor(scope: Construct, id: string, props: FeedloomStackProps) {
    super(scope, id, { description: "Feedloom: puts a blog's feed on Threads", ...props });
    const { bundles, configuration } = props;

    // What keeps something.
    const accounts = configuration.accounts.map(({ username }) => username);
    const vault = new Vault(this, "Vault", accounts);
    const ledger = new Ledger(this, "Ledger");
    const bus = new Bus(this, "Bus");
    // Calls that AWS could not make. Nothing in it needs doing again: the next tick does; it says that something is wrong.
    const undelivered = new Queue(this, "Undelivered", {
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
    });

    // The four jobs, and what wakes each.
    const oauthCallback = new OAuthCallback(this, "OAuthCallback", { bundles });
    const tokenRefresher = new TokenRefresher(this, "TokenRefresher", { bundles, undelivered });
    const feedPoller = new FeedPoller(this, "FeedPoller", { bundles, undelivered });
    const publisher = new Publisher(this, "Publisher", { bundles, bus, undelivered });

    // Who may touch what.
    vault.grantReadAppSecret(oauthCallback.job);
    vault.grantReadAndWriteTokens(oauthCallback.job);
    ledger.grantOneTimeValues(oauthCallback.job);
    ledger.grantAccounts(oauthCallback.job);
    ledger.grantPosts(oauthCallback.job);

    vault.grantReadAndWriteTokens(tokenRefresher.job);
    ledger.grantAccounts(tokenRefresher.job);

    ledger.grantFeeds(feedPoller.job);
    ledger.grantAccounts(feedPoller.job);
    ledger.grantPosts(feedPoller.job);

    vault.grantReadTokens(publisher.job);
    ledger.grantLeases(publisher.job);
    ledger.grantAccounts(publisher.job);
    ledger.grantPosts(publisher.job);

    const jobs = { oauthCallback, tokenRefresher, feedPoller, publisher };
    for (const { job } of Object.values(jobs)) bus.grantAnnounce(job);

    // What people and scripts ask for by name.
    const outputs = {
      ConnectUrl: `${oauthCallback.url}/connect`,
      RedirectCallbackUrl: `${oauthCallback.url}/callback`,
      UninstallCallbackUrl: `${oauthCallback.url}/uninstall`,
      DeleteCallbackUrl: `${oauthCallback.url}/delete`,
      AppSecretName: vault.appSecretName,
      EventBusName: bus.bus.eventBusName,
      LedgerTableName: ledger.table.tableName,
      OAuthCallbackFunctionName: oauthCallback.job.functionName,
      TokenRefresherFunctionName: tokenRefresher.job.functionName,
      FeedPollerFunctionName: feedPoller.job.functionName,
      PublisherFunctionName: publisher.job.functionName,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}

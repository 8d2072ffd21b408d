import { join } from "node:path";
import { type Duration, RemovalPolicy } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";

export interface HouseFunctionProps {
  /** The job's folder in the bundles. */
  job: string;
  /** Where `bin/bundle.ts` put its files. */
  bundles: string;
  /** What it does, for whoever finds it in the console. */
  description: string;
  /** Who is hurt, and how, when it fails: the text of its alarm. */
  errorImpact: string;
  memoryInMb: number;
  timeout: Duration;
  /** So many runs at once are set aside for it, and it has no more. */
  reservedConcurrentExecutions?: number | undefined;
  /** How long an event may wait for the function, and how often a failed one is tried again. */
  asyncInvoke?: { maxEventAge: Duration; retryAttempts: 0 | 1 | 2 };
}

/** The functions of a stack, by job. */
export type Jobs = Record<"oauthCallback" | "tokenRefresher" | "feedPoller" | "publisher", HouseFunction>;

/**
 * Our defaults for a Lambda: one bundled file on Node 24 and arm64, its own log group with an end, and a role that
 * allows writing to that log group and nothing else. What else it may do is said by whoever owns the thing
 * (`vault.grantRead…`), action by action; managed policies would allow more than we can see.
 */
export class HouseFunction extends LambdaFunction {
  readonly job: string;
  readonly errorImpact: string;

  constructor(scope: Construct, id: string, props: HouseFunctionProps) {
    if (props.errorImpact.trim() === "") {
      throw new Error(`${id}: say in errorImpact who is hurt, and how, when this function fails`);
    }
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      // Long enough to look into what somebody noticed weeks later; posts and their ends stand in the ledger.
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    role.addToPolicy(
      new PolicyStatement({
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [logGroup.logGroupArn],
      }),
    );
    super(scope, id, {
      description: props.description,
      // By name, not "latest", which would change the runtime with an update of the CDK.
      runtime: Runtime.NODEJS_24_X,
      // Cheaper than x86 for the same work, and nothing in the bundle is native.
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(join(props.bundles, props.job)),
      handler: "index.handler",
      memorySize: props.memoryInMb,
      timeout: props.timeout,
      ...props.asyncInvoke,
      ...(props.reservedConcurrentExecutions !== undefined && {
        reservedConcurrentExecutions: props.reservedConcurrentExecutions,
      }),
      environment: { NODE_OPTIONS: "--enable-source-maps" },
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
    });
    this.job = props.job;
    this.errorImpact = props.errorImpact;
  }

  /** Allows exactly these actions on exactly these resources, and of a table only the items with such partition keys. */
  mayDo(actions: string[], resources: string[], partitionKeys?: string[]): void {
    const conditions = partitionKeys && {
      "ForAllValues:StringLike": { "dynamodb:LeadingKeys": partitionKeys },
    };
    this.addToRolePolicy(new PolicyStatement({ actions, resources, ...(conditions && { conditions }) }));
  }
}

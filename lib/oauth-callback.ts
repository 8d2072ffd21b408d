import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import type { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { HouseFunction } from "./house-function.ts";

const routes: [HttpMethod, string][] = [
  [HttpMethod.GET, "/connect"],
  [HttpMethod.GET, "/callback"],
  [HttpMethod.POST, "/uninstall"],
  [HttpMethod.POST, "/delete"],
  [HttpMethod.GET, "/deletion/{code}"],
];

/**
 * What is written of each request. The route and not the path, which may hold a deletion's code; no query string, since
 * Meta's callback has the code and the state there; no address of the caller, who may be somebody asking to be forgotten.
 */
const accessLog = {
  requestId: "$context.requestId",
  time: "$context.requestTime",
  route: "$context.routeKey",
  status: "$context.status",
  answeredInMs: "$context.responseLatency",
  bytes: "$context.responseLength",
  integrationStatus: "$context.integrationStatus",
  /** Why no function was called: throttled, no such route. */
  fault: "$context.error.message",
  integrationFault: "$context.integrationErrorMessage",
};

/** The pages for connecting a profile, and the two addresses that Meta calls when its owner leaves. */
export class OAuthCallback extends Construct {
  readonly job: HouseFunction;
  /** Without a slash at its end. */
  readonly url: string;
  /** Answers with a status of 500 or more. */
  readonly faults: Metric;

  constructor(scope: Construct, id: string, props: { bundles: string; concurrency: number | undefined }) {
    super(scope, id);
    this.job = new HouseFunction(this, "Function", {
      job: "oauth-callback",
      bundles: props.bundles,
      description: "Connects a Threads profile: Connect, Meta's callback, uninstall and delete.",
      errorImpact:
        "Nobody can connect or reconnect a profile, and a profile's owner who leaves is not forgotten.",
      // The memory's share of a processor is what a person waits for at a cold start.
      memoryInMb: 512,
      // Below the 30 s after which the HTTP API answers for us, and with less to say.
      timeout: Duration.seconds(28),
      // Off by itself: an account whose limit is 10 can set nothing aside.
      reservedConcurrentExecutions: props.concurrency,
    });
    const api = new HttpApi(this, "Api", {
      description: "Feedloom: connecting Threads profiles",
      createDefaultStage: false,
    });
    const accessLogs = new LogGroup(this, "AccessLogs", {
      // As long as the functions' own.
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new HttpStage(this, "Stage", {
      httpApi: api,
      stageName: "$default",
      autoDeploy: true,
      // A few people connect, once, with some five requests each, and Meta calls when one leaves: 20 at once is a team that
      // connects together. Anybody may call, so the rate bounds what that can cost: at 5 a second, night and day, about $13 of
      // requests a month ($1 a million).
      throttle: { rateLimit: 5, burstLimit: 20 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLogs),
        format: AccessLogFormat.custom(JSON.stringify(accessLog)),
      },
    });
    this.faults = api.metricServerError({ statistic: "Sum", period: Duration.minutes(5) });
    const integration = new HttpLambdaIntegration("Integration", this.job);
    for (const [method, path] of routes) api.addRoutes({ path, methods: [method], integration });
    Validations.of(api).acknowledge({
      id: "AwsSolutions-APIG4",
      reason:
        "A browser that comes back from Meta, and Meta itself, bring no credentials of AWS. The function checks a signed state with a cookie, or Meta's signature.",
    });
    this.url = api.apiEndpoint;
  }
}

import { Duration } from "aws-cdk-lib";
import { HttpApi, HttpMethod, HttpStage } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { Construct } from "constructs";
import { HouseFunction } from "./house-function.ts";

const routes: [HttpMethod, string][] = [
  [HttpMethod.GET, "/connect"],
  [HttpMethod.GET, "/callback"],
  [HttpMethod.POST, "/uninstall"],
  [HttpMethod.POST, "/delete"],
  [HttpMethod.GET, "/deletion/{code}"],
];

/** The pages for connecting a profile, and the two addresses that Meta calls when its owner leaves. */
export class OAuthCallback extends Construct {
  readonly job: HouseFunction;
  /** Without a slash at its end. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: { bundles: string }) {
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
    });
    const api = new HttpApi(this, "Api", {
      description: "Feedloom: connecting Threads profiles",
      createDefaultStage: false,
    });
    new HttpStage(this, "Stage", {
      httpApi: api,
      stageName: "$default",
      autoDeploy: true,
      // A few people connect, once. Whoever wants more than this wants something else.
      throttle: { rateLimit: 5, burstLimit: 20 },
    });
    const integration = new HttpLambdaIntegration("Integration", this.job);
    for (const [method, path] of routes) api.addRoutes({ path, methods: [method], integration });
    this.url = api.apiEndpoint;
  }
}

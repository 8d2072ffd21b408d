import { Match, type Template } from "aws-cdk-lib/assertions";
import { beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { tableLayout } from "../../functions/adapters/aws/dynamo-keys.ts";
import { eventSource } from "../../functions/core/events.ts";
import { environmentNames } from "../../functions/runtime/environment.ts";
import { synthesizedTemplate } from "../support/synthesized.ts";
import { aTemplate } from "./a-stack.ts";

const functionsSchema = z.record(
  z.string(),
  z.object({
    Properties: z.object({
      Runtime: z.string(),
      Architectures: z.array(z.string()),
      Timeout: z.number(),
      Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
      LoggingConfig: z.object({ LogFormat: z.literal("JSON"), LogGroup: z.object({ Ref: z.string() }) }),
    }),
  }),
);

describe("the stack", () => {
  let template: Template;
  beforeAll(() => {
    template = synthesizedTemplate();
  });

  const functions = () => functionsSchema.parse(template.findResources("AWS::Lambda::Function"));
  const functionOf = (job: string) =>
    Object.entries(functions()).find(([id]) => id.startsWith(`${job}Function`))?.[1].Properties;
  const environmentOf = (job: string) => Object.keys(functionOf(job)?.Environment.Variables ?? {});
  /** A reference to a resource, by the start of its logical id. */
  const anArnOf = (id: string) => ({ "Fn::GetAtt": [Match.stringLikeRegexp(`^${id}`), "Arn"] });

  it("has four functions and no other, each on nodejs24.x and arm64", () => {
    expect(Object.keys(functions())).toHaveLength(4);
    for (const { Properties } of Object.values(functions())) {
      expect(Properties.Runtime).toBe("nodejs24.x");
      expect(Properties.Architectures).toEqual(["arm64"]);
    }
  });

  it("lays the table out as the ledger expects it", () => {
    const { partitionKey, sortKey, index, indexSortKey, timeToLive } = tableLayout;
    const keys = (hash: string, range: string) => [
      { AttributeName: hash, KeyType: "HASH" },
      { AttributeName: range, KeyType: "RANGE" },
    ];
    template.hasResourceProperties("AWS::DynamoDB::Table", {
      KeySchema: keys(partitionKey, sortKey),
      LocalSecondaryIndexes: [
        {
          IndexName: index,
          KeySchema: keys(partitionKey, indexSortKey),
          Projection: { ProjectionType: "KEYS_ONLY" },
        },
      ],
      TimeToLiveSpecification: { AttributeName: timeToLive, Enabled: true },
      BillingMode: "PAY_PER_REQUEST",
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });

  it("holds no secret's value: the first ones are empty forms", () => {
    const secrets = template.findResources("AWS::SecretsManager::Secret");
    const values = Object.values(secrets).map((secret) => secret.Properties.SecretString);
    expect(values.toSorted()).toEqual(['{"clientId": "", "clientSecret": ""}', "{}", "{}"]);
  });

  it("tells each job the names of what it may touch, and of nothing else", () => {
    const { ledgerTable, eventBus, appSecret, accountSecretPrefix } = environmentNames;
    const all = [ledgerTable, eventBus, "NODE_OPTIONS"];
    const expected = {
      OAuthCallback: [...all, appSecret, accountSecretPrefix],
      TokenRefresher: [...all, accountSecretPrefix],
      FeedPoller: all,
      Publisher: [...all, accountSecretPrefix],
    };
    for (const [job, names] of Object.entries(expected)) {
      expect(environmentOf(job).toSorted()).toEqual(names.toSorted());
    }
  });

  it("ends its logs after a month, one group for each function and one for who called the API", () => {
    template.resourceCountIs("AWS::Logs::LogGroup", 5);
    template.allResourcesProperties("AWS::Logs::LogGroup", { RetentionInDays: 30 });
    const groups = Object.values(functions()).map(({ Properties }) => Properties.LoggingConfig.LogGroup.Ref);
    expect(new Set(groups).size).toBe(4);
  });

  it("uses no managed policy", () => {
    template.allResourcesProperties("AWS::IAM::Role", { ManagedPolicyArns: Match.absent() });
  });

  it("calls the poller every five minutes, and the refresher every day", () => {
    for (const [job, expression] of [
      ["FeedPoller", "rate(5 minutes)"],
      ["TokenRefresher", Match.stringLikeRegexp("^cron\\(\\d+ \\d+ \\* \\* \\? \\*\\)$")],
    ] as const) {
      template.hasResourceProperties("AWS::Scheduler::Schedule", {
        ScheduleExpression: expression,
        Target: {
          Arn: anArnOf(`${job}Function`),
          Input: "{}",
          DeadLetterConfig: { Arn: anArnOf("Undelivered") },
        },
      });
    }
    template.resourceCountIs("AWS::Scheduler::Schedule", 2);
  });

  it("ends a tick before the next begins, and never repeats an old one", () => {
    expect(functionOf("FeedPoller")?.Timeout).toBeLessThan(300);
    template.hasResourceProperties("AWS::Lambda::EventInvokeConfig", {
      FunctionName: { Ref: Match.stringLikeRegexp("^FeedPollerFunction") },
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 300,
    });
  });

  it("wakes the publisher on PostsPending and AccountConnected, and keeps what could not be delivered", () => {
    template.hasResourceProperties("AWS::Events::Rule", {
      EventBusName: { Ref: Match.stringLikeRegexp("^Bus") },
      EventPattern: { source: [eventSource], "detail-type": ["PostsPending", "AccountConnected"] },
      Targets: [
        Match.objectLike({
          Arn: anArnOf("PublisherFunction"),
          DeadLetterConfig: { Arn: anArnOf("Undelivered") },
          RetryPolicy: { MaximumEventAgeInSeconds: 600, MaximumRetryAttempts: 10 },
        }),
      ],
    });
  });

  it("opens five routes, throttled, and answers before the front door gives up", () => {
    const routes = Object.values(template.findResources("AWS::ApiGatewayV2::Route"));
    expect(routes.map((route) => route.Properties.RouteKey).toSorted()).toEqual([
      "GET /callback",
      "GET /connect",
      "GET /deletion/{code}",
      "POST /delete",
      "POST /uninstall",
    ]);
    template.hasResourceProperties("AWS::ApiGatewayV2::Stage", {
      StageName: "$default",
      DefaultRouteSettings: { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 20 },
    });
    expect(functionOf("OAuthCallback")?.Timeout).toBeLessThan(30);
  });

  it("logs each request as JSON: no query string, path, header or address, where codes, states and people are", () => {
    const stages = z.record(
      z.string(),
      z.object({ Properties: z.object({ AccessLogSettings: z.object({ Format: z.string() }) }) }),
    );
    const [stage] = Object.values(stages.parse(template.findResources("AWS::ApiGatewayV2::Stage")));
    const format = z
      .record(z.string(), z.string())
      .parse(JSON.parse(stage?.Properties.AccessLogSettings.Format ?? ""));
    expect(format).toMatchObject({ requestId: "$context.requestId", route: "$context.routeKey" });
    for (const field of Object.values(format)) {
      expect(field).toMatch(
        /^\$context\.(requestId|requestTime|routeKey|status|responseLatency|responseLength|integrationStatus|error\.message|integrationErrorMessage)$/,
      );
    }
  });

  it("puts out the names that people and scripts ask for, all of them and no other", () => {
    expect(Object.keys(template.findOutputs("*")).toSorted()).toEqual([
      "AlarmTopicArn",
      "AppSecretName",
      "ConnectUrl",
      "DashboardUrl",
      "DeleteCallbackUrl",
      "EventBusName",
      "FeedPollerFunctionName",
      "LedgerTableName",
      "OAuthCallbackFunctionName",
      "OnDestroy",
      "PublisherFunctionName",
      "RedirectCallbackUrl",
      "TokenRefresherFunctionName",
      "UndeliveredQueueUrl",
      "UninstallCallbackUrl",
    ]);
    for (const [output, path] of [
      ["ConnectUrl", "/connect"],
      ["RedirectCallbackUrl", "/callback"],
      ["UninstallCallbackUrl", "/uninstall"],
      ["DeleteCallbackUrl", "/delete"],
    ] as const) {
      const api = { "Fn::GetAtt": [Match.stringLikeRegexp("^OAuthCallbackApi"), "ApiEndpoint"] };
      template.hasOutput(output, { Value: { "Fn::Join": ["", [api, path]] } });
    }
  });
});

it("sets runs aside for the callback only where the configuration says so, since a small account cannot", () => {
  const reserved = (template: Template) =>
    Object.values(template.findResources("AWS::Lambda::Function")).flatMap(
      ({ Properties }) => Properties.ReservedConcurrentExecutions ?? [],
    );
  expect(reserved(aTemplate())).toEqual([]);
  expect(reserved(aTemplate({ callbackConcurrency: 5 }))).toEqual([5]);
});

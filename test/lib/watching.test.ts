import { readFileSync } from "node:fs";
import { Match, type Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { figureNames, figureNamespace, figureService } from "../../functions/runtime/metrics.ts";
import { aTemplate } from "./a-stack.ts";

const alarmsSchema = z.record(
  z.string(),
  z.object({
    Properties: z.object({
      AlarmName: z.string(),
      AlarmDescription: z.string(),
      AlarmActions: z.array(z.object({ Ref: z.string() })),
      Namespace: z.string(),
      MetricName: z.string(),
      Dimensions: z.array(z.object({ Name: z.string(), Value: z.unknown() })),
      Period: z.number(),
      EvaluationPeriods: z.number(),
      TreatMissingData: z.string(),
    }),
  }),
);
const alarmsOf = (template: Template) =>
  Object.values(alarmsSchema.parse(template.findResources("AWS::CloudWatch::Alarm"))).map(
    ({ Properties }) => Properties,
  );

const dashboardSchema = z.object({
  DashboardBody: z.object({ "Fn::Join": z.tuple([z.literal(""), z.array(z.unknown())]) }),
});
const widgetsSchema = z.object({
  widgets: z.array(
    z.object({
      properties: z.object({
        title: z.string().optional(),
        metrics: z.array(z.array(z.unknown())).optional(),
      }),
    }),
  ),
});
/** The dashboard with the names of things in the place of references. */
function dashboardOf(template: Template) {
  const [found] = Object.values(template.findResources("AWS::CloudWatch::Dashboard"));
  const [, parts] = dashboardSchema.parse(found?.Properties).DashboardBody["Fn::Join"];
  const text = parts
    .map((part) => (typeof part === "string" ? part : JSON.stringify(part).replace(/[^A-Za-z]/g, "")))
    .join("");
  return widgetsSchema.parse(JSON.parse(text)).widgets.map(({ properties }) => properties);
}

/** A metric as `[namespace, name, dimension, value …]`, what follows it left out. */
const plain = (metric: unknown[]) => metric.filter((part) => typeof part === "string");

describe("the alarms", () => {
  it("are ten at most, each on one metric of standard resolution, so that they cost nothing", () => {
    const alarms = alarmsOf(aTemplate());
    expect(alarms.length).toBeLessThanOrEqual(10);
    for (const { Period } of alarms) expect(Period).toBeGreaterThanOrEqual(60);
  });

  it("all go to one topic, to which CloudWatch may publish", () => {
    const template = aTemplate();
    template.resourceCountIs("AWS::SNS::Topic", 1);
    for (const { AlarmActions } of alarmsOf(template)) {
      expect(AlarmActions).toEqual([{ Ref: expect.stringMatching(/^AlarmsTopic/) }]);
    }
    template.hasResourceProperties("AWS::SNS::TopicPolicy", {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: "Allow",
            Action: "sns:Publish",
            Principal: { Service: "cloudwatch.amazonaws.com" },
          }),
        ]),
      },
    });
  });

  it("are mailed to the configured address, and to nobody without one", () => {
    aTemplate().resourceCountIs("AWS::SNS::Subscription", 0);
    aTemplate({ alarmEmail: "me@blog.example" }).hasResourceProperties("AWS::SNS::Subscription", {
      Protocol: "email",
      Endpoint: "me@blog.example",
    });
  });

  it("each say who is hurt, and where in docs/runbooks.md it says what to do", () => {
    const text = readFileSync(new URL("../../docs/runbooks.md", import.meta.url), "utf8");
    const sections = [...text.matchAll(/^## (.+)$/gm)].map(([, title = ""]) => title);
    const alarms = alarmsOf(aTemplate());
    for (const { AlarmName, AlarmDescription } of alarms) {
      const title = AlarmName.replace("Feedloom: ", "");
      expect(sections).toContain(title);
      const [impact, link] = AlarmDescription.split(" What to do: ");
      expect(impact).toMatch(/^[A-Z].{30,}\.$/);
      expect(link).toBe(`docs/runbooks.md#${title.toLowerCase().replaceAll(" ", "-")}`);
    }
    const titles = alarms.map(({ AlarmName }) => AlarmName.replace("Feedloom: ", ""));
    expect(sections.toSorted()).toEqual([...titles, "A notice came by mail"].toSorted());
  });

  it("ring when the poller or the refresher has not run, since silence counts", () => {
    const silent = alarmsOf(aTemplate()).filter(({ TreatMissingData }) => TreatMissingData === "breaching");
    expect(silent).toMatchObject([
      { MetricName: "Invocations", Dimensions: [{ Value: { Ref: expect.stringMatching(/^FeedPoller/) } }] },
      {
        MetricName: "Invocations",
        Dimensions: [{ Value: { Ref: expect.stringMatching(/^TokenRefresher/) } }],
      },
    ]);
    const [poller, refresher] = silent.map(({ Period, EvaluationPeriods }) => Period * EvaluationPeriods);
    expect(poller).toBeLessThanOrEqual(30 * 60);
    expect(refresher).toBeGreaterThan(24 * 3600);
    // CloudWatch's limit for an alarm on hours.
    expect(refresher).toBeLessThanOrEqual(7 * 24 * 3600);
  });

  it("ring when days are few by what the poller reports, whether the refresher runs or not", () => {
    aTemplate().hasResourceProperties("AWS::CloudWatch::Alarm", {
      MetricName: "TokenDaysLeft",
      Statistic: "Minimum",
      ComparisonOperator: "LessThanThreshold",
      Threshold: 30,
      TreatMissingData: "ignore",
    });
  });

  it("watch each function's errors, the callback's by what it answered", () => {
    const alarms = alarmsOf(aTemplate());
    const errors = alarms.filter(({ MetricName }) => MetricName === "Errors");
    expect(errors.map(({ Dimensions }) => Dimensions[0]?.Value)).toEqual(
      ["TokenRefresher", "FeedPoller", "Publisher"].map((job) => ({
        Ref: expect.stringMatching(`^${job}Function`),
      })),
    );
    expect(alarms).toContainEqual(
      expect.objectContaining({ Namespace: "AWS/ApiGateway", MetricName: "5xx" }),
    );
  });

  it("watch what could not be delivered, what was set aside, and whether the publisher keeps up", () => {
    const names = alarmsOf(aTemplate()).map(({ MetricName }) => MetricName);
    expect(names).toEqual(
      expect.arrayContaining(["ApproximateNumberOfMessagesVisible", "PostsSetAside", "LongestWait"]),
    );
  });
});

describe("figures", () => {
  it("are at most ten, all of one dimension with one value, since each combination is a metric that costs", () => {
    const template = aTemplate();
    const onDashboard = dashboardOf(template).flatMap(({ metrics = [] }) => metrics.map(plain));
    const inAlarms = alarmsOf(template).map(({ Namespace, MetricName, Dimensions }) => [
      Namespace,
      MetricName,
      ...Dimensions.flatMap(({ Name, Value }) => [Name, typeof Value === "string" ? Value : ""]),
    ]);
    const custom = [...onDashboard, ...inAlarms].filter(([namespace]) => !namespace?.startsWith("AWS/"));
    const different = new Set(custom.map((metric) => metric.join(" ")));
    expect(different).toEqual(
      new Set(figureNames.map((name) => `${figureNamespace} ${name} service ${figureService}`)),
    );
    expect(different.size).toBeLessThanOrEqual(10);
  });
});

describe("the dashboard", () => {
  it("is one, with fewer than the fifty metrics that are free", () => {
    const template = aTemplate();
    template.resourceCountIs("AWS::CloudWatch::Dashboard", 1);
    const metrics = dashboardOf(template).flatMap(({ metrics: shown = [] }) => shown);
    expect(metrics.length).toBeLessThan(50);
  });

  it("shows what became of the entries, how long that took, what will run out, and what breaks", () => {
    const shown = new Set(
      dashboardOf(aTemplate()).flatMap(({ metrics = [] }) => metrics.map((metric) => metric[1])),
    );
    for (const name of figureNames) {
      if (name !== "PostsSetAside") expect(shown).toContain(name);
    }
    for (const name of ["Errors", "Invocations", "5xx", "ApproximateNumberOfMessagesVisible"]) {
      expect(shown).toContain(name);
    }
  });
});

describe("notices", () => {
  it("say by name which feed fails and which account must connect again", () => {
    const template = aTemplate();
    template.hasResourceProperties("AWS::Events::Rule", {
      EventPattern: { source: ["feedloom"], "detail-type": ["FeedFailing", "AccountDisconnected"] },
      Targets: [
        Match.objectLike({ Arn: { Ref: Match.stringLikeRegexp("^AlarmsTopic") }, InputPath: "$.detail" }),
      ],
    });
    template.hasResourceProperties("AWS::IAM::Policy", {
      PolicyDocument: {
        Statement: [
          Match.objectLike({
            Action: "sns:Publish",
            Resource: { Ref: Match.stringLikeRegexp("^AlarmsTopic") },
          }),
        ],
      },
    });
  });

  it("reach the topic by a role that is lent to this account's rules only", () => {
    const roles = Object.values(aTemplate().findResources("AWS::IAM::Role"));
    const documents = roles.map(({ Properties }) => JSON.stringify(Properties.AssumeRolePolicyDocument));
    const lent = documents.filter((text) => /"(events|scheduler)\.amazonaws\.com"/.test(text));
    expect(lent).toHaveLength(3);
    for (const text of lent) expect(text).toContain('"aws:SourceAccount":{"Ref":"AWS::AccountId"}');
  });

  it("reach the topic from this stack's rules and this account's alarms only", () => {
    const [policy] = Object.values(aTemplate().findResources("AWS::SNS::TopicPolicy"));
    const statements = policy?.Properties.PolicyDocument.Statement ?? [];
    const allowing = statements.filter(({ Effect }: { Effect: string }) => Effect === "Allow");
    expect(allowing).toHaveLength(1);
    expect(allowing[0]).toMatchObject({
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } },
    });
  });
});

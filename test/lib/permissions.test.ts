import { beforeAll, describe, expect, it } from "vitest";
import { type Permission, permissionsIn, synthesizedTemplate } from "../support/synthesized.ts";

/** What the jobs may do, as the template says it. What AWS makes of it no test here can show. */
describe("who may touch what", () => {
  let permissions: Permission[];
  beforeAll(() => {
    permissions = permissionsIn(synthesizedTemplate());
  });

  const jobs = ["OAuthCallback", "TokenRefresher", "FeedPoller", "Publisher"];
  const of = (job: string) => permissions.filter(({ role }) => role.startsWith(`${job}FunctionRole`));
  /** The jobs that may do something, by the start of the action and of the resource. */
  const whoMay = (action: string, resource: string) =>
    jobs.filter((job) =>
      of(job).some((one) => one.action.startsWith(action) && one.resource.startsWith(resource)),
    );

  it("only the callback and the refresher may write a token", () => {
    expect(whoMay("secretsmanager:PutSecretValue", "VaultAccount")).toEqual([
      "OAuthCallback",
      "TokenRefresher",
    ]);
  });

  it("only the callback may read the app's secret, and nobody may write it", () => {
    expect(whoMay("secretsmanager:", "VaultApp")).toEqual(["OAuthCallback"]);
    expect(whoMay("secretsmanager:Put", "VaultApp")).toEqual([]);
  });

  it("the poller may touch no secret", () => {
    expect(whoMay("secretsmanager:", "")).toEqual(["OAuthCallback", "TokenRefresher", "Publisher"]);
  });

  it("every account's secret is named: none is reached by a pattern", () => {
    const secrets = permissions.filter(({ action }) => action.startsWith("secretsmanager:Get"));
    for (const job of ["OAuthCallback", "TokenRefresher", "Publisher"]) {
      const accounts = secrets.filter(
        ({ role, resource }) => role.startsWith(job) && resource.startsWith("VaultAccount"),
      );
      expect(accounts).toHaveLength(2);
    }
  });

  it("all jobs may announce, on Feedloom's bus", () => {
    expect(whoMay("events:PutEvents", "Bus")).toEqual(jobs);
  });

  it("only the publisher may take a lease away, and only the poller marks entries", () => {
    expect(whoMay("dynamodb:DeleteItem", "Ledger")).toEqual(["Publisher"]);
    expect(whoMay("dynamodb:UpdateItem", "Ledger")).toEqual(["FeedPoller"]);
  });

  it.each([
    ["OAuthCallback", ["account#*", "once#*"]],
    ["TokenRefresher", ["account#*"]],
    ["FeedPoller", ["account#*", "feed#*", "poller"]],
    ["Publisher", ["account#*"]],
  ])("the %s reaches items of the table by the partition keys %j alone", (job, keys) => {
    const policies = synthesizedTemplate().findResources("AWS::IAM::Policy");
    const ofTable = Object.entries(policies)
      .filter(([id]) => id.startsWith(`${job}FunctionRole`))
      .flatMap(([, policy]) => policy.Properties.PolicyDocument.Statement)
      .filter(({ Action }) => [Action].flat().some((action: string) => action.startsWith("dynamodb:")));
    expect(ofTable.length).toBeGreaterThan(0);
    const patterns = ofTable.flatMap(
      ({ Condition }) => Condition?.["ForAllValues:StringLike"]?.["dynamodb:LeadingKeys"] ?? ["any"],
    );
    expect([...new Set(patterns)].sort()).toEqual(keys);
  });

  it("the refresher may not look for posts", () => {
    expect(whoMay("dynamodb:Query", "Ledger")).toEqual(["OAuthCallback", "FeedPoller", "Publisher"]);
    expect(whoMay("dynamodb:BatchGetItem", "Ledger")).toEqual(["FeedPoller"]);
  });

  it("posts are looked for in their index, and nobody may search the whole table", () => {
    const queries = permissions.filter(({ action }) => action === "dynamodb:Query");
    for (const { resource } of queries) expect(resource).toMatch(/^LedgerTable\w+\/index\/posts-by-shelf$/);
    expect(whoMay("dynamodb:Scan", "")).toEqual([]);
  });

  it("no action and no resource is a star, or has one", () => {
    expect(permissions.length).toBeGreaterThan(20);
    for (const { action, resource } of permissions) expect(`${action} on ${resource}`).not.toContain("*");
  });

  it("a job writes to its own log group", () => {
    for (const job of jobs) {
      const logs = of(job).filter(({ action }) => action.startsWith("logs:"));
      expect(logs.map(({ action }) => action)).toEqual(["logs:CreateLogStream", "logs:PutLogEvents"]);
      for (const { resource } of logs) expect(resource).toMatch(new RegExp(`^${job}FunctionLogs`));
    }
  });

  it("a schedule may call its job and tell the queue, no more", () => {
    for (const [schedule, job] of [
      ["TokenRefresherDailyRole", "TokenRefresherFunction"],
      ["FeedPollerTickRole", "FeedPollerFunction"],
    ] as const) {
      const may = permissions.filter(({ role }) => role.startsWith(schedule));
      expect(may.map(({ action, resource }) => `${action} ${resource.replace(/[0-9A-F]{8}$/, "")}`)).toEqual([
        `lambda:InvokeFunction ${job}`,
        "sqs:SendMessage Undelivered",
      ]);
    }
  });
});

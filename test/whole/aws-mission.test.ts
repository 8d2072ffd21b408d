import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import { awsClients } from "../../functions/adapters/aws/clients.ts";
import { accessToken, authorizationCode } from "../../sandbox/identifiers.ts";
import { aDeployment } from "../rig/a-deployment.ts";
import type { Cloud } from "../rig/cloud.ts";
import { type MissionHost, type MissionRow, runMission } from "../rig/mission.ts";
import type { Grant } from "../rig/permissions.ts";

/** Grants that nothing here can need, and why. */
const unusedHere: Record<string, string> = {
  "cloudwatch.amazonaws.com sns:Publish": "no alarm goes off: nothing here watches figures",
  "OAuthCallbackFunctionRole41542E96 dynamodb:GetItem of once#*": "no answer to a write is lost here",
  "FeedPollerFunctionRoleAFF9E5D0 dynamodb:GetItem of feed#*, poller": "no answer to a write is lost here",
};

/**
 * The functions' bundles under AWS's own runtime client, with the environment, limits and roles of the synthesized
 * template. What this cannot show is said where the rig's parts are: `test/rig/cloud.ts`, `test/rig/lambda-process.ts`.
 */
describe("the whole mission, on what stands for AWS", () => {
  const deployment = aDeployment();

  it("succeeds with the functions' own roles, needs all that they are granted, and shows no secret", async () => {
    const cloud = await deployment.cloud();
    const rows = await runMission(hostOn(cloud, deployment.blog())).catch((error: unknown) => {
      throw new Error(lastLogs(cloud), { cause: error });
    });
    await failToDeliver(cloud);
    await cloud.settled();

    const { grants, denials } = cloud.permissions;
    console.info([stepsOf(rows), grantsOf(grants), startsOf(cloud)].join("\n\n"));
    expect(denials).toEqual([]);
    expect(grants.filter((grant) => grant.used === 0 && !(nameOf(grant) in unusedHere))).toEqual([]);
    await expectNoSecrets(cloud);
  });
});

/** Calls that AWS could not make go to the dead-letter queue: so these grants are needed, too. */
async function failToDeliver(cloud: Cloud): Promise<void> {
  cloud.onDelivery(() => "refuse");
  await cloud.fireSchedule(cloud.outputs.FeedPollerFunctionName ?? "");
  await cloud.fireSchedule(cloud.outputs.TokenRefresherFunctionName ?? "");
  cloud.announce("PostsPending", { account: "bronzfronz" });
  cloud.announce("AccountDisconnected", { account: "bronzfronz", words: "for a test" });
  await cloud.settled();
  expect(cloud.deliveries.deadLetters.map(({ event }) => event)).toMatchObject([
    {},
    {},
    { "detail-type": "PostsPending", detail: { account: "bronzfronz" } },
    { account: "bronzfronz", words: "for a test" },
  ]);
}

/** Everything that leaves a function or is kept outside the vault, searched for the app's secret, tokens and codes. */
async function expectNoSecrets(cloud: Cloud): Promise<void> {
  const { functions, events, deliveries, dynamo, outputs } = cloud;
  const { dynamoDB } = awsClients(dynamo.place);
  const ledger = await dynamoDB.send(new ScanCommand({ TableName: outputs.LedgerTableName }));
  dynamoDB.destroy();
  const { notices, deadLetters } = deliveries;
  const answers = functions.outcomes;
  const seen = { logs: functions.logs, answers, events: events.delivered, notices, deadLetters, ledger };
  // The sandbox makes them from a counter: far more of them than it gave here.
  const given = Array.from({ length: 500 }, (_, counter) => [
    accessToken(counter),
    authorizationCode(counter),
  ]);
  const secrets = [cloud.sandbox.app.clientSecret, ...given.flat()];
  const found = (what: unknown) => {
    const text = JSON.stringify(what);
    expect(text.length).toBeGreaterThan(100);
    return secrets.filter((secret) => text.includes(secret.slice(0, 20))).length;
  };
  // Where it must be found: this search does find.
  const vault = ["feedloom/app", "feedloom/account/bronzfronz"].map((name) => cloud.secrets.stages(name));
  expect(found(vault)).toBeGreaterThanOrEqual(2);
  for (const [where, what] of Object.entries(seen)) expect(found(what), where).toBe(0);
}

function hostOn(cloud: Cloud, blog: MissionHost["blog"]): MissionHost {
  const name = (output: string) => cloud.outputs[output] ?? `no output ${output}`;
  return {
    blog,
    sandbox: cloud.sandbox,
    httpUrl: cloud.httpUrl,
    invoke: (output, payload) => cloud.invoke(name(output), payload),
    runSchedule: async (output) => void (await cloud.fireSchedule(name(output))),
    settled: () => cloud.settled(),
    advance: (by) => cloud.clock.advance(by),
    writeSecret: async (whose, text) =>
      cloud.secrets.paste(whose === "app" ? name("AppSecretName") : `feedloom/account/${whose}`, text),
    savedEvents: async (output) => cloud.savedEvents(name(output)),
  };
}

const nameOf = ({ holder, action, keys }: Grant) =>
  `${holder} ${action}${keys === undefined ? "" : ` of ${keys.join(", ")}`}`;

function stepsOf(rows: MissionRow[]): string {
  return table(rows.map(({ step, seen, ms }) => [step, seen, `${ms} ms`]));
}

function grantsOf(grants: Grant[]): string {
  const holders = [...new Set(grants.map(({ holder }) => holder))];
  const rows = holders.map((holder) => {
    const held = grants.filter((grant) => grant.holder === holder);
    const unused = held.filter(({ used }) => used === 0).map(nameOf);
    const reasons = unused.map((name) => `${name}: ${unusedHere[name] ?? "UNUSED"}`);
    return [holder, `granted ${held.length}`, `used ${held.length - unused.length}`, reasons.join("; ")];
  });
  return table([
    ...rows,
    ["all", `granted ${grants.length}`, `used ${grants.filter(({ used }) => used > 0).length}`],
  ]);
}

function startsOf({ functions, calls }: Cloud): string {
  const starts = functions.starts.map((start) => `${start.function} ${Math.round(start.startInMs)} ms`);
  return `cold starts: ${starts.join(", ")}; ${functions.outcomes.length} calls of functions, which made ${calls.length} calls`;
}

function table(rows: string[][]): string {
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(width(column)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function lastLogs({ functions, permissions }: Cloud): string {
  const lines = functions.logs.slice(-5).map((log) => `${log.function}: ${log.line}`);
  return ["the functions last said:", ...lines, JSON.stringify(permissions.denials)].join("\n");
}

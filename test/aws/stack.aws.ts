import { readFileSync } from "node:fs";
import { join } from "node:path";
import { GetSecretValueCommand, PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, expect } from "vitest";
import * as z from "zod";
import { jobs } from "../../bin/bundle.ts";
import { awsClients } from "../../functions/adapters/aws/clients.ts";
import { DynamoLedger } from "../../functions/adapters/aws/dynamo-ledger.ts";
import { DynamoTable } from "../../functions/adapters/aws/dynamo-table.ts";
import { SecretsManagerVault } from "../../functions/adapters/aws/secrets-manager-vault.ts";
import { type LoopbackBlog, startBlog } from "../rig/loopback-blog.ts";
import { type MissionHost, missionAccounts, missionConfiguration, runMission } from "../rig/mission.ts";
import { noon } from "../support/ledger-records.ts";
import { aToken } from "../support/vault-tokens.ts";
import { Moto } from "./moto.ts";
import { type MotoCloud, startMotoCloud } from "./moto-cloud.ts";
import { savedEventsIn } from "./saved-events.ts";
import { stepByStep } from "./steps.ts";
import { type Deployed, type Inventory, Workplace } from "./workplace.ts";

/**
 * The whole stack, deployed with the real CLI to a moto of its own, put to work there, and destroyed. What moto does not
 * show: see `moto-cloud.ts` for the calls that it does not make, and `moto_cfn.py` for what it had to be taught.
 */
let moto: Moto;
let blog: LoopbackBlog;
let workplace: Workplace;
beforeAll(async () => {
  [moto, blog] = await Promise.all([Moto.start(), startBlog()]);
  const configuration = JSON.stringify(missionConfiguration(blog));
  workplace = new Workplace(moto, `export default ${configuration};\n`);
});
afterAll(async () => {
  await cloud?.close();
  workplace?.remove();
  await blog?.close();
  await moto?.close();
});

const step = stepByStep();
/** Others build on these; the stack may have more. */
const outputNames = [
  "AppSecretName",
  "ConnectUrl",
  "DeleteCallbackUrl",
  "EventBusName",
  "FeedPollerFunctionName",
  "LedgerTableName",
  "OAuthCallbackFunctionName",
  "PublisherFunctionName",
  "RedirectCallbackUrl",
  "TokenRefresherFunctionName",
  "UninstallCallbackUrl",
];
let before: Inventory;
let outputs: Record<string, string>;
let deployed: Deployed;
let cloud: MotoCloud;

step("cdk bootstrap", async () => {
  const { output } = await workplace.cdk(["bootstrap", workplace.environmentName]);
  expect(output).toContain("bootstrapped");
  before = await workplace.whatIsThere();
  return "the CLI's own stack CDKToolkit";
});

step("cdk synth, with the CDK's own checks and cdk-nag", async () => {
  await workplace.cdk(["synth", "--quiet"]);
  const { Resources, Outputs } = workplace.template;
  expect(Object.keys(Outputs)).toEqual(expect.arrayContaining(outputNames));
  return `${Object.keys(Resources).length} resources, ${Object.keys(Outputs).length} outputs`;
});

step("cfn-lint finds no error in the template", async () => {
  const linted = await workplace.lint();
  if (linted === undefined) return "left out: there is no cfn-lint here (pip install cfn-lint)";
  expect(linted.status, linted.output).toBe(0);
  const warnings = linted.stdout.split("\n").flatMap((line) => /:(W\d+):/.exec(line)?.[1] ?? []);
  return warnings.length === 0 ? "nothing" : `only warnings: ${[...new Set(warnings)].join(", ")}`;
});

step("cdk deploy --method direct", async () => {
  const folder = "--app cdk.out --method direct --require-approval never --outputs-file outputs.json";
  const { output } = await workplace.cdk(["deploy", ...folder.split(" ")]);
  expect(output).not.toMatch(/failed/i);
  expect(moto.failures).toEqual([]);
  outputs = z
    .object({ Feedloom: z.record(z.string(), z.string()) })
    .parse(workplace.readJson("outputs.json")).Feedloom;
  const expected = Object.keys(workplace.template.Outputs);
  expect(Object.keys(outputs).toSorted()).toEqual(expected.toSorted());
  for (const value of Object.values(outputs)) expect(value).not.toBe("");
  return `all ${expected.length} outputs`;
});

step("everything in the template is there, service by service", async () => {
  const added = subtract(await workplace.whatIsThere(), before);
  const expected = countTypes(workplace.template.Resources);
  expect(Object.fromEntries(Object.entries(added).map(([type, names]) => [type, names.length]))).toEqual(
    expected,
  );
  const count = Object.values(expected).reduce((sum, one) => sum + one, 0);
  return `${count} of ${count} resources of ${Object.keys(expected).length} types`;
});

step("each function has its bundle and nothing else", async () => {
  deployed = await workplace.whatIsDeployed(join(workplace.folder, "code"));
  expect(deployed.functions).toHaveLength(jobs.length);
  for (const job of jobs) {
    const found = deployed.functions.find(({ name }) => name === outputs[functionOutput[job]]);
    const uploaded = readFileSync(join(workplace.folder, "code", found?.name ?? job, "index.mjs"));
    const bundled = readFileSync(join(workplace.folder, "dist", job, "index.mjs"));
    expect(uploaded.equals(bundled), job).toBe(true);
    expect(found?.handler).toBe("index.handler");
  }
  return `${jobs.length} bundles, byte for byte as uploaded`;
});

step("the secrets are empty forms, and the functions find them so", async () => {
  const { secretsManager } = awsClients(moto.place);
  const text = async (SecretId: string) =>
    (await secretsManager.send(new GetSecretValueCommand({ SecretId }))).SecretString;
  expect(JSON.parse((await text(outputs.AppSecretName!)) ?? "")).toEqual({ clientId: "", clientSecret: "" });
  for (const account of missionAccounts) expect(await text(`feedloom/account/${account}`)).toBe("{}");
  return `1 for the app, ${missionAccounts.length} for the accounts`;
});

step("each function may do only what its role says", async () => {
  const people = missionAccounts.map((username) => ({ username }));
  const template = workplace.template;
  const code = join(workplace.folder, "code");
  const sandbox = { people, cards: "loopback" } as const;
  cloud = await startMotoCloud({ moto, template, deployed, code, sandbox });
  await moto.enforcePermissions(true);
  await moto.refusals();

  const by = (output: string) => {
    const credentials = cloud.credentials.get(outputs[output] ?? "");
    return awsClients({ ...moto.place, ...(credentials && { credentials }), maxAttempts: 1 });
  };
  const names = { appSecret: outputs.AppSecretName!, accountPrefix: "feedloom/account/" };
  const vaultOf = (output: string) =>
    new SecretsManagerVault(by(output).secretsManager, names, { now: () => noon });
  const ledgerOf = (output: string) =>
    new DynamoLedger(new DynamoTable(by(output).dynamoDB, outputs.LedgerTableName!));
  const [account] = missionAccounts;
  const refused = [
    vaultOf("FeedPollerFunctionName").read(account),
    vaultOf("PublisherFunctionName").write(account, aToken()),
    vaultOf("PublisherFunctionName").readAppSecret(),
    vaultOf("TokenRefresherFunctionName").readAppSecret(),
    ledgerOf("TokenRefresherFunctionName").tally(account),
    ledgerOf("OAuthCallbackFunctionName").returnLease(account, "a"),
    ledgerOf("PublisherFunctionName").markEntry("https://blog.example/feed.xml", "a", { seenAt: noon }),
    ledgerOf("PublisherFunctionName").readFeeds(["https://blog.example/feed.xml"]),
  ];
  for (const attempt of await Promise.allSettled(refused)) {
    const cause = { name: "AccessDeniedException" };
    expect(attempt).toMatchObject({ status: "rejected", reason: { code: "STORE_UNAVAILABLE", cause } });
  }
  const actions = (await moto.refusals()).map(({ action }) => action);
  expect([...new Set(actions)].toSorted()).toEqual([
    "dynamodb:BatchGetItem",
    "dynamodb:DeleteItem",
    "dynamodb:Query",
    "dynamodb:UpdateItem",
    "secretsmanager:GetSecretValue",
    "secretsmanager:PutSecretValue",
  ]);
  // And what they may do is not refused.
  expect(await ledgerOf("PublisherFunctionName").tally(account)).toMatchObject({ open: 0 });
  expect(await vaultOf("TokenRefresherFunctionName").read(account)).toEqual({ kind: "absent" });
  return `${refused.length} attempts refused with AccessDeniedException, 2 allowed`;
});

step("the mission, with the functions' own roles", async ({ task }) => {
  const name = (output: string) => outputs[output] ?? `no output ${output}`;
  // A person in the console has a person's rights.
  const asAPerson = async (SecretId: string, SecretString: string) => {
    await moto.enforcePermissions(false);
    const { secretsManager } = awsClients(moto.place);
    await secretsManager.send(new PutSecretValueCommand({ SecretId, SecretString }));
    await moto.enforcePermissions(true);
  };
  const host: MissionHost = {
    blog,
    sandbox: cloud.sandbox,
    httpUrl: cloud.httpUrl,
    invoke: (output, payload) => cloud.invoke(name(output), payload),
    runSchedule: async (output) => {
      const { functionError, payload } = await cloud.fireSchedule(name(output));
      if (functionError !== undefined) throw new Error(`${output} failed: ${JSON.stringify(payload)}`);
    },
    settled: () => cloud.settled(),
    advance: (by) => cloud.clock.advance(by),
    writeSecret: (whose, text) =>
      asAPerson(whose === "app" ? name("AppSecretName") : `feedloom/account/${whose}`, text),
    savedEvents: async (output) => savedEventsIn(await moto.schemas(), name(output)),
  };
  const rows = await runMission(host).catch((cause: unknown) => {
    throw new Error(`the functions said last:\n${cloud.logs.slice(-15).join("\n")}`, { cause });
  });
  task.meta.parts = rows.map(({ step, seen }) => `${step}: ${seen}`);
  await moto.enforcePermissions(false);
  expect(await moto.refusals()).toEqual([]);
  expect(moto.failures).toEqual([]);
  const told = (await moto.notices()).map(({ type }) => type);
  expect(told).toContain("AccountDisconnected");
  const posts = cloud.sandbox.record.posts.length;
  return `${rows.length} steps, ${posts} posts, ${told.length} notices to the topic; nothing refused`;
});

step("cdk destroy --force leaves the table and the secrets, and nothing else", async () => {
  await workplace.cdk(["destroy", "--app", "cdk.out", "--force"]);
  const { Resources } = workplace.template;
  const retained = Object.values(Resources).filter(({ DeletionPolicy }) => DeletionPolicy === "Retain");
  const left = subtract(await workplace.whatIsThere(), before);
  expect(left).toEqual({
    "AWS::DynamoDB::Table": [outputs.LedgerTableName],
    "AWS::SecretsManager::Secret": [
      ...missionAccounts.map((account) => `feedloom/account/${account}`),
      outputs.AppSecretName,
    ].toSorted(),
  });
  expect(Object.values(left).flat()).toHaveLength(retained.length);
  expect(moto.failures).toEqual([]);
  return `${Object.values(left).flat().length} of ${Object.keys(Resources).length} stay`;
});

const functionOutput = {
  "oauth-callback": "OAuthCallbackFunctionName",
  "token-refresher": "TokenRefresherFunctionName",
  "feed-poller": "FeedPollerFunctionName",
  publisher: "PublisherFunctionName",
} as const;

function subtract(after: Inventory, earlier: Inventory): Inventory {
  const left = Object.entries(after).map(([type, names]): [string, string[]] => {
    return [type, names.filter((name) => earlier[type]?.includes(name) !== true)];
  });
  return Object.fromEntries(left.filter(([, names]) => names.length > 0));
}

function countTypes(resources: Record<string, { Type: string }>): Record<string, number> {
  const types = Object.values(resources).map(({ Type }) => Type);
  return Object.fromEntries(
    [...new Set(types)].map((type) => [type, types.filter((one) => one === type).length]),
  );
}

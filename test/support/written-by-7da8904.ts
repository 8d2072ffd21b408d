import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { onTestFinished } from "vitest";
import * as z from "zod";
import { awsClients } from "../../functions/adapters/aws/clients.ts";
import { DynamoLedger } from "../../functions/adapters/aws/dynamo-ledger.ts";
import { SecretsManagerVault } from "../../functions/adapters/aws/secrets-manager-vault.ts";
import { SqliteLedger } from "../../functions/adapters/local/sqlite-ledger.ts";
import { SqliteStore } from "../../functions/adapters/local/sqlite-store.ts";
import { SqliteVault } from "../../functions/adapters/local/sqlite-vault.ts";
import type { Clock } from "../../functions/ports/clock.ts";
import { aFolder } from "./a-command.ts";
import { startDynalite } from "./dynalite.ts";
import { startFakeAws } from "./fake-aws.ts";
import { FakeSecretsManager } from "./fake-secrets-manager.ts";

const bytesOf = (file: string) =>
  readFileSync(new URL(`../fixtures/written-by-7da8904/${file}`, import.meta.url));
const jsonOf = (file: string): unknown => JSON.parse(bytesOf(file).toString("utf8"));

const writtenEntry = z.object({
  id: z.string(),
  title: z.string(),
  publishedAt: z.string(),
  text: z.string().default(""),
});

/** When it was, what was configured, and what the feeds said. */
export const writtenWorld = z
  .object({ now: z.string(), configuration: z.unknown(), feeds: z.record(z.string(), z.array(writtenEntry)) })
  .parse(jsonOf("world.json"));

/** The posts as 7da8904 read them. */
export const writtenPosts = z
  .array(
    z.looseObject({
      account: z.string(),
      id: z.string(),
      title: z.string(),
      shelf: z.string(),
      state: z.string(),
      containerId: z.string().optional(),
      mediaId: z.string().optional(),
      sent: z.number().optional(),
    }),
  )
  .parse(jsonOf("posts.json"));

/** A copy of the sandbox's state file. */
export function writtenSandboxState(): string {
  return copied("sandbox.json", bytesOf("sandbox.json"));
}

/** A copy of the data folder, opened by today's code. */
export async function writtenDataFolder() {
  const store = new SqliteStore(copied("feedloom.db", gunzipSync(bytesOf("feedloom.db.gz"))));
  onTestFinished(() => store.close());
  return { ledger: new SqliteLedger(store), vault: new SqliteVault(store) };
}

const itemsSchema = z.array(
  z.record(z.string(), z.union([z.strictObject({ S: z.string() }), z.strictObject({ N: z.string() })])),
);

/** A copy of the table and of the secrets, opened by today's code. */
export async function writtenTable(clock: Clock) {
  const dynalite = await startDynalite();
  const [table] = await dynalite.freshTables();
  const { dynamoDB } = awsClients(dynalite.place);
  const items = itemsSchema.parse(JSON.parse(gunzipSync(bytesOf("table.json.gz")).toString("utf8")));
  for (const Item of items) await dynamoDB.send(new PutItemCommand({ TableName: table.name, Item }));
  const manager = new FakeSecretsManager();
  const secrets = z.record(z.string(), z.string()).parse(jsonOf("secrets.json"));
  for (const [name, text] of Object.entries(secrets)) manager.create(name, text);
  const aws = await startFakeAws(manager.actions);
  onTestFinished(async () => {
    dynamoDB.destroy();
    await Promise.all([dynalite.close(), aws.close()]);
  });
  const names = { appSecret: "feedloom/app", accountPrefix: "feedloom/account/" };
  return {
    ledger: new DynamoLedger(table),
    vault: new SecretsManagerVault(aws.clients.secretsManager, names, clock),
  };
}

function copied(file: string, bytes: Uint8Array): string {
  const path = join(aFolder(), "copy", file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  return path;
}

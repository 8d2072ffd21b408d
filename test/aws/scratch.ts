import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import {
  type AttributeValue,
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteTableCommand,
  type DynamoDBClient,
  paginateScan,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  type EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import * as z from "zod";
import { eventSource } from "../../functions/core/events.ts";
import { synthesizedTemplate } from "../support/synthesized.ts";
import { Sqs } from "./sqs.ts";

/** A name that nothing else has, and by which whatever a broken run left behind can be told. */
const ours = (what: string) => `feedloom-test-${what}-${randomUUID().slice(0, 8)}`;

const tableSchema = z.object({
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.literal("S") })),
  KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(["HASH", "RANGE"]) })),
  LocalSecondaryIndexes: z.array(
    z.object({
      IndexName: z.string(),
      KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(["HASH", "RANGE"]) })),
      Projection: z.object({ ProjectionType: z.literal("KEYS_ONLY") }),
    }),
  ),
  BillingMode: z.literal("PAY_PER_REQUEST"),
});

export interface ScratchTable {
  name: string;
  /** Emptied, not made anew: an account needs some ten seconds for a table. */
  empty(): Promise<void>;
  remove(): Promise<void>;
}

/** A table as the stack would make it. */
export async function aTable(client: DynamoDBClient): Promise<ScratchTable> {
  const [resource] = Object.values(synthesizedTemplate().findResources("AWS::DynamoDB::Table"));
  const TableName = ours("ledger");
  await client.send(new CreateTableCommand({ TableName, ...tableSchema.parse(resource?.Properties) }));
  await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 1 }, { TableName });
  const removeAll = async (keys: Record<string, AttributeValue>[]) => {
    for (let start = 0; start < keys.length; start += 25) {
      const requests = keys.slice(start, start + 25).map((Key) => ({ DeleteRequest: { Key } }));
      await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
    }
  };
  return {
    name: TableName,
    async empty() {
      const scan = { TableName, ConsistentRead: true, ProjectionExpression: "pk, sk" };
      for await (const page of paginateScan({ client }, scan)) await removeAll(page.Items ?? []);
    },
    async remove() {
      await client.send(new DeleteTableCommand({ TableName }));
    },
  };
}

const readSecret = fileURLToPath(new URL("read-secret.ts", import.meta.url));

export interface ScratchSecrets {
  appSecret: string;
  accountPrefix: string;
  paste(account: string, text: string): Promise<void>;
  pasteAppSecret(text: string): Promise<void>;
  remains(account: string): string;
  remove(): Promise<void>;
}

/** The secrets that the stack would make, under names of their own. */
export async function someSecrets(client: SecretsManagerClient, accounts: string[]): Promise<ScratchSecrets> {
  const prefix = ours("vault");
  const appSecret = `${prefix}/app`;
  const accountPrefix = `${prefix}/account/`;
  const names = [appSecret, ...accounts.map((account) => accountPrefix + account)];
  const put = async (SecretId: string, SecretString: string) => {
    await client.send(new PutSecretValueCommand({ SecretId, SecretString }));
  };
  for (const Name of names) await client.send(new CreateSecretCommand({ Name, SecretString: "{}" }));
  return {
    appSecret,
    accountPrefix,
    paste: (account, text) => put(accountPrefix + account, text),
    pasteAppSecret: (text) => put(appSecret, text),
    remains(account) {
      const asked = spawnSync(process.execPath, [readSecret, accountPrefix + account], { encoding: "utf8" });
      if (asked.status !== 0) throw new Error(`the secret cannot be read: ${asked.stderr}`);
      return asked.stdout;
    },
    async remove() {
      for (const SecretId of names) {
        await client.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }));
      }
    },
  };
}

const envelopeSchema = z.object({
  id: z.string(),
  source: z.literal(eventSource),
  "detail-type": z.string(),
  detail: z.unknown(),
});
export type Envelope = z.output<typeof envelopeSchema>;

export interface ScratchBus {
  name: string;
  /** All that a queue was told so far, each event once, in no order. */
  heard(): Promise<Envelope[]>;
  remove(): Promise<void>;
}

/**
 * A bus with a queue that hears everything of ours.
 *
 * @param settleInMs - so long after the last message it counts as quiet; 0 where events arrive before the call ends.
 */
export async function aBus(
  client: EventBridgeClient,
  place: { region: string; endpoint?: string },
  settleInMs: number,
): Promise<ScratchBus> {
  const name = ours("bus");
  const sqs = new Sqs(client, place.region, place.endpoint);
  await client.send(new CreateEventBusCommand({ Name: name }));
  const rule = { Name: "everything", EventBusName: name };
  const EventPattern = JSON.stringify({ source: [eventSource] });
  const { RuleArn = "" } = await client.send(new PutRuleCommand({ ...rule, EventPattern }));
  // arn:aws:events:<region>:<account>:rule/...
  const [, partition, , region, account] = RuleArn.split(":");
  const Arn = `arn:${partition}:sqs:${region}:${account}:${name}`;
  const policy = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: Arn,
        Condition: { ArnEquals: { "aws:SourceArn": RuleArn } },
      },
    ],
  };
  const queue = await sqs.create(name, JSON.stringify(policy), settleInMs === 0 ? 0 : 1);
  const targets = { Rule: rule.Name, EventBusName: name };
  await client.send(new PutTargetsCommand({ ...targets, Targets: [{ Id: "queue", Arn }] }));
  const told = new Map<string, Envelope>();
  return {
    name,
    async heard() {
      for (let quietSince = Date.now(); ; ) {
        const messages = await sqs.take(queue);
        for (const text of messages) {
          const envelope = envelopeSchema.parse(JSON.parse(text));
          told.set(envelope.id, envelope);
        }
        if (messages.length > 0) quietSince = Date.now();
        else if (Date.now() - quietSince >= settleInMs) return [...told.values()];
        else await setTimeout(200);
      }
    },
    async remove() {
      await client.send(new RemoveTargetsCommand({ ...targets, Ids: ["queue"] }));
      await client.send(new DeleteRuleCommand(rule));
      await client.send(new DeleteEventBusCommand({ Name: name }));
      await sqs.remove(queue);
    },
  };
}

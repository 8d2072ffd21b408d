import { randomUUID } from "node:crypto";
import * as z from "zod";
import configurationFile from "../../feedloom.config.ts";
import { awsClients } from "../adapters/aws/clients.ts";
import { DynamoLedger } from "../adapters/aws/dynamo-ledger.ts";
import { DynamoStateStore } from "../adapters/aws/dynamo-state-store.ts";
import { DynamoTable } from "../adapters/aws/dynamo-table.ts";
import { EventBridgeBus } from "../adapters/aws/event-bridge-bus.ts";
import { SecretsManagerVault } from "../adapters/aws/secrets-manager-vault.ts";
import { HttpThreadsApi } from "../adapters/http/http-threads-api.ts";
import { readConfiguration } from "../core/configuration.ts";
import { FeedloomError } from "../core/errors.ts";
import { environmentNames, metaUrls } from "./environment.ts";
import { jsonLog } from "./log.ts";
import { cloudWatchMeter } from "./metrics.ts";
import type { Services } from "./services.ts";
import { systemClock } from "./system-clock.ts";

const environmentSchema = z.object({
  [environmentNames.graphUrl]: z.url().default(metaUrls.graphUrl),
  [environmentNames.authorizeUrl]: z.url().default(metaUrls.authorizeUrl),
  [environmentNames.ledgerTable]: z.string().min(1),
  [environmentNames.eventBus]: z.string().min(1),
  /** Only the functions that may read secrets are told their names. */
  [environmentNames.appSecret]: z.string().default(""),
  [environmentNames.accountSecretPrefix]: z.string().default(""),
});

/**
 * The services of a function on AWS, from the environment that the stack sets. The configuration is compiled in.
 *
 * @throws FeedloomError `CONFIG_MISSING` - a variable is not there, or holds something else.
 */
export function awsServices(): Services {
  const read = environmentSchema.safeParse(process.env);
  if (!read.success) {
    const names = read.error.issues.map((issue) => issue.path.join(".")).join(", ");
    throw new FeedloomError(
      "CONFIG_MISSING",
      `the environment lacks ${names}; the stack sets it, deploy it again`,
    );
  }
  const environment = read.data;
  const configuration = readConfiguration(configurationFile);
  const clients = awsClients();
  const table = new DynamoTable(clients.dynamoDB, environment[environmentNames.ledgerTable]);
  const clock = systemClock;
  const log = jsonLog();
  return {
    clock,
    configuration,
    log,
    meter: cloudWatchMeter(),
    ledger: new DynamoLedger(table, (record) => log.error("record.unreadable", { ...record })),
    stateStore: new DynamoStateStore(table),
    vault: new SecretsManagerVault(
      clients.secretsManager,
      {
        appSecret: environment[environmentNames.appSecret],
        accountPrefix: environment[environmentNames.accountSecretPrefix],
      },
      clock,
    ),
    bus: new EventBridgeBus(clients.eventBridge, environment[environmentNames.eventBus]),
    threads: new HttpThreadsApi({
      graphUrl: environment[environmentNames.graphUrl],
      authorizeUrl: environment[environmentNames.authorizeUrl],
    }),
    holder: randomUUID(),
  };
}

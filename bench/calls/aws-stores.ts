import { randomUUID } from "node:crypto";
import { type AwsClients, awsClients } from "../../functions/adapters/aws/clients.ts";
import { DynamoLedger } from "../../functions/adapters/aws/dynamo-ledger.ts";
import { DynamoStateStore } from "../../functions/adapters/aws/dynamo-state-store.ts";
import { DynamoTable } from "../../functions/adapters/aws/dynamo-table.ts";
import { EventBridgeBus } from "../../functions/adapters/aws/event-bridge-bus.ts";
import { SecretsManagerVault } from "../../functions/adapters/aws/secrets-manager-vault.ts";
import type { Services } from "../../functions/runtime/services.ts";
import { startDynalite } from "../../test/support/dynalite.ts";
import { startFakeAws } from "../../test/support/fake-aws.ts";
import { FakeEventBridge } from "../../test/support/fake-event-bridge.ts";
import { FakeSecretsManager } from "../../test/support/fake-secrets-manager.ts";
import type { CountingParts } from "./counting-host.ts";
import { DynamoUnits } from "./dynamo-units.ts";
import type { CallCounter } from "./tally.ts";

type Stores = Pick<Services, "ledger" | "stateStore" | "vault" | "bus" | "holder">;

const prefix = "feedloom/account/";

/** The adapters of AWS before stand-ins on loopback; each request is counted where the SDK hands it to the network. */
export async function awsStores({ clock, sandbox, configuration, counter }: CountingParts) {
  const dynamo = await startDynalite();
  const [{ name }] = await dynamo.freshTables();
  const secrets = new FakeSecretsManager();
  secrets.create("feedloom/app", JSON.stringify(sandbox.app));
  for (const { username } of configuration.accounts) secrets.create(`${prefix}${username}`, "{}");
  const fake = await startFakeAws({ ...secrets.actions, ...new FakeEventBridge().actions });
  const clients = {
    ...awsClients(fake.place),
    dynamoDB: awsClients(dynamo.place).dynamoDB,
  };
  countRequests(clients, counter);
  const table = new DynamoTable(clients.dynamoDB, name);
  const services: Stores = {
    ledger: new DynamoLedger(table),
    stateStore: new DynamoStateStore(table),
    vault: new SecretsManagerVault(
      clients.secretsManager,
      { appSecret: "feedloom/app", accountPrefix: prefix },
      clock,
    ),
    bus: new EventBridgeBus(clients.eventBridge, "feedloom"),
    holder: randomUUID(),
  };
  return {
    services,
    async close() {
      for (const client of Object.values(clients)) client.destroy();
      await Promise.all([dynamo.close(), fake.close()]);
    },
  };
}

function countRequests({ dynamoDB, secretsManager, eventBridge }: AwsClients, counter: CallCounter): void {
  const units = new DynamoUnits();
  // Under the retries: one that is sent again counts again, as it does on the bill.
  const place = { step: "finalizeRequest", priority: "low", name: "count" } as const;
  const named = (context: { commandName?: string }) => (context.commandName ?? "").replace(/Command$/, "");
  dynamoDB.middlewareStack.add((next, context) => {
    return async (args) => {
      const result = await next(args);
      counter.note("DynamoDB", named(context));
      counter.noteUnits(units.unitsOf(named(context), args.input, result.output));
      return result;
    };
  }, place);
  secretsManager.middlewareStack.add((next, context) => {
    return (args) => {
      counter.note("SecretsManager", named(context));
      return next(args);
    };
  }, place);
  eventBridge.middlewareStack.add((next, context) => {
    return (args) => {
      counter.note("EventBridge", named(context));
      return next(args);
    };
  }, place);
}

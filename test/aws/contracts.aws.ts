import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll } from "vitest";
import * as z from "zod";
import { awsClients } from "../../functions/adapters/aws/clients.ts";
import { DynamoLedger } from "../../functions/adapters/aws/dynamo-ledger.ts";
import { DynamoStateStore } from "../../functions/adapters/aws/dynamo-state-store.ts";
import { DynamoTable } from "../../functions/adapters/aws/dynamo-table.ts";
import { EventBridgeBus } from "../../functions/adapters/aws/event-bridge-bus.ts";
import { SecretsManagerVault } from "../../functions/adapters/aws/secrets-manager-vault.ts";
import { busContract } from "../contract/bus.contract.ts";
import { ledgerContract } from "../contract/ledger.contract.ts";
import { stateStoreContract } from "../contract/state-store.contract.ts";
import { accounts, vaultContract } from "../contract/vault.contract.ts";
import { minutesAfter, noon } from "../support/ledger-records.ts";
import { nowhere } from "../support/loopback-aws.ts";
import { type Elsewhere, goElsewhere } from "./elsewhere.ts";
import { isElsewhere } from "./requirements.ts";
import { aBus, aTable, type ScratchTable, someSecrets } from "./scratch.ts";

/**
 * What every adapter promises, tried on a DynamoDB, a Secrets Manager and an EventBridge that others wrote: moto, or the
 * endpoint that the environment names. What moto cannot show: TTL never deletes, and races in Secrets Manager.
 */
const where = isElsewhere ? "that the environment names" : "of moto";
let elsewhere: Elsewhere;
let table: ScratchTable;
beforeAll(async () => {
  elsewhere = await goElsewhere();
  table = await aTable(awsClients().dynamoDB);
}, 120_000);
afterAll(async () => {
  await table?.remove();
  await elsewhere?.close();
});

/** Two processes' view of the table, emptied. */
async function twoTables(): Promise<[DynamoTable, DynamoTable]> {
  await table.empty();
  return [
    new DynamoTable(awsClients().dynamoDB, table.name),
    new DynamoTable(awsClients().dynamoDB, table.name),
  ];
}
const noTable = () => new DynamoTable(awsClients(nowhere).dynamoDB, "ledger");

ledgerContract(
  `DynamoDB ${where}`,
  async () => {
    const [one, other] = await twoTables();
    return {
      one: new DynamoLedger(one),
      other: new DynamoLedger(other),
      broken: new DynamoLedger(noTable()),
      close: () => {},
    };
  },
  { largestRecordInKilobytes: 400 },
);

stateStoreContract(`DynamoDB ${where}`, async () => {
  const [one, other] = await twoTables();
  return {
    one: new DynamoStateStore(one),
    other: new DynamoStateStore(other),
    broken: new DynamoStateStore(noTable()),
    close: () => {},
  };
});

vaultContract(
  `Secrets Manager ${where}`,
  async () => {
    const { secretsManager } = awsClients();
    const secrets = await someSecrets(secretsManager, accounts);
    let now = noon;
    const clock = { now: () => now };
    const vaultBy = (client: SecretsManagerClient) => new SecretsManagerVault(client, secrets, clock);
    const first = awsClients().secretsManager;
    return {
      one: vaultBy(first),
      other: vaultBy(awsClients().secretsManager),
      broken: vaultBy(awsClients(nowhere).secretsManager),
      paste: secrets.paste,
      pasteAppSecret: secrets.pasteAppSecret,
      refuseWrites: () => refuseToPut(first),
      remains: secrets.remains,
      waitMinutes: (minutes) => {
        now = minutesAfter(minutes, now);
      },
      close: () => secrets.remove(),
    };
  },
  { keptForMinutes: 5 },
);

/** The one fault that nobody else can be asked for: the client's own, in place of the service's. */
function refuseToPut(client: SecretsManagerClient): void {
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName !== "PutSecretValueCommand") return next(args);
        throw Object.assign(new Error("refused by the test"), { name: "InternalServiceError" });
      },
    { step: "finalizeRequest" },
  );
}

const region = z.string().default("eu-west-1");

busContract(
  `EventBridge ${where}`,
  async () => {
    const { eventBridge } = awsClients();
    const endpoint = process.env.AWS_ENDPOINT_URL_SQS ?? process.env.AWS_ENDPOINT_URL;
    const place = { region: region.parse(process.env.AWS_REGION), ...(endpoint && { endpoint }) };
    const scratch = await aBus(eventBridge, place, elsewhere.isMoto ? 0 : 3000);
    return {
      bus: new EventBridgeBus(eventBridge, scratch.name),
      heard: async () =>
        // What arrives is what any listener would have to make of it.
        (await scratch.heard()).map((envelope) =>
          JSON.parse(JSON.stringify({ type: envelope["detail-type"], detail: envelope.detail })),
        ),
      close: () => scratch.remove(),
    };
  },
  { outOfReach: () => new EventBridgeBus(awsClients(nowhere).eventBridge, "feedloom") },
);

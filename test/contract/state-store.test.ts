import { afterAll, beforeAll } from "vitest";
import { awsClients } from "../../functions/adapters/aws/clients.ts";
import { DynamoStateStore } from "../../functions/adapters/aws/dynamo-state-store.ts";
import { DynamoTable } from "../../functions/adapters/aws/dynamo-table.ts";
import { SqliteStateStore } from "../../functions/adapters/local/sqlite-state-store.ts";
import { type LocalDynamo, startDynalite } from "../support/dynalite.ts";
import { nowhere } from "../support/loopback-aws.ts";
import { sqlitePair } from "../support/sqlite-files.ts";
import { stateStoreContract } from "./state-store.contract.ts";

for (const kind of ["memory", "file"] as const) {
  stateStoreContract(`SQLite (${kind})`, async () => {
    const { one, other, broken, close } = sqlitePair(kind);
    return {
      one: new SqliteStateStore(one),
      other: new SqliteStateStore(other),
      broken: new SqliteStateStore(broken),
      close,
    };
  });
}

let dynamo: LocalDynamo;
beforeAll(async () => {
  dynamo = await startDynalite();
});
afterAll(() => dynamo.close());

stateStoreContract("DynamoDB", async () => {
  const [one, other] = await dynamo.freshTables();
  return {
    one: new DynamoStateStore(one),
    other: new DynamoStateStore(other),
    broken: new DynamoStateStore(new DynamoTable(awsClients(nowhere).dynamoDB, "ledger")),
    close: () => {},
  };
});

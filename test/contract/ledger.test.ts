import { afterAll, beforeAll } from "vitest";
import { awsClients } from "../../functions/adapters/aws/clients.ts";
import { DynamoLedger } from "../../functions/adapters/aws/dynamo-ledger.ts";
import { DynamoTable } from "../../functions/adapters/aws/dynamo-table.ts";
import { SqliteLedger } from "../../functions/adapters/local/sqlite-ledger.ts";
import { type LocalDynamo, startDynalite } from "../support/dynalite.ts";
import { nowhere } from "../support/loopback-aws.ts";
import { sqlitePair } from "../support/sqlite-files.ts";
import { ledgerContract } from "./ledger.contract.ts";

for (const kind of ["memory", "file"] as const) {
  ledgerContract(
    `SQLite (${kind})`,
    async () => {
      const { one, other, broken, close } = sqlitePair(kind);
      return {
        one: new SqliteLedger(one),
        other: new SqliteLedger(other),
        broken: new SqliteLedger(broken),
        close,
      };
    },
    {},
  );
}

let dynamo: LocalDynamo;
beforeAll(async () => {
  dynamo = await startDynalite();
});
afterAll(() => dynamo.close());

ledgerContract(
  "DynamoDB",
  async () => {
    const [one, other] = await dynamo.freshTables();
    return {
      one: new DynamoLedger(one),
      other: new DynamoLedger(other),
      broken: new DynamoLedger(new DynamoTable(awsClients(nowhere).dynamoDB, "ledger")),
      close: () => {},
    };
  },
  { largestRecordInKilobytes: 400 },
);

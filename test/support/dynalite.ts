import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { CreateTableCommand, DescribeTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import { type AwsPlace, awsClients } from "../../functions/adapters/aws/clients.ts";
import { tableLayout } from "../../functions/adapters/aws/dynamo-keys.ts";
import { DynamoTable } from "../../functions/adapters/aws/dynamo-table.ts";
import { anyCredentials, portOf } from "./loopback-aws.ts";

/** DynamoDB in this process, on loopback and in memory. */
export interface LocalDynamo {
  place: AwsPlace;
  /** A new, empty table with the ledger's layout, as two processes see it: each with a client of its own. */
  freshTables(): Promise<[DynamoTable, DynamoTable]>;
  /** The next request is carried out and its answer lost on the way. */
  loseNextAnswer(): void;
  /** How many requests came in since the last call. */
  requests(): number;
  close(): Promise<void>;
}

export async function startDynalite(): Promise<LocalDynamo> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  let answersToLose = 0;
  let requests = 0;
  server.prependListener("request", (_request, response: ServerResponse) => {
    requests += 1;
    if (answersToLose === 0) return;
    answersToLose -= 1;
    response.end = () => response.destroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const place = { ...anyCredentials, endpoint: `http://127.0.0.1:${portOf(server)}` };
  const clients = [awsClients(place).dynamoDB, awsClients(place).dynamoDB] as const;
  let tables = 0;
  return {
    place,
    async freshTables() {
      tables += 1;
      const name = `ledger-${tables}`;
      await makeTable(clients[0], name);
      return [new DynamoTable(clients[0], name), new DynamoTable(clients[1], name)];
    },
    loseNextAnswer() {
      answersToLose = 1;
    },
    requests() {
      const since = requests;
      requests = 0;
      return since;
    },
    async close() {
      for (const client of clients) client.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** A table is there a moment after it was asked for; until then it is "not found". */
async function makeTable(client: DynamoDBClient, name: string): Promise<void> {
  await client.send(new CreateTableCommand({ TableName: name, ...tableDefinition }));
  const status = async () =>
    (await client.send(new DescribeTableCommand({ TableName: name }))).Table?.TableStatus;
  while ((await status()) !== "ACTIVE");
}

const { partitionKey, sortKey, index, indexSortKey } = tableLayout;

const tableDefinition: Omit<ConstructorParameters<typeof CreateTableCommand>[0], "TableName"> = {
  BillingMode: "PAY_PER_REQUEST",
  AttributeDefinitions: [partitionKey, sortKey, indexSortKey].map((AttributeName) => ({
    AttributeName,
    AttributeType: "S",
  })),
  KeySchema: [
    { AttributeName: partitionKey, KeyType: "HASH" },
    { AttributeName: sortKey, KeyType: "RANGE" },
  ],
  LocalSecondaryIndexes: [
    {
      IndexName: index,
      KeySchema: [
        { AttributeName: partitionKey, KeyType: "HASH" },
        { AttributeName: indexSortKey, KeyType: "RANGE" },
      ],
      Projection: { ProjectionType: "KEYS_ONLY" },
    },
  ],
};

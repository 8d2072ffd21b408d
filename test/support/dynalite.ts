import { once } from "node:events";
import type { Server, ServerResponse } from "node:http";
import { CreateTableCommand, DescribeTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import pLimit from "p-limit";
import * as z from "zod";
import { type AwsPlace, awsClients } from "../../functions/adapters/aws/clients.ts";
import { tableLayout } from "../../functions/adapters/aws/dynamo-keys.ts";
import { DynamoTable } from "../../functions/adapters/aws/dynamo-table.ts";
import { anyCredentials, portOf } from "./loopback-aws.ts";

/** DynamoDB in this process, on loopback and in memory. */
export interface LocalDynamo {
  place: AwsPlace;
  endpoint: string;
  /** A table as a template defines it: the properties of an `AWS::DynamoDB::Table`. */
  makeTable(properties: unknown): Promise<void>;
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
  oneAtATime(server);
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
  const endpoint = `http://127.0.0.1:${portOf(server)}`;
  const place = { ...anyCredentials, endpoint };
  const clients = [awsClients(place).dynamoDB, awsClients(place).dynamoDB] as const;
  let tables = 0;
  return {
    place,
    endpoint,
    makeTable: (properties) => {
      const { TableName, ...definition } = templateTable.parse(properties);
      return makeTable(clients[0], TableName, definition);
    },
    async freshTables() {
      tables += 1;
      const name = `ledger-${tables}`;
      await makeTable(clients[0], name, ledgerDefinition);
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

/** dynalite writes an index before its table, and a query in between ends the process: DynamoDB's own is consistent. */
function oneAtATime(server: Server): void {
  const limit = pLimit(1);
  const handlers = server.listeners("request");
  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    const closed = once(response, "close");
    void limit(async () => {
      for (const handler of handlers) Reflect.apply(handler, server, [request, response]);
      await closed;
    });
  });
}

/** A table is there a moment after it was asked for; until then it is "not found". */
async function makeTable(client: DynamoDBClient, name: string, definition: TableDefinition): Promise<void> {
  await client.send(new CreateTableCommand({ TableName: name, ...definition }));
  const status = async () =>
    (await client.send(new DescribeTableCommand({ TableName: name }))).Table?.TableStatus;
  while ((await status()) !== "ACTIVE");
}

const { partitionKey, sortKey, index, indexSortKey } = tableLayout;

type TableDefinition = Omit<ConstructorParameters<typeof CreateTableCommand>[0], "TableName">;

const keySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(["HASH", "RANGE"]) }));

/** What a template may say of a table here. The last ones dynalite does not have: nothing expires, nothing is backed up. */
const templateTable = z
  .strictObject({
    TableName: z.string(),
    BillingMode: z.literal("PAY_PER_REQUEST"),
    AttributeDefinitions: z.array(
      z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(["S", "N", "B"]) }),
    ),
    KeySchema: keySchema,
    LocalSecondaryIndexes: z.array(
      z.strictObject({
        IndexName: z.string(),
        KeySchema: keySchema,
        Projection: z.strictObject({ ProjectionType: z.enum(["KEYS_ONLY", "ALL"]) }),
      }),
    ),
    TimeToLiveSpecification: z.unknown().optional(),
    PointInTimeRecoverySpecification: z.unknown().optional(),
    DeletionProtectionEnabled: z.unknown().optional(),
    Tags: z.unknown().optional(),
  })
  .transform(
    ({ TableName, BillingMode, AttributeDefinitions, KeySchema, LocalSecondaryIndexes }) =>
      ({ TableName, BillingMode, AttributeDefinitions, KeySchema, LocalSecondaryIndexes }) as const,
  );

const ledgerDefinition: TableDefinition = {
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

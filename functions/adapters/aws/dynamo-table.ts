import { randomUUID } from "node:crypto";
import {
  type AttributeValue,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import pLimit from "p-limit";
import { FeedloomError } from "../../core/errors.ts";
import { answered } from "./aws-fault.ts";
import { type Key, shownKey } from "./dynamo-keys.ts";

export type Item = Record<string, AttributeValue>;

/** What must be true of the stored item for a write to happen. Names are always given apart: some are reserved words. */
export interface Condition {
  expression: string;
  names: Record<string, string>;
  values?: Item;
}

export const isAbsent: Condition = { expression: "attribute_not_exists(#pk)", names: { "#pk": "pk" } };

/**
 * DynamoDB's limit for one BatchGetItem.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html (its text in the SDK, read 2026-11)
 */
const keysAtOnce = 100;
/** Ten thousand feeds are a hundred batches: one after the other they would take seconds. */
const batchesAtOnce = 8;

/** One DynamoDB table: single items, read consistently, written on a condition. No transactions. */
export class DynamoTable {
  readonly name: string;
  readonly #client: DynamoDBClient;

  constructor(client: DynamoDBClient, name: string) {
    this.#client = client;
    this.name = name;
  }

  async get(key: Key): Promise<Item | undefined> {
    const command = new GetItemCommand({ TableName: this.name, Key: key, ConsistentRead: true });
    return (await answered(`reading from ${this.name}`, this.#client.send(command))).Item;
  }

  /** The items that are there, in no order. */
  async getAll(keys: Key[]): Promise<Item[]> {
    const distinct = [...new Map(keys.map((key) => [`${key.pk.S}\n${key.sk.S}`, key])).values()];
    const found: Item[] = [];
    const batches = Array.from({ length: Math.ceil(distinct.length / keysAtOnce) }, (_, index) =>
      distinct.slice(index * keysAtOnce, (index + 1) * keysAtOnce),
    );
    const limit = pLimit(batchesAtOnce);
    for (const items of await Promise.all(batches.map((batch) => limit(() => this.#batch(batch)))))
      found.push(...items);
    return found;
  }

  /** An answer may leave keys out (16 MB in all, 1 MB of a partition, throttling) and then names them; each answer brings something, or fails. */
  async #batch(keys: Item[]): Promise<Item[]> {
    const what = `reading from ${this.name}`;
    const found: Item[] = [];
    let open = keys;
    while (open.length > 0) {
      const request = { RequestItems: { [this.name]: { Keys: open, ConsistentRead: true } } };
      const answer = await answered(what, this.#client.send(new BatchGetItemCommand(request)));
      found.push(...(answer.Responses?.[this.name] ?? []));
      const left = answer.UnprocessedKeys?.[this.name]?.Keys ?? [];
      if (left.length >= open.length)
        throw new FeedloomError("STORE_UNAVAILABLE", `${what} failed: throttled`);
      open = left;
    }
    return found;
  }

  /**
   * Writes a whole item if the condition holds.
   *
   * When the answer to a write is lost, the SDK sends it again, and the second finds the first's item in its way:
   * each write therefore carries a stamp by which it knows its own. Without it, of several callers none might be
   * told that it was the one. (The stamp is chance made here: it decides nothing but this.)
   *
   * @returns false when the condition does not hold; nothing was changed.
   */
  async put(key: Key, attributes: Item, condition?: Condition): Promise<boolean> {
    const stamp = randomUUID();
    const command = new PutItemCommand({
      TableName: this.name,
      Item: { ...key, ...attributes, stamp: { S: stamp } },
      ...(condition && conditional(condition)),
    });
    const sent = this.#client.send(command).then(
      () => true,
      async (error: unknown) => {
        if (error instanceof ConditionalCheckFailedException) {
          const isRepeated = (error.$metadata.attempts ?? 1) > 1;
          return isRepeated && (await this.get(key))?.stamp?.S === stamp;
        }
        throw error;
      },
    );
    return answered(`writing ${shownKey(key)} to ${this.name}`, sent);
  }

  /** @returns the whole item, as it is after the change. */
  async update(
    key: Key,
    change: Pick<
      UpdateItemCommandInput,
      "UpdateExpression" | "ExpressionAttributeNames" | "ExpressionAttributeValues"
    >,
  ): Promise<Item> {
    const command = new UpdateItemCommand({
      TableName: this.name,
      Key: key,
      ...change,
      ReturnValues: "ALL_NEW",
    });
    const answer = await answered(`writing ${shownKey(key)} to ${this.name}`, this.#client.send(command));
    return answer.Attributes ?? {};
  }

  /** Removes an item if the condition holds; harmless otherwise. */
  async remove(key: Key, condition: Condition): Promise<void> {
    const command = new DeleteItemCommand({ TableName: this.name, Key: key, ...conditional(condition) });
    const sent = this.#client.send(command).catch((error: unknown) => {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    });
    await answered(`removing ${shownKey(key)} from ${this.name}`, sent);
  }

  /** The answers to a query, page by page (1 MB each at most). */
  async *query(request: Omit<QueryCommandInput, "TableName">): AsyncGenerator<QueryCommandOutput> {
    let from: Item | undefined = request.ExclusiveStartKey;
    do {
      const command = new QueryCommand({
        ...request,
        TableName: this.name,
        ...(from && { ExclusiveStartKey: from }),
      });
      const page = await answered(`searching ${this.name}`, this.#client.send(command));
      yield page;
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
  }
}

function conditional({ expression, names, values }: Condition) {
  return {
    ConditionExpression: expression,
    ExpressionAttributeNames: names,
    ...(values && { ExpressionAttributeValues: values }),
  };
}

import * as z from "zod";
import { tableLayout } from "../../functions/adapters/aws/dynamo-keys.ts";

/** What DynamoDB charges for, on demand: a read of up to 4 KB, strongly consistent; a write of up to 1 KB. */
export interface Units {
  read: number;
  write: number;
}

const attribute = z.looseObject({ S: z.string().optional(), N: z.string().optional() });
const item = z.record(z.string(), attribute);
const answerSchema = z.looseObject({
  Item: item.optional(),
  Items: z.array(item).optional(),
  Responses: z.record(z.string(), z.array(item)).optional(),
});
const putSchema = z.looseObject({ Item: item });
const keySchema = z.looseObject({ Key: item });
const batchSchema = z.looseObject({
  RequestItems: z.record(z.string(), z.looseObject({ Keys: z.array(item) })),
});
type Item = z.output<typeof item>;

/**
 * Counts the units of every call to the ledger's table. All calls to the table must be told, from the first on: what a
 * write costs in the index depends on where the item stood before.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html (read 2026-11)
 */
export class DynamoUnits {
  /** Where each item stands in the index. */
  readonly #places = new Map<string, string>();

  /** @param command - as the SDK calls it: `PutItem`. */
  unitsOf(command: string, input: unknown, output: unknown): Units {
    switch (command) {
      case "GetItem":
        return { read: readUnits(answerSchema.parse(output).Item), write: 0 };
      case "BatchGetItem": {
        const asked = Object.values(batchSchema.parse(input).RequestItems).flatMap(({ Keys }) => Keys).length;
        const found = Object.values(answerSchema.parse(output).Responses ?? {}).flat();
        // A key without an item is charged like a small one.
        return { read: asked - found.length + sum(found.map(readUnits)), write: 0 };
      }
      case "Query": {
        const found = answerSchema.parse(output).Items ?? [];
        // The index's entries together, at least one unit; then each item that the table adds.
        return {
          read: Math.max(1, Math.ceil((found.length * 200) / 4096)) + sum(found.map(readUnits)),
          write: 0,
        };
      }
      case "PutItem": {
        const { Item: put } = putSchema.parse(input);
        return { read: 0, write: Math.max(1, Math.ceil(sizeOf(put) / 1024)) + this.#inIndex(put) };
      }
      case "UpdateItem":
      case "DeleteItem":
        keySchema.parse(input);
        return { read: 0, write: 1 };
      default:
        throw new Error(`what ${command} costs is not known here`);
    }
  }

  /** Its keys only are in the index: written when it comes, and taken away and written again when its place changes. */
  #inIndex(put: Item): number {
    const key = `${put[tableLayout.partitionKey]?.S}\n${put[tableLayout.sortKey]?.S}`;
    const place = put[tableLayout.indexSortKey]?.S;
    const former = this.#places.get(key);
    if (place === undefined) return 0;
    this.#places.set(key, place);
    if (former === undefined) return 1;
    return former === place ? 0 : 2;
  }
}

function readUnits(found: Item | undefined): number {
  return found === undefined ? 1 : Math.max(1, Math.ceil(sizeOf(found) / 4096));
}

/** As DynamoDB counts: names and values in UTF-8; of a number about a byte for two digits. */
function sizeOf(whole: Item): number {
  const sizes = Object.entries(whole).map(([name, { S, N, ...rest }]) => {
    const value = S ?? (Object.keys(rest).length > 0 ? JSON.stringify(rest) : "");
    return (
      Buffer.byteLength(name) + Buffer.byteLength(value) + (N === undefined ? 0 : Math.ceil(N.length / 2) + 1)
    );
  });
  return sum(sizes);
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

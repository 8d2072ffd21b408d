import type { StateStore } from "../../ports/state-store.ts";
import { onceKey } from "./dynamo-keys.ts";
import type { DynamoTable } from "./dynamo-table.ts";

/**
 * Used one-time values in the ledger's table. DynamoDB deletes them by `ttl`, within days of its passing and not at
 * it, so `until` is what counts here.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html (read 2026-11)
 */
export class DynamoStateStore implements StateStore {
  readonly #table: DynamoTable;

  constructor(table: DynamoTable) {
    this.#table = table;
  }

  async useOnce(value: string, until: Date, now: Date): Promise<boolean> {
    if (until <= now) return false;
    const attributes = {
      until: { S: until.toISOString() },
      ttl: { N: String(Math.ceil(until.getTime() / 1000)) },
    };
    return this.#table.put(onceKey(value), attributes, {
      expression: "attribute_not_exists(#pk) OR #until <= :now",
      names: { "#pk": "pk", "#until": "until" },
      values: { ":now": { S: now.toISOString() } },
    });
  }
}

import { createHash } from "node:crypto";
import type { StateStore } from "../../ports/state-store.ts";
import type { SqliteStore } from "./sqlite-store.ts";

/** Used one-time values in a SQLite file; those whose time is over are swept out at every use. */
export class SqliteStateStore implements StateStore {
  readonly #store: SqliteStore;

  constructor(store: SqliteStore) {
    this.#store = store;
  }

  async useOnce(value: string, until: Date, now: Date): Promise<boolean> {
    if (until <= now) return false;
    await this.#store.write("DELETE FROM used_values WHERE until <= ?", now.toISOString());
    const changes = await this.#store.write(
      "INSERT INTO used_values (value, until) VALUES (?, ?) ON CONFLICT DO NOTHING",
      // Its hash: what opens a door once is not to be read in a ledger.
      createHash("sha256").update(value).digest("hex"),
      until.toISOString(),
    );
    return changes === 1;
  }
}

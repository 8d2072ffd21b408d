import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { openDataFolder } from "../../bin/local/data-folder.ts";
import { withLedger } from "../../bin/local/ledger-place.ts";
import { SqliteLedger } from "../../functions/adapters/local/sqlite-ledger.ts";
import { SqliteStore } from "../../functions/adapters/local/sqlite-store.ts";
import { aFolder } from "../support/a-command.ts";
import { addPosts } from "../support/a-data-folder.ts";
import { lives } from "../support/ledger-records.ts";

const look = (data: string) =>
  withLedger({ data, live: false, deployed: false }, {}, ({ ledger }) => ledger.tally("bronzfronz"), "read");

it("a look at a ledger changes neither its bytes nor its rights", async () => {
  const data = aFolder();
  const file = join(data, "feedloom.db");
  const store = new SqliteStore(file);
  await addPosts(new SqliteLedger(store), [["one", lives.published]]);
  store.close();
  chmodSync(file, 0o640);
  const before = readFileSync(file);
  expect(await look(data)).toMatchObject({ published: 1 });
  expect([readFileSync(file).equals(before), statSync(file).mode & 0o777]).toEqual([true, 0o640]);
});

it("a look goes on beside a writer, and sees what stands in its log", async () => {
  const data = aFolder();
  const store = new SqliteStore(join(data, "feedloom.db"));
  onTestFinished(() => store.close());
  const ledger = new SqliteLedger(store);
  await addPosts(ledger, [["one", lives.published]]);
  await store.write("BEGIN IMMEDIATE");
  expect(await look(data)).toMatchObject({ published: 1 });
  await store.write("ROLLBACK");
});

it("a store that was opened to be read refuses to write", async () => {
  const file = join(aFolder(), "feedloom.db");
  new SqliteStore(file).close();
  const store = new SqliteStore(file, { readOnly: true });
  onTestFinished(() => store.close());
  await expect(
    new SqliteLedger(store).writeAccount({ account: "a", state: "connected", changedAt: new Date(0) }),
  ).rejects.toMatchObject({ code: "STORE_UNAVAILABLE", message: expect.stringContaining("is read-only") });
});

it("a data folder that cannot be written to says so, and suggests no second one", () => {
  const data = aFolder();
  // What a lock stands in for a folder that may not be written, also for root: a file of its name cannot be opened.
  writeFileSync(join(data, "lock.db"), "no database");
  const open = () => openDataFolder(data, "the sandbox");
  expect(open).toThrow(/cannot be written to: /);
  expect(open).not.toThrow(/--data/);
  expect(readdirSync(data)).toEqual(["lock.db"]);
});

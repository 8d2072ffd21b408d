import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { postItem } from "../../functions/adapters/aws/dynamo-items.ts";
import { accountKey, feedKey, postKey } from "../../functions/adapters/aws/dynamo-keys.ts";
import { DynamoLedger } from "../../functions/adapters/aws/dynamo-ledger.ts";
import { SqliteLedger } from "../../functions/adapters/local/sqlite-ledger.ts";
import { SqliteStore } from "../../functions/adapters/local/sqlite-store.ts";
import type { UnreadableRecord } from "../../functions/core/unreadable-record.ts";
import { type LocalDynamo, startDynalite } from "../support/dynalite.ts";
import { aFeed, anAccount, aPost } from "../support/ledger-records.ts";

let dynamo: LocalDynamo;
beforeAll(async () => {
  dynamo = await startDynalite();
});
afterAll(() => dynamo.close());

const feed = "https://blog.example/feed.xml?token=abc";
const post = aPost({ id: "first", orderKey: "2026-11-20T11:00:00.000Z#000001" });

/** A ledger whose only feed, account and first post hold this text. */
const stores = {
  SQLite: async (text: string, tell: (record: UnreadableRecord) => void) => {
    const store = new SqliteStore(":memory:");
    const ledger = await filled(new SqliteLedger(store, tell));
    await store.write("UPDATE feeds SET record = ? WHERE feed = ?", text, feed);
    await store.write("UPDATE accounts SET record = ?", text);
    await store.write("UPDATE posts SET record = ? WHERE id = 'first'", text);
    return ledger;
  },
  DynamoDB: async (text: string, tell: (record: UnreadableRecord) => void) => {
    const [table] = await dynamo.freshTables();
    const ledger = await filled(new DynamoLedger(table, tell));
    const record = { S: text };
    await table.put(feedKey(feed), { record });
    await table.put(accountKey(post.account), { record });
    await table.put(postKey(post.account, post.id), { ...postItem(post), record });
    return ledger;
  },
};

async function filled<Filled extends SqliteLedger | DynamoLedger>(ledger: Filled): Promise<Filled> {
  await ledger.writeFeed(aFeed({ feed }));
  await ledger.writeFeed(aFeed({ feed: "https://other.example/feed.xml" }));
  await ledger.writeAccount(anAccount());
  await ledger.addPost(post);
  for (const id of ["second", "third"])
    await ledger.addPost(aPost({ id, orderKey: "2026-11-20T11:00:00.000Z#000002" }));
  return ledger;
}

describe.each(Object.entries(stores))("a record in %s that cannot be read", (_, make) => {
  it.each(["", "{", '"text"', '{"version":1,"life":{"state":"flying"}}', "null"])(
    "is named and passed over, and all others are read: %j",
    async (text) => {
      const told: UnreadableRecord[] = [];
      const ledger = await make(text, (record) => told.push(record));
      const ids = async (limit: number) =>
        (await ledger.posts(post.account, "open", { limit })).map(({ id }) => id);
      expect(await ids(1)).toEqual(["second"]);
      expect(await ids(2)).toEqual(["second", "third"]);
      expect(await ids(9)).toEqual(["second", "third"]);
      const polling = await ledger.readPolling([feed, "https://other.example/feed.xml"]);
      expect([...polling.records.keys()]).toEqual(["https://other.example/feed.xml"]);
      expect(polling.unreadable?.get(feed)).toMatchObject({ kind: "feed" });
      await expect(ledger.readAccount(post.account)).rejects.toMatchObject({
        code: "RECORD_UNREADABLE",
        message: expect.stringMatching(/the record of the account bronzfronz cannot be read \(.+\)/),
      });
      await expect(ledger.readPost(post.account, "first")).rejects.toMatchObject({
        code: "RECORD_UNREADABLE",
        message: expect.stringMatching(/the record of the post bronzfronz\/first cannot be read/),
      });
      expect(told.map(({ kind, key }) => `${kind} ${key}`)).toEqual(
        expect.arrayContaining(["post bronzfronz/first", "account bronzfronz"]),
      );
      expect(new Set(told).size).toBe(told.length);
      expect(JSON.stringify(told)).not.toContain("abc");
      expect(ledger.unreadable()).toEqual(told);
    },
  );
});

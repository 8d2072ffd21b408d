import * as z from "zod";
import { type AccountRecord, accountRecordSchema } from "../../core/account-record.ts";
import { type EntryMark, markFactsSchema } from "../../core/entry-mark.ts";
import { type FeedRecord, feedRecordSchema } from "../../core/feed-record.ts";
import { latestLease } from "../../core/moment.ts";
import { type PollRound, pollRoundSchema } from "../../core/poll-round.ts";
import { type Post, postSchema, type Shelf, shelfOf, shelves } from "../../core/post.ts";
import { shownAddress } from "../../core/shown-address.ts";
import { storedDate } from "../../core/stored-date.ts";
import { RecordReader, type UnreadableRecord } from "../../core/unreadable-record.ts";
import type { Ledger, Polling, PostsOptions } from "../../ports/ledger.ts";
import type { SqliteStore } from "./sqlite-store.ts";

const recordRow = z.object({ record: z.string() });
const feedRow = z.object({ feed: z.string(), record: z.string() });
const postRow = z.object({ id: z.string(), record: z.string() });
const markRow = z.object({ entry_key: z.string(), seen_at: storedDate, facts: z.string().nullable() });
const nameRow = z.object({ name: z.string() });
const sizeRow = z.object({ feeds: z.int(), entries: z.int(), posts: z.int() });
/** How many records of each kind there are. None is ever removed, so that these figures only grow. */
export type LedgerSize = z.output<typeof sizeRow>;
const countRow = z.object({ shelf: z.enum(shelves).or(z.undefined()).catch(undefined), count: z.int() });

/** The ledger in a SQLite file. Text is ordered by its UTF-8 bytes, as DynamoDB does. */
export class SqliteLedger implements Ledger {
  readonly #store: SqliteStore;

  readonly #reader: RecordReader;

  /** @param tell - hears of each record that cannot be read, once. */
  constructor(store: SqliteStore, tell?: (record: UnreadableRecord) => void) {
    this.#store = store;
    this.#reader = new RecordReader(tell);
  }

  /** Records that were come across and cannot be read. */
  unreadable(): UnreadableRecord[] {
    return this.#reader.unreadable;
  }

  /** The accounts and feeds that anything is known of, in the order of their text: for who looks at a file, and has no configuration. */
  known(): { accounts: string[]; feeds: string[] } {
    const names = (sql: string) => this.#store.rows(nameRow, sql).map(({ name }) => name);
    return {
      accounts: names(
        "SELECT account AS name FROM accounts UNION SELECT account FROM posts GROUP BY account ORDER BY name",
      ),
      feeds: names("SELECT feed AS name FROM feeds ORDER BY name"),
    };
  }

  size(): LedgerSize {
    const count = (table: string) => `(SELECT count(*) FROM ${table}) AS ${table}`;
    const [size] = this.#store.rows(
      sizeRow,
      `SELECT ${count("feeds")}, ${count("entries")}, ${count("posts")}`,
    );
    return size ?? { feeds: 0, entries: 0, posts: 0 };
  }

  async readFeeds(feeds: string[]): Promise<Map<string, FeedRecord>> {
    return (await this.#feeds(feeds)).records;
  }

  async #feeds(
    feeds: string[],
  ): Promise<{ records: Map<string, FeedRecord>; unreadable?: Map<string, UnreadableRecord> }> {
    // A list as one JSON value: a statement takes a limited number of values, and stays the same for any length.
    const rows = this.#store.rows(
      feedRow,
      "SELECT feed, record FROM feeds WHERE feed IN (SELECT value FROM json_each(?))",
      JSON.stringify(feeds),
    );
    const records = new Map<string, FeedRecord>();
    const unreadable = new Map<string, UnreadableRecord>();
    for (const { feed, record: text } of rows) {
      const read = this.#reader.read({ kind: "feed", key: shownAddress(feed) }, feedRecordSchema, text);
      if (read.unreadable === undefined) records.set(feed, read.record);
      else unreadable.set(feed, read.unreadable);
    }
    return { records, ...(unreadable.size > 0 && { unreadable }) };
  }

  async readPolling(feeds: string[]): Promise<Polling> {
    const found = await this.#feeds(feeds);
    const [row] = this.#store.rows(recordRow, "SELECT record FROM poller");
    const place = { kind: "poller", key: "round" } as const;
    const round = row && this.#reader.read(place, pollRoundSchema, row.record).record;
    return { ...found, ...(round && { round }) };
  }

  async writeRound(round: PollRound): Promise<void> {
    await this.#store.write(
      "INSERT INTO poller (id, record) VALUES (1, ?) ON CONFLICT DO UPDATE SET record = excluded.record",
      JSON.stringify(pollRoundSchema.encode(round)),
    );
  }

  async writeFeed(record: FeedRecord): Promise<boolean> {
    const stored = { ...record, version: record.version + 1 };
    const json = JSON.stringify(feedRecordSchema.encode(stored));
    const changes =
      record.version === 0
        ? await this.#store.write(
            "INSERT INTO feeds (feed, version, record) VALUES (?, 1, ?) ON CONFLICT DO NOTHING",
            record.feed,
            json,
          )
        : await this.#store.write(
            "UPDATE feeds SET version = ?, record = ? WHERE feed = ? AND version = ?",
            stored.version,
            json,
            record.feed,
            record.version,
          );
    return changes === 1;
  }

  async knownEntries(feed: string, keys: string[]): Promise<Map<string, EntryMark>> {
    const rows = this.#store.rows(
      markRow,
      "SELECT entry_key, seen_at, facts FROM entries WHERE feed = ? AND entry_key IN (SELECT value FROM json_each(?))",
      feed,
      JSON.stringify(keys),
    );
    return new Map(
      rows.map(({ entry_key, seen_at, facts }) => {
        // A mark stands, whatever can be read of what stands beside it.
        const place = { kind: "entry", key: `${shownAddress(feed)} ${entry_key}` } as const;
        const known = facts === null ? {} : (this.#reader.read(place, markFactsSchema, facts).record ?? {});
        return [entry_key, { ...known, seenAt: seen_at }];
      }),
    );
  }

  async markEntry(feed: string, entryKey: string, mark: EntryMark): Promise<EntryMark> {
    const { seenAt, ...facts } = mark;
    const changes = await this.#store.write(
      `INSERT INTO entries (feed, entry_key, seen_at, facts) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET facts = excluded.facts WHERE entries.facts IS NULL`,
      feed,
      entryKey,
      seenAt.toISOString(),
      Object.keys(facts).length === 0 ? null : JSON.stringify(markFactsSchema.encode(facts)),
    );
    const standing = changes === 1 ? undefined : (await this.knownEntries(feed, [entryKey])).get(entryKey);
    return standing ?? mark;
  }

  async addPost(post: Post): Promise<boolean> {
    const changes = await this.#store.write(
      `INSERT INTO posts (account, id, shelf, order_key, version, record) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
      post.account,
      post.id,
      shelfOf(post.life),
      post.orderKey,
      post.version,
      JSON.stringify(postSchema.encode(post)),
    );
    return changes === 1;
  }

  async readPost(account: string, id: string): Promise<Post | undefined> {
    const [row] = this.#store.rows(
      recordRow,
      "SELECT record FROM posts WHERE account = ? AND id = ?",
      account,
      id,
    );
    return row && this.#reader.readOne({ kind: "post", key: `${account}/${id}` }, postSchema, row.record);
  }

  async replacePost(post: Post): Promise<boolean> {
    const changes = await this.#store.write(
      `UPDATE posts SET shelf = ?, order_key = ?, version = ?, record = ?
       WHERE account = ? AND id = ? AND version = ?`,
      shelfOf(post.life),
      post.orderKey,
      post.version,
      JSON.stringify(postSchema.encode(post)),
      post.account,
      post.id,
      post.version - 1,
    );
    return changes === 1;
  }

  async posts(account: string, shelf: Shelf, options: PostsOptions): Promise<Post[]> {
    const { after, newestFirst = false } = options;
    const behind = after === undefined ? "" : `AND (order_key, id) ${newestFirst ? "<" : ">"} (?, ?)`;
    const place = after === undefined ? [] : [after.orderKey, after.id];
    const order = newestFirst ? "order_key DESC, id DESC" : "order_key, id";
    let passedOver = 0;
    for (;;) {
      const limit = options.limit + passedOver;
      const rows = this.#store.rows(
        postRow,
        `SELECT id, record FROM posts WHERE account = ? AND shelf = ? ${behind} ORDER BY ${order} LIMIT ?`,
        account,
        shelf,
        ...place,
        limit,
      );
      const posts = rows.flatMap(({ id, record }) => {
        const place = { kind: "post", key: `${account}/${id}` } as const;
        return this.#reader.read(place, postSchema, record).record ?? [];
      });
      if (rows.length < limit || posts.length >= options.limit) return posts;
      passedOver = rows.length - posts.length;
    }
  }

  async tally(account: string): Promise<Record<Shelf, number>> {
    const counts: Record<Shelf, number> = {
      open: 0,
      reconnect: 0,
      held: 0,
      failed: 0,
      published: 0,
      skipped: 0,
    };
    const rows = this.#store.rows(
      countRow,
      "SELECT shelf, count(*) AS count FROM posts WHERE account = ? GROUP BY shelf",
      account,
    );
    for (const { shelf, count } of rows) if (shelf !== undefined) counts[shelf] = count;
    return counts;
  }

  async takeLease(account: string, holder: string, now: Date, until: Date): Promise<boolean> {
    const changes = await this.#store.write(
      `INSERT INTO leases (account, holder, until) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET holder = excluded.holder, until = excluded.until
       WHERE leases.holder = excluded.holder OR leases.until <= ? OR leases.until > ?`,
      account,
      holder,
      until.toISOString(),
      now.toISOString(),
      latestLease(now, until).toISOString(),
    );
    return changes === 1;
  }

  async returnLease(account: string, holder: string): Promise<void> {
    await this.#store.write("DELETE FROM leases WHERE account = ? AND holder = ?", account, holder);
  }

  async readAccount(account: string): Promise<AccountRecord | undefined> {
    const [row] = this.#store.rows(recordRow, "SELECT record FROM accounts WHERE account = ?", account);
    return row && this.#reader.readOne({ kind: "account", key: account }, accountRecordSchema, row.record);
  }

  async writeAccount(record: AccountRecord): Promise<void> {
    await this.#store.write(
      "INSERT INTO accounts (account, record) VALUES (?, ?) ON CONFLICT DO UPDATE SET record = excluded.record",
      record.account,
      JSON.stringify(accountRecordSchema.encode(record)),
    );
  }

  async settle(): Promise<void> {
    this.#store.settle();
  }
}

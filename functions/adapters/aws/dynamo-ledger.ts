import { type AccountRecord, accountRecordSchema } from "../../core/account-record.ts";
import type { EntryMark } from "../../core/entry-mark.ts";
import { type FeedRecord, feedRecordSchema } from "../../core/feed-record.ts";
import { latestLease } from "../../core/moment.ts";
import { type PollRound, pollRoundSchema } from "../../core/poll-round.ts";
import { type Post, postSchema, type Shelf, shelves } from "../../core/post.ts";
import { shownAddress } from "../../core/shown-address.ts";
import { RecordReader, type UnreadableRecord } from "../../core/unreadable-record.ts";
import type { Ledger, Polling, PostsOptions } from "../../ports/ledger.ts";
import {
  accountItem,
  entryOf,
  factsValue,
  feedItem,
  hasVersion,
  markOf,
  nameIn,
  postItem,
  roundItem,
  textOf,
} from "./dynamo-items.ts";
import {
  accountKey,
  entryKey,
  feedKey,
  leaseKey,
  placeOn,
  postKey,
  roundKey,
  shelfPrefix,
  tableLayout,
} from "./dynamo-keys.ts";
import { type DynamoTable, type Item, isAbsent } from "./dynamo-table.ts";

/** The ledger in one DynamoDB table; `dynamo-keys.ts` shows how it is laid out. */
export class DynamoLedger implements Ledger {
  readonly #table: DynamoTable;

  readonly #reader: RecordReader;

  /** @param tell - hears of each record that cannot be read, once. */
  constructor(table: DynamoTable, tell?: (record: UnreadableRecord) => void) {
    this.#table = table;
    this.#reader = new RecordReader(tell);
  }

  /** Records that were come across and cannot be read. */
  unreadable(): UnreadableRecord[] {
    return this.#reader.unreadable;
  }

  async readFeeds(feeds: string[]): Promise<Map<string, FeedRecord>> {
    return this.#byFeed(await this.#table.getAll(feeds.map(feedKey))).records;
  }

  async readPolling(feeds: string[]): Promise<Polling> {
    const items = await this.#table.getAll([roundKey, ...feeds.map(feedKey)]);
    const isRound = (item: Item) => item.pk?.S === roundKey.pk.S;
    const found = items.find(isRound);
    const place = { kind: "poller", key: "round" } as const;
    const round = found && this.#reader.read(place, pollRoundSchema, textOf(found)).record;
    return { ...this.#byFeed(items.filter((item) => !isRound(item))), ...(round && { round }) };
  }

  #byFeed(items: Item[]): { records: Map<string, FeedRecord>; unreadable?: Map<string, UnreadableRecord> } {
    const records = new Map<string, FeedRecord>();
    const unreadable = new Map<string, UnreadableRecord>();
    for (const item of items) {
      const feed = nameIn(item, "pk");
      const read = this.#reader.read(
        { kind: "feed", key: shownAddress(feed) },
        feedRecordSchema,
        textOf(item),
      );
      if (read.unreadable === undefined) records.set(feed, read.record);
      else unreadable.set(feed, read.unreadable);
    }
    return { records, ...(unreadable.size > 0 && { unreadable }) };
  }

  async writeRound(round: PollRound): Promise<void> {
    await this.#table.put(roundKey, roundItem(round));
  }

  async writeFeed(record: FeedRecord): Promise<boolean> {
    const { feed, version } = record;
    const condition = version === 0 ? isAbsent : hasVersion(version);
    return this.#table.put(feedKey(feed), feedItem({ ...record, version: version + 1 }), condition);
  }

  async knownEntries(feed: string, keys: string[]): Promise<Map<string, EntryMark>> {
    const items = await this.#table.getAll(keys.map((key) => entryKey(feed, key)));
    return new Map(items.map((item) => [entryOf(item), markOf(item)]));
  }

  async markEntry(feed: string, entry: string, mark: EntryMark): Promise<EntryMark> {
    const facts = factsValue(mark);
    const standing = await this.#table.update(entryKey(feed, entry), {
      UpdateExpression: `SET #seenAt = if_not_exists(#seenAt, :seenAt)${
        facts === undefined ? "" : ", #facts = if_not_exists(#facts, :facts)"
      }`,
      ExpressionAttributeNames: { "#seenAt": "seenAt", ...(facts && { "#facts": "facts" }) },
      ExpressionAttributeValues: {
        ":seenAt": { S: mark.seenAt.toISOString() },
        ...(facts && { ":facts": facts }),
      },
    });
    return markOf(standing);
  }

  async addPost(post: Post): Promise<boolean> {
    return this.#table.put(postKey(post.account, post.id), postItem(post), isAbsent);
  }

  async readPost(account: string, id: string): Promise<Post | undefined> {
    const item = await this.#table.get(postKey(account, id));
    return item && this.#reader.readOne({ kind: "post", key: `${account}/${id}` }, postSchema, textOf(item));
  }

  async replacePost(post: Post): Promise<boolean> {
    return this.#table.put(postKey(post.account, post.id), postItem(post), hasVersion(post.version - 1));
  }

  async posts(account: string, shelf: Shelf, options: PostsOptions): Promise<Post[]> {
    const found: Post[] = [];
    if (options.limit < 1) return found;
    const { after } = options;
    const pages = this.#table.query({
      ...onShelf(account, shelf),
      ...(after && {
        ExclusiveStartKey: { ...postKey(account, after.id), place: { S: placeOn(shelf, after) } },
      }),
      // The index has the keys; the table adds the rest in the same answer.
      Select: "ALL_ATTRIBUTES",
      ScanIndexForward: options.newestFirst !== true,
      Limit: options.limit,
    });
    for await (const page of pages) {
      for (const item of page.Items ?? []) {
        const place = { kind: "post", key: `${account}/${nameIn(item, "sk")}` } as const;
        const { record } = this.#reader.read(place, postSchema, textOf(item));
        if (record !== undefined) found.push(record);
      }
      if (found.length >= options.limit) break;
    }
    return found.slice(0, options.limit);
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
    const count = async (shelf: Shelf) => {
      counts[shelf] = await this.#count(account, shelf);
    };
    await Promise.all(shelves.map(count));
    return counts;
  }

  async #count(account: string, shelf: Shelf): Promise<number> {
    let count = 0;
    for await (const page of this.#table.query({ ...onShelf(account, shelf), Select: "COUNT" })) {
      count += page.Count ?? 0;
    }
    return count;
  }

  async takeLease(account: string, holder: string, now: Date, until: Date): Promise<boolean> {
    const lease = { holder: { S: holder }, until: { S: until.toISOString() } };
    return this.#table.put(leaseKey(account), lease, {
      expression: "attribute_not_exists(#pk) OR #holder = :holder OR #until <= :now OR #until > :latest",
      names: { "#pk": "pk", "#holder": "holder", "#until": "until" },
      values: {
        ":holder": lease.holder,
        ":now": { S: now.toISOString() },
        ":latest": { S: latestLease(now, until).toISOString() },
      },
    });
  }

  async returnLease(account: string, holder: string): Promise<void> {
    await this.#table.remove(leaseKey(account), {
      expression: "#holder = :holder",
      names: { "#holder": "holder" },
      values: { ":holder": { S: holder } },
    });
  }

  async readAccount(account: string): Promise<AccountRecord | undefined> {
    const item = await this.#table.get(accountKey(account));
    return item && this.#reader.readOne({ kind: "account", key: account }, accountRecordSchema, textOf(item));
  }

  async writeAccount(record: AccountRecord): Promise<void> {
    await this.#table.put(accountKey(record.account), accountItem(record));
  }

  /** The table keeps nothing of an item that was replaced; of its backups, only their age disposes. */
  async settle(): Promise<void> {}
}

function onShelf(account: string, shelf: Shelf) {
  return {
    IndexName: tableLayout.index,
    ConsistentRead: true,
    KeyConditionExpression: "#pk = :pk AND begins_with(#place, :shelf)",
    ExpressionAttributeNames: { "#pk": tableLayout.partitionKey, "#place": tableLayout.indexSortKey },
    ExpressionAttributeValues: { ":pk": accountKey(account).pk, ":shelf": { S: shelfPrefix(shelf) } },
  };
}

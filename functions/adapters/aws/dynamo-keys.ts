import { createHash } from "node:crypto";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { type Post, type Shelf, shelfOf } from "../../core/post.ts";
import { shownAddress } from "../../core/shown-address.ts";

/**
 * How the one table is laid out. The stack makes it by the same names (`lib/ledger.ts`; a test compares them).
 *
 * | pk                  | sk            | what                     | attributes besides              |
 * |---------------------|---------------|--------------------------|---------------------------------|
 * | `feed#<address>`    | `record`      | a feed's record          | record, version                 |
 * | `feed#<address>`    | `entry#<key>` | the mark of an entry     | seenAt, facts                   |
 * | `feed#@<name>`      | `entry#<key>` | that an account has it   | seenAt, facts                   |
 * | `poller`            | `round`       | how far the poller came  | record                          |
 * | `account#<name>`    | `record`      | an account's record      | record                          |
 * | `account#<name>`    | `lease`       | who drains the account   | holder, until                   |
 * | `account#<name>`    | `post#<id>`   | a post                   | record, version, place          |
 * | `once#<hash>`       | `used`        | a used one-time value    | until, ttl                      |
 *
 * The index holds posts only, since nothing else has `place`, and of them only the keys. So a post costs a write to
 * it when it is added and when it changes shelf, not with every step, and counting reads some 200 bytes a post. It is a
 * local one, since only those can be read consistently: the order in which posts go out rests on seeing all of them.
 * Its price is that all items with one pk are at most 10 GB, some millions of posts of one account.
 *
 * DynamoDB's limits: pk 2,048 bytes, sk 1,024, an item 400 KB. A post's entry is bounded by core to a few KB; should
 * a record be too large all the same, it is refused as a whole (`STORE_UNAVAILABLE`, naming it) and nothing is written.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
export const tableLayout = {
  partitionKey: "pk",
  sortKey: "sk",
  index: "posts-by-shelf",
  indexSortKey: "place",
  timeToLive: "ttl",
} as const;

export type Key = Record<"pk" | "sk", AttributeValue.SMember>;

const key = (pk: string, sk: string): Key => ({ pk: { S: pk }, sk: { S: sk } });

export const feedKey = (feed: string) => key(`feed#${feed}`, "record");
export const entryKey = (feed: string, entry: string) => key(`feed#${feed}`, `${entryPrefix}${entry}`);
export const roundKey = key("poller", "round");
export const accountKey = (account: string) => key(`account#${account}`, "record");
export const leaseKey = (account: string) => key(`account#${account}`, "lease");
export const postKey = (account: string, id: string) => key(`account#${account}`, `post#${id}`);
/** Its hash: what opens a door once is not to be read in a ledger, nor in an error that names the key. */
export const onceKey = (value: string) =>
  key(`once#${createHash("sha256").update(value).digest("hex")}`, "used");

/** A key for people: without what opens a private feed. */
export const shownKey = ({ pk, sk }: Key) =>
  `${pk.S.replace(/^(feed#)(.*)$/s, (_, kind: string, feed: string) => kind + shownAddress(feed))} ${sk.S}`;

export const entryPrefix = "entry#";

/** With what the place of every post on a shelf begins. */
export const shelfPrefix = (shelf: Shelf) => `${shelf}#`;

/**
 * A post's place among its account's. The blank is lower than any character of an order key, so that the id only
 * decides between posts whose order keys are the same.
 */
export const placeOf = (post: Post) => placeOn(shelfOf(post.life), post);
export const placeOn = (shelf: Shelf, post: Pick<Post, "orderKey" | "id">) =>
  `${shelfPrefix(shelf)}${post.orderKey} ${post.id}`;

import * as z from "zod";
import { type AccountRecord, accountRecordSchema } from "../../core/account-record.ts";
import { type EntryMark, markFactsSchema } from "../../core/entry-mark.ts";
import { type FeedRecord, feedRecordSchema } from "../../core/feed-record.ts";
import { type PollRound, pollRoundSchema } from "../../core/poll-round.ts";
import { type Post, postSchema } from "../../core/post.ts";
import { storedDate } from "../../core/stored-date.ts";
import { understood } from "./aws-fault.ts";
import { entryPrefix, placeOf } from "./dynamo-keys.ts";
import type { Condition, Item } from "./dynamo-table.ts";

const recordItem = z.object({ record: z.object({ S: z.string() }) });
const markItem = z.object({
  seenAt: z.object({ S: storedDate }),
  facts: z.object({ S: z.string() }).exactOptional(),
});
const keyItem = z.object({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) });

/**
 * A record stands in its item as the JSON of its schema in `core`, so that one schema says what every store holds.
 *
 * @returns undefined for an item of another shape.
 */
export const textOf = (item: Item): string | undefined => recordItem.safeParse(item).data?.record.S;

/** The name of what an item is about: what stands behind the first `#` of one of its keys. */
export const nameIn = (item: Item, attribute: "pk" | "sk"): string =>
  understood("reading the ledger", () => keyItem.parse(item))[attribute].S.replace(/^[^#]*#/, "");

const json = (value: unknown) => ({ S: JSON.stringify(value) });
const number = (value: number) => ({ N: String(value) });

export const feedItem = (record: FeedRecord): Item => ({
  record: json(feedRecordSchema.encode(record)),
  version: number(record.version),
});

export const roundItem = (round: PollRound): Item => ({ record: json(pollRoundSchema.encode(round)) });

export const accountItem = (record: AccountRecord): Item => ({
  record: json(accountRecordSchema.encode(record)),
});

export const postItem = (post: Post): Item => ({
  record: json(postSchema.encode(post)),
  version: number(post.version),
  place: { S: placeOf(post) },
});

/** The entry whose mark an item is. */
export const entryOf = (item: Item): string =>
  understood("reading the ledger", () => keyItem.parse(item)).sk.S.slice(entryPrefix.length);

/** What is kept of an entry's mark. */
export const markOf = (item: Item): EntryMark =>
  understood("reading the ledger", () => {
    const { seenAt, facts } = markItem.parse(item);
    return { ...(facts && markFactsSchema.parse(JSON.parse(facts.S))), seenAt: seenAt.S };
  });

/** What stands beside a mark, as it is stored; nothing where there is nothing. */
export function factsValue({ seenAt: _, ...facts }: EntryMark): { S: string } | undefined {
  return Object.keys(facts).length === 0 ? undefined : json(markFactsSchema.encode(facts));
}

/** Holds while the stored record has this version. */
export const hasVersion = (version: number): Condition => ({
  expression: "#version = :version",
  names: { "#version": "version" },
  values: { ":version": number(version) },
});

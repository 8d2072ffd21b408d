import type { ParsedFeed } from "./entry.ts";
import { FeedloomError } from "./errors.ts";
import type { FeedRecord } from "./feed-record.ts";
import { entriesDigest, type KeyedEntry, type NewEntry } from "./new-entries.ts";
import { shownAddress } from "./shown-address.ts";

/** A feed that comes cut off so often running is made like that. */
const cutOffLooksUntilTaken = 3;
const hourInMs = 3_600_000;

/** Why a document is not taken yet, and how the feed stands after it. */
export interface Suspicion {
  record: FeedRecord;
  error: FeedloomError;
  unreadable: string[];
  /** Between two looks: where it may be well again any minute, or may be what its owner wants. */
  longestPauseInMs: number;
}

/**
 * A document that is taken only when it comes again: one that is cut off (what is missing would be posted later than newer
 * entries, or after a first sight as if it were new), and one in which nothing is left of what was there. The second is never
 * taken: a feed whose entries are all gone is trouble, until there are some again.
 */
export function suspicionOf(
  { isTruncated, unreadable }: ParsedFeed,
  { all, fresh }: { all: readonly unknown[]; fresh: readonly NewEntry[] },
  record: FeedRecord,
): Suspicion | undefined {
  const { feed, firstReadAt } = record;
  const suspect = (words: string, after: FeedRecord) => ({
    record: after,
    unreadable,
    error: new FeedloomError("FEED_MALFORMED", `${shownAddress(feed)} ${words}`),
    longestPauseInMs: hourInMs,
  });
  const isNews = firstReadAt === undefined || fresh.length > 0;
  const cutOffLooks = anotherCutOff(record);
  if (isTruncated && isNews && cutOffLooks < cutOffLooksUntilTaken)
    return suspect("ends before it is complete; it is looked at again, check the feed if this stays", {
      ...record,
      cutOffLooks,
    });
  if (all.length > 0) return undefined;
  if (unreadable.length > 0)
    return suspect(`has no entry that can be read (${unreadable[0]}); check the feed`, record);
  if (firstReadAt === undefined || record.entriesHash === undefined || wasEmpty(record)) return undefined;
  return suspect("has no entries any more, and it had some; check the feed if this stays", record);
}

/** Counted no further than it matters. */
export function anotherCutOff({ cutOffLooks = 0 }: FeedRecord): number {
  return Math.min(cutOffLooksUntilTaken, cutOffLooks + 1);
}

/** A first sight of an empty feed, and nothing in it since. */
export function wasEmpty({ entriesHash }: FeedRecord): boolean {
  return entriesHash === entriesDigest([]);
}

/** So long before the first look, what a feed shows then was written before it was made. */
const oldInMs = 30 * 24 * hourInMs;

/** Whether all entries of a document are the first of a new blog, and none from an archive that its server had left out. */
export function areFirstEntries(all: KeyedEntry[], record: FeedRecord): boolean {
  const { firstReadAt } = record;
  if (firstReadAt === undefined || !wasEmpty(record)) return false;
  const oldest = firstReadAt.getTime() - oldInMs;
  return all.every(
    ({ entry: { publishedAt } }) => publishedAt === undefined || publishedAt.getTime() > oldest,
  );
}

import type { ParsedFeed } from "../core/entry.ts";
import type { FeedRecord } from "../core/feed-record.ts";
import { nextLookAt } from "../core/feed-schedule.ts";
import type { KeyedEntry, NewEntry } from "../core/new-entries.ts";
import { shownAddress } from "../core/shown-address.ts";
import type { Taking } from "./find-new-entries.ts";

/** What one look at a feed came to; for a person. Addresses stand in it without what opens a private feed. */
export interface FeedReport {
  feed: string;
  title?: string;
  outcome: "read" | "unchanged" | "not-due" | "busy" | "gone" | "failed";
  /** The entries that were new, oldest first, and what was decided for each. */
  entries: { title: string; decision: "post" | "skip" | "hold"; words?: string }[];
  /** Entries whose id is new and whose page is not: they are the same as before. */
  sameAsBefore?: string[];
  /** For a dry run: all other entries of the feed, each with the reason why it is not posted. */
  others?: { title: string; words: string }[];
  /** Entries that wait for their date. */
  coming?: { title: string; words: string }[];
  /** All entries of the document are new, and there are no older pages of it: entries in between may have passed unseen. */
  mayBeMissing?: string;
  /** Posts put in line by a backfill asked for by hand. */
  backfilled?: number;
  /** Items of the feed that could not be read, each with the reason. */
  unreadable?: string[];
  /** The configured address is a page; this is the feed that it names, which is used. */
  foundAt?: string;
  /** Where it moved for good. */
  movedTo?: string;
  /** It was failing, and its owner was told; now it is well. */
  recovered?: string;
  code?: string;
  words?: string;
  nextLook?: string;
}

export const goneWords =
  "the server says that the feed is gone for good (HTTP 410); remove it from the configuration or correct its address";

export function reportOf(
  record: FeedRecord,
  outcome: FeedReport["outcome"],
  now: Date,
  facts: Partial<FeedReport> = {},
): FeedReport {
  const { title, movedTo, foundAt } = record;
  return {
    feed: shownAddress(record.feed),
    ...(title === undefined ? {} : { title }),
    outcome,
    entries: [],
    ...(foundAt === undefined ? {} : { foundAt: shownAddress(foundAt) }),
    ...(movedTo === undefined ? {} : { movedTo: shownAddress(movedTo) }),
    ...(record.isGone === true ? {} : { nextLook: nextLookAt(record, now).toISOString() }),
    ...facts,
  };
}

/** What is to be said of a document's entries. @param isDry - of the others, too. */
export function factsOf(
  { unreadable }: ParsedFeed,
  { all, fresh, renamed }: Taking,
  isDry: boolean,
): Partial<FeedReport> {
  const facts: Partial<FeedReport> = { entries: fresh.map(decided) };
  if (renamed.length > 0) facts.sameAsBefore = renamed.map(titleOf);
  if (unreadable.length > 0) facts.unreadable = unreadable;
  if (!isDry) return facts;
  const isFresh = new Set(fresh.map(({ key }) => key));
  const isRenamed = new Set(renamed.map(({ key }) => key));
  facts.others = all
    .filter(({ key }) => !isFresh.has(key))
    .map((entry) => ({
      title: titleOf(entry),
      words: isRenamed.has(entry.key) ? sameEntry : "it was taken in before",
    }));
  return facts;
}

const sameEntry =
  "its id is new, its page (or its title and date) is not: it is an entry that was taken in before";

function decided({ entry, decision }: NewEntry): FeedReport["entries"][number] {
  const title = titleOf({ entry });
  return decision.verdict === "post"
    ? { title, decision: "post" }
    : { title, decision: decision.verdict, words: decision.words };
}

function titleOf({ entry }: Pick<KeyedEntry, "entry">): string {
  return entry.title ?? entry.summary?.slice(0, 80) ?? entry.link ?? "an entry without title";
}

import type { Entry, ParsedFeed } from "./entry.ts";
import { isPostable } from "./entry-draft.ts";
import { keyDigest } from "./entry-key.ts";
import { pageOf } from "./entry-page.ts";
import { accountMarks, otherMarks } from "./other-marks.ts";
import { whyNobodyCanOpen } from "./public-page.ts";
import { type Identity, tellingKeys } from "./telling-keys.ts";

/** What becomes of an entry that was not known before. */
export type Decision =
  | { verdict: "post" }
  | { verdict: "skip"; reason: "backfill" | "filter" | "too-old" | "known"; words: string }
  | { verdict: "hold"; reason: "flood" | "private-link" | "same-entry"; words: string };

/** A mark by which an entry is known besides its key, should that change. */
export interface OtherMark {
  key: string;
  /** The entry's date is in it, and with it the mark is enough. */
  hasDate: boolean;
  /** The entry's text is in it. */
  hasText: boolean;
  /** Title and date without page and text: enough for one entry, not for many at once. */
  isWeak?: boolean;
  /** What it is made of. */
  words: string;
}

export interface KeyedEntry {
  entry: Entry;
  key: string;
  otherMarks: readonly OtherMark[];
  /** By which its accounts know it over all their feeds. */
  accountMarks: readonly string[];
  /** Where it stands in time among the others: text order is the order in which posts go out. */
  orderKey: string;
  /** The feed's title. */
  blog?: string;
  /** Why nobody can open its page. */
  deadEnd?: string;
}

/** What is known of a feed that decides how its entries are told apart. */
export interface FeedHabits {
  /** Where it is. */
  feed?: string;
  /** What its owner says identifies an entry. */
  identity?: Identity | undefined;
  /** Keys that stood for several entries of one document. */
  shared?: readonly string[] | undefined;
}

/** A picture that was looked at and cannot be used. */
export interface LeftOut {
  url: string;
  why: string;
}

export type NewEntry = KeyedEntry & { decision: Decision; leftOut?: LeftOut[] };

/**
 * Gives every entry its key and its place in time, oldest first. One that holds nothing to post (a date, an author) is left
 * out: the feed names it as unreadable.
 *
 * Dates only order. One that lies ahead counts as now, and an entry without a date takes the time of the next
 * newer one in the document (feeds stand newest first), so that it stays between its neighbours; entries of the
 * same moment go out in the document's order, last first.
 */
export function inOrder(parsed: ParsedFeed, now: Date, habits: FeedHabits = {}): KeyedEntry[] {
  return keyedEntries(parsed, now, habits).entries;
}

/** As `inOrder()`, and the keys that are known to stand for several entries: for the next document. */
export function keyedEntries(
  parsed: ParsedFeed,
  now: Date,
  { feed, identity, shared: remembered }: FeedHabits,
): { entries: KeyedEntry[]; shared: string[] } {
  const placed = new Map<Entry, { at: Date; position: number }>();
  let neighbour = now;
  for (const [position, entry] of parsed.entries.entries()) {
    const at =
      entry.publishedAt === undefined ? neighbour : entry.publishedAt > now ? now : entry.publishedAt;
    if (entry.publishedAt !== undefined) neighbour = at;
    if (isPostable(entry)) placed.set(entry, { at, position });
  }
  const { keys, shared } = tellingKeys([...placed.keys()], { identity, remembered });
  const marks = identity === undefined ? otherMarks([...keys.keys()], parsed.homePage) : () => [];
  const ofAccounts = accountMarks([...keys.keys()], parsed.homePage);
  const entries = [...keys]
    .map(([entry, key]) => {
      const { at = now, position = 0 } = placed.get(entry) ?? {};
      const deadEnd = whyNobodyCanOpen(entry.link ?? entry.fileLink ?? pageOf(entry), feed);
      return {
        key,
        // Of the few that are not known by their key: digests, in a document that has hundreds.
        get otherMarks() {
          return marks(entry);
        },
        get accountMarks() {
          return ofAccounts(entry, key);
        },
        entry,
        ...(parsed.title === undefined ? {} : { blog: parsed.title }),
        ...(deadEnd === undefined ? {} : { deadEnd }),
        orderKey: orderKey(at, parsed.entries.length - position),
      };
    })
    .sort((a, b) => (a.orderKey < b.orderKey ? -1 : 1));
  return { entries, shared };
}

/** Stands for the keys of these entries, in any order: where it is the same, nothing is new and nothing was mended. */
export function entriesDigest(entries: KeyedEntry[]): string {
  return keyDigest(
    entries
      .map(({ key, deadEnd }) => (deadEnd === undefined ? key : `${key} ${deadEnd}`))
      .sort()
      .join("\n"),
  );
}

/**
 * Decides for the entries that are not known yet, oldest first. Whether one is new is a matter of its key alone.
 *
 * On the first sight of a feed the newest `backfill` entries are posted and the others recorded as skipped. Later, more
 * new ones at once than `floodLimit` are held (a site moved, or changed its ids): never posted in a flood, never lost.
 *
 * @param rules.areFirst - the feed was empty so far: that all are new says nothing.
 */
export function newEntries(
  entries: KeyedEntry[],
  known: ReadonlySet<string>,
  rules: { isFirstSight: boolean; areFirst?: boolean; backfill: number; floodLimit: number },
): NewEntry[] {
  const fresh = entries.filter(({ key }) => !known.has(key));
  if (rules.isFirstSight) {
    // Counted in the whole document, so that a run which died half-way decides the same the second time.
    const newest = new Set(rules.backfill === 0 ? [] : entries.slice(-rules.backfill).map(({ key }) => key));
    return fresh.map((entry) => ({ ...entry, decision: newest.has(entry.key) ? post : beforeOurTime }));
  }
  const isAllNew =
    rules.areFirst !== true && fresh.length === entries.length && fresh.length >= documentAtLeast;
  if (fresh.length <= rules.floodLimit && !isAllNew)
    return fresh.map((entry) => ({ ...entry, decision: post }));
  const why =
    fresh.length > rules.floodLimit
      ? `${fresh.length} new entries at once, more than the limit of ${rules.floodLimit}`
      : `none of the feed's ${fresh.length} entries is known, as when a site moved or changed its ids`;
  const flood: Decision = { verdict: "hold", reason: "flood", words: `${why}: release or drop them` };
  return fresh.map((entry) => ({ ...entry, decision: flood }));
}

/**
 * From so many entries on, a document that shares none with what is known is taken for changed ids: WordPress and Jekyll
 * list ten, no more than the usual limit. Shorter ones may well be new as a whole.
 */
const documentAtLeast = 3;

const post: Decision = { verdict: "post" };
const beforeOurTime: Decision = {
  verdict: "skip",
  reason: "backfill",
  words: "it was in the feed before Feedloom first saw it",
};

/** @param rank - higher is newer among entries of the same moment; below a million. */
export function orderKey(at: Date, rank: number): string {
  return `${at.toISOString()}#${String(rank).padStart(6, "0")}`;
}

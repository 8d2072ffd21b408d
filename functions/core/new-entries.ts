import type { Entry, ParsedFeed } from "./entry.ts";
import { isPostable } from "./entry-draft.ts";
import { entryKey, keyDigest, otherKeys, pagesOfTheirOwn, titleAndDate, titleKey } from "./entry-key.ts";

/** What becomes of an entry that was not known before. */
export type Decision =
  | { verdict: "post" }
  | { verdict: "skip"; reason: "backfill" | "filter" | "too-old"; words: string }
  | { verdict: "hold"; reason: "flood"; words: string };

export interface KeyedEntry {
  entry: Entry;
  key: string;
  /** By which it is known as well, should its id change: marked together with its key. */
  otherKeys: string[];
  /** By its title and date: see `titleKey()`. */
  titleKey?: string | undefined;
  /** Where it stands in time among the others: text order is the order in which posts go out. */
  orderKey: string;
  /** The feed's title. */
  blog?: string;
}

/** A picture that was looked at and cannot be used. */
export interface LeftOut {
  url: string;
  why: string;
}

export type NewEntry = KeyedEntry & { decision: Decision; leftOut?: LeftOut[] };

/**
 * Gives every entry its key and its place in time, oldest first. Of several with one key the first in the
 * document counts: the others are the same entry again. One that holds nothing to post (a date, an author) is left out:
 * the feed names it as unreadable.
 *
 * Dates only order. One that lies ahead counts as now, and an entry without a date takes the time of the next
 * newer one in the document (feeds stand newest first), so that it stays between its neighbours; entries of the
 * same moment go out in the document's order, last first.
 */
export function inOrder(feed: ParsedFeed, now: Date): KeyedEntry[] {
  const keyed = new Map<string, { entry: Entry; at: Date; position: number }>();
  let neighbour = now;
  for (const [position, entry] of feed.entries.entries()) {
    const at =
      entry.publishedAt === undefined ? neighbour : entry.publishedAt > now ? now : entry.publishedAt;
    if (entry.publishedAt !== undefined) neighbour = at;
    const key = entryKey(entry);
    if (isPostable(entry) && !keyed.has(key)) keyed.set(key, { entry, at, position });
  }
  const distinct = [...keyed.values()].map(({ entry }) => entry);
  const own = pagesOfTheirOwn(distinct, feed.homePage);
  const byTitle = Map.groupBy(distinct, titleAndDate);
  const shared = new Set([...byTitle.values()].filter(({ length }) => length > 1).flat());
  return [...keyed]
    .map(([key, { entry, at, position }]) => ({
      key,
      // Of the few that are not known by their key: a digest each, of a document that has hundreds.
      get otherKeys() {
        return own.has(entry) ? otherKeys(entry) : [];
      },
      get titleKey() {
        return shared.has(entry) ? undefined : titleKey(entry);
      },
      entry,
      ...(feed.title === undefined ? {} : { blog: feed.title }),
      orderKey: orderKey(at, feed.entries.length - position),
    }))
    .sort((a, b) => (a.orderKey < b.orderKey ? -1 : 1));
}

/** Stands for the keys of these entries, in any order: where it is the same, nothing is new. */
export function entriesDigest(entries: KeyedEntry[]): string {
  return keyDigest(
    entries
      .map(({ key }) => key)
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

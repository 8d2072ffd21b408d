import type { Route } from "./configuration.ts";
import type { Entry, ParsedFeed } from "./entry.ts";
import type { FeedRecord } from "./feed-record.ts";

/** A document as far as its entries' time has come. */
export interface Due {
  feed: ParsedFeed;
  /** Those that wait for their date: they are not known yet, so that they go out as the feed has them then. */
  coming: Entry[];
  /** When the first of them is due. */
  comingAt?: Date;
}

/** Leaves out the entries that are dated ahead, where their feed's route has them wait. */
export function dueEntries(
  feed: ParsedFeed,
  { futureEntries }: Pick<Route, "futureEntries">,
  now: Date,
): Due {
  const isComing = ({ publishedAt }: Entry) =>
    futureEntries === "wait" && publishedAt !== undefined && publishedAt > now;
  const coming = feed.entries.filter(isComing);
  if (coming.length === 0) return { feed, coming };
  const first = Math.min(...coming.map(({ publishedAt = now }) => publishedAt.getTime()));
  const entries = feed.entries.filter((entry) => !isComing(entry));
  return { feed: { ...feed, entries }, coming, comingAt: new Date(first) };
}

/** Whether a document is to be read although it is as before: an entry's time has come, or its owner wants none to wait. */
export function hasComeDue(
  { comingAt }: FeedRecord,
  { futureEntries }: Pick<Route, "futureEntries">,
  now: Date,
): boolean {
  return comingAt !== undefined && (futureEntries !== "wait" || comingAt <= now);
}

export function comingWords({ title, summary, link, publishedAt }: Entry): { title: string; words: string } {
  return {
    title: title ?? summary?.slice(0, 80) ?? link ?? "an entry without title",
    words: `it waits for its date, ${publishedAt?.toISOString()}`,
  };
}

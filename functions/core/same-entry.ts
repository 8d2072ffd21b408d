import type { EntryMark } from "./entry-mark.ts";
import type { KeyedEntry, OtherMark } from "./new-entries.ts";

/** What an entry whose key is not known is, by its other marks. */
export type Likeness =
  /** One that was taken in under another key. */
  | { verdict: "same"; of: string | undefined; words: string; isWeak: boolean }
  /** It may be, and may be a new one that says the same: its owner decides. */
  | { verdict: "unclear"; of: string | undefined; words: string }
  | { verdict: "other" };

/** What is known of the feed and of the document. */
export interface Circumstances {
  /** Of this feed's marks, those that are known. */
  marks: ReadonlyMap<string, EntryMark>;
  /** The keys of the document's entries that are known by them. */
  knownKeys: ReadonlySet<string>;
  /** All other marks of those. */
  knownMarks(): ReadonlySet<string>;
  /** The oldest date of those. */
  oldest: Date | undefined;
  /** Its entries came under new keys at one look after the other. */
  isRestless: boolean;
  now: Date;
}

/**
 * What comes back within a day under a new date is the same; a thread that is opened anew each day is not. A little less than a
 * day, for clocks and habits. A choice of ours.
 */
const aDayInMs = 20 * 3_600_000;

/**
 * Whether an entry that is not known by its key is one that was taken in before.
 *
 * A mark says nothing while the entry that it was made for stands in the document beside this one. Page and date, title and
 * date, text and date are enough. Title and page, or title and text, are with the same date or none; where the dates differ,
 * it may be next week's thread of the same words: then it depends on how long ago the other one came, and on whether that
 * one grew old in the feed or went from the midst of it.
 */
export function likenessOf({ entry, otherMarks }: KeyedEntry, circumstances: Circumstances): Likeness {
  let unclear: Likeness | undefined;
  for (const mark of otherMarks) {
    const known = circumstances.marks.get(mark.key);
    if (known === undefined || isTaken(mark, known, circumstances)) continue;
    const verdict = mark.hasDate ? "same" : byDates(entry.publishedAt, mark, known, circumstances);
    const { of } = known;
    if (verdict === "same") return { verdict, of, words: mark.words, isWeak: mark.isWeak === true };
    if (verdict === "unclear") unclear ??= { verdict, of, words: mark.words };
  }
  return unclear ?? { verdict: "other" };
}

/** The mark belongs to an entry that is here under its own key. */
function isTaken({ key, hasDate }: OtherMark, { of }: EntryMark, about: Circumstances): boolean {
  if (of !== undefined && about.knownKeys.has(of)) return true;
  return !hasDate && about.knownMarks().has(key);
}

function byDates(
  publishedAt: Date | undefined,
  { hasText }: OtherMark,
  mark: EntryMark,
  { oldest, isRestless, now }: Circumstances,
): Likeness["verdict"] {
  if (publishedAt === undefined) return "same";
  // A mark of an earlier version: neither whose it is nor of which date is known.
  if (mark.of === undefined) return "unclear";
  if (mark.publishedAt === undefined) return "same";
  const apart = Math.abs(publishedAt.getTime() - mark.publishedAt.getTime());
  if (apart === 0 || (hasText && apart < aDayInMs)) return "same";
  const since = now.getTime() - mark.seenAt.getTime();
  if (isRestless || apart < aDayInMs || since < aDayInMs) return "unclear";
  const wentFromTheMidst = oldest !== undefined && oldest < mark.publishedAt;
  return hasText && wentFromTheMidst ? "unclear" : "other";
}

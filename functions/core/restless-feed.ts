import type { FeedRecord } from "./feed-record.ts";

/** Looks in a row at which entries came under new marks, until the feed is told of as what it is. */
const looksUntilRestless = 3;
const hourInMs = 3_600_000;
const longestPauseInMs = 24 * hourInMs;

/** Whether a feed's entries come under new ids at one look after the other: what looks new there mostly is not. */
export function isRestless({ restless }: Pick<FeedRecord, "restless">): boolean {
  return restless !== undefined && restless.looks >= looksUntilRestless;
}

/**
 * What is to be remembered after a look.
 *
 * @param found.entries - how many came under new marks: recognised, or held because nobody can tell.
 * @param found.isFlood - they were too many to be told apart from new ones.
 * @returns nothing once a look found only what it knew, or plainly new entries.
 */
export function afterLook(
  { restless }: Pick<FeedRecord, "restless">,
  found: { entries: number; isFlood: boolean; unrecorded: number },
  now: Date,
): FeedRecord["restless"] {
  if (found.entries === 0) return undefined;
  const unrecorded = (restless?.unrecorded ?? 0) + found.unrecorded;
  return {
    since: restless?.since ?? now,
    looks: (restless?.looks ?? 0) + 1,
    entries: found.entries,
    ...(found.isFlood ? { isFlood: true } : {}),
    ...(unrecorded === 0 ? {} : { unrecorded }),
  };
}

/** Whether this is the look by which it counts as restless: its owner is told once. */
export function isNewlyRestless({ restless }: Pick<FeedRecord, "restless">): boolean {
  return restless?.looks === looksUntilRestless;
}

export function restlessWords({ restless }: Pick<FeedRecord, "restless">): string {
  const { looks = 0, entries = 0, isFlood = false } = restless ?? {};
  const what = `its entries come under new ids at every look (${entries} ${entries === 1 ? "entry" : "entries"} at the last, ${looks} looks in a row)`;
  const effect = isFlood
    ? "what looks new is neither posted nor recorded, and it is looked at less and less often"
    : "they are recognised, posted once and not recorded again";
  return `${what}: ${effect}; have its ids mended, or say with "identity" what stays the same`;
}

/** Many entries that look new cost a lookup each: a restless feed that has them is looked at less often, up to a day apart. */
export function pausedWhileRestless(record: FeedRecord, many: number, now: Date): FeedRecord {
  const { restless } = record;
  if (restless === undefined || !isRestless(record) || restless.entries <= many) return record;
  const doublings = restless.isFlood === true ? Math.min(restless.looks - looksUntilRestless, 8) : 0;
  const pause = Math.min(longestPauseInMs, hourInMs * 2 ** doublings);
  const until = new Date(now.getTime() + pause);
  return record.nextReadAt < until ? { ...record, nextReadAt: until } : record;
}

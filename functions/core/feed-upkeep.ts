import type { FeedRecord } from "./feed-record.ts";
import { isWholeLookDue, longestPauseInMs } from "./feed-schedule.ts";

/** What decides about entries or is told to people: a change of it is written at once. */
const facts = [
  "firstReadAt",
  "entriesHash",
  "shared",
  "restless",
  "deadEnds",
  "identity",
  "hasFacts",
  "movedTo",
  "newHost",
  "foundAt",
  "comingAt",
  "failures",
  "cutOffLooks",
  "busySince",
  "trouble",
  "isGone",
] as const;
/** What only saves work: validators, digest, pace. */
const savings = ["etag", "lastModified", "bodyHash", "title", "pace"] as const;

/**
 * Some feeds come with another build date, another ETag at every answer: what saves work then saves none, and would cost a
 * write at every look.
 */
const betweenSavingsInMs = 3_600_000;

/**
 * What is to be written after a feed was read: its record, or nothing. Most looks find nothing new, and then nothing is
 * written: when it is due next follows from what is stored.
 */
export function worthWriting(former: FeedRecord, next: FeedRecord, now: Date): FeedRecord | undefined {
  const isFarAhead = former.nextReadAt.getTime() - now.getTime() > longestPauseInMs;
  if (former.version === 0 || isFarAhead || differs(facts, former, next)) return next;
  if (isWholeLookDue(former, now) && next.wholeAt !== former.wholeAt) return { ...next, keptAt: now };
  if (!differs(savings, former, next)) return undefined;
  const since = Math.abs(now.getTime() - (former.keptAt?.getTime() ?? 0));
  return since < betweenSavingsInMs ? undefined : { ...next, keptAt: now };
}

function differs(fields: readonly (keyof FeedRecord)[], one: FeedRecord, other: FeedRecord): boolean {
  return fields.some(
    (field) => one[field] !== other[field] && JSON.stringify(one[field]) !== JSON.stringify(other[field]),
  );
}

import type { FeedloomError } from "./errors.ts";
import type { FeedRecord } from "./feed-record.ts";

const minuteInMs = 60_000;

/** How often the schedule looks, in minutes; the stack and the local host use the same. */
export const pollIntervalInMinutes = 5;
/**
 * A little less than the schedule's interval, so that a tick which comes a second early does not skip a feed.
 */
const pauseInMs = pollIntervalInMinutes * minuteInMs - 30_000;
const longestPauseInMs = 24 * 60 * minuteInMs;

/** Failures in a row from which a feed counts as failing; fewer is the web's ordinary weather. */
export const failuresUntilTrouble = 3;

/** A feed that was never read: everything in it is a first sight. */
export function unreadFeed(feed: string, now: Date): FeedRecord {
  return { feed, nextReadAt: now, failures: 0, version: 0 };
}

/** After a good answer, changed or not: one that was gone is back. */
export function afterReading(record: FeedRecord, now: Date): FeedRecord {
  const { trouble: _, isGone: __, ...rest } = record;
  return { ...rest, failures: 0, lastReadAt: now, nextReadAt: new Date(now.getTime() + pauseInMs) };
}

/**
 * After a failure: each in a row doubles the pause, up to a day.
 *
 * @returns `isNews` when this is the failure by which it counts as failing: the third, or the first of a feed that
 *   was never read, which is most often a wrong address.
 */
export function afterFailure(
  record: FeedRecord,
  error: FeedloomError,
  now: Date,
): { record: FeedRecord; isNews: boolean } {
  const failures = record.failures + 1;
  const pause = Math.min(longestPauseInMs, pauseInMs * 2 ** Math.min(failures - 1, 16));
  const trouble = { since: record.trouble?.since ?? now, code: error.code, words: error.message };
  return {
    record: { ...record, failures, trouble, nextReadAt: new Date(now.getTime() + pause) },
    isNews: failures === (record.firstReadAt === undefined ? 1 : failuresUntilTrouble),
  };
}

/** The server asked to be left alone for a time: that is no failure. At least the usual pause, at most a day. */
export function afterBusy(record: FeedRecord, retryAfterSeconds: number | undefined, now: Date): FeedRecord {
  const asked = (retryAfterSeconds ?? 0) * 1000;
  const pause = Math.min(longestPauseInMs, Math.max(pauseInMs, asked));
  return { ...record, nextReadAt: new Date(now.getTime() + pause) };
}

import type { FeedloomError } from "./errors.ts";
import type { FeedRecord } from "./feed-record.ts";
import { longestPauseInMs, pauseInMs, phaseOf } from "./feed-schedule.ts";

/** Failures in a row from which a feed counts as failing; fewer is the web's ordinary weather. */
const failuresUntilTrouble = 3;
/** A server that asks for patience gets it; from so many hours on, its owner hears of it. */
const patienceInMs = 4 * 3_600_000;
/** Between two looks at a server that names no time. */
const longestBusyPauseInMs = 6 * 3_600_000;

/** How a feed stands after a look that brought nothing. */
export interface AfterTrouble {
  record: FeedRecord;
  /** By this look it came to be in trouble: its owner is told. */
  isNews: boolean;
}

/**
 * After a failure: each in a row doubles the pause, up to a day, less up to a fifth of it by which feeds that fail
 * together come apart again.
 *
 * It is news when it is the third, or the first of a feed that was never read, which is most often a wrong address.
 *
 * @param longestInMs - of the pause.
 */
export function afterFailure(
  former: FeedRecord,
  error: FeedloomError,
  now: Date,
  longestInMs = longestPauseInMs,
): AfterTrouble {
  const failures = former.failures + 1;
  const whole = Math.min(longestInMs, pauseInMs * 2 ** Math.min(failures - 1, 16));
  const pause = Math.round(whole * (1 - phaseOf(`${former.feed}\n${failures}`) / 5));
  const record = { ...withTrouble(former, error, now), failures, nextReadAt: later(now, pause) };
  return { record, isNews: isNews(former, record) };
}

/**
 * The server asked to be left alone: that is no failure. The pause is what it asks, but at least as long as it has been
 * asking, and at most a day; one that goes on for hours is trouble like any other.
 *
 * @param error - what is told then.
 */
export function afterBusy(
  former: FeedRecord,
  retryAfterSeconds: number | undefined,
  error: FeedloomError,
  now: Date,
): AfterTrouble {
  const busySince = busyFrom(former, now);
  const own = Math.min(longestBusyPauseInMs, now.getTime() - busySince.getTime());
  const asked = (retryAfterSeconds ?? 0) * 1000;
  return wait(former, Math.min(longestPauseInMs, Math.max(pauseInMs, own, asked)), error, now);
}

/** Others were in its way: it is looked at again at the next run, and told like a busy server where that goes on for hours. */
export function afterCrowd(former: FeedRecord, error: FeedloomError, now: Date): AfterTrouble {
  return wait(former, pauseInMs, error, now);
}

function wait(former: FeedRecord, pauseInMs: number, error: FeedloomError, now: Date): AfterTrouble {
  const busySince = busyFrom(former, now);
  // What was asked for before counts as well: somebody may have looked before it was due.
  const before = former.busySince === undefined ? 0 : former.nextReadAt.getTime();
  const next = Math.max(now.getTime() + pauseInMs, Math.min(before, now.getTime() + longestPauseInMs));
  const record = { ...withTrouble(former, error, now), busySince, nextReadAt: new Date(next) };
  return { record, isNews: isNews(former, record) };
}

/** One that lies ahead was written by a clock that was wrong. */
function busyFrom({ busySince }: FeedRecord, now: Date): Date {
  return busySince === undefined || busySince > now ? now : busySince;
}

/** Failing for the third time, or never read at all; busy for hours; or gone for good. From then on its owner knows, until it is well. */
export function isInTrouble({ isGone, failures, firstReadAt, busySince, nextReadAt }: FeedRecord): boolean {
  if (isGone === true || failures >= (firstReadAt === undefined ? 1 : failuresUntilTrouble)) return true;
  return busySince !== undefined && nextReadAt.getTime() - busySince.getTime() >= patienceInMs;
}

function isNews(former: FeedRecord, record: FeedRecord): boolean {
  return isInTrouble(record) && !isInTrouble(former);
}

function withTrouble(record: FeedRecord, { code, message: words }: FeedloomError, now: Date): FeedRecord {
  return { ...record, trouble: { since: record.trouble?.since ?? now, code, words } };
}

function later(now: Date, milliseconds: number): Date {
  return new Date(now.getTime() + milliseconds);
}

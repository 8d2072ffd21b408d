import { keyDigest } from "./entry-key.ts";
import type { FeedPace } from "./feed-pace.ts";
import type { FeedRecord } from "./feed-record.ts";

const minuteInMs = 60_000;
const hourInMs = 60 * minuteInMs;

/** How often the schedule looks, in minutes; the stack and the local host use the same. */
export const pollIntervalInMinutes = 5;
/**
 * A little less than the schedule's interval, so that a tick which comes a second early does not skip a feed.
 */
export const pauseInMs = pollIntervalInMinutes * minuteInMs - 30_000;
/** Of back-off and `Retry-After`. No due time is believed that lies further ahead: the clock was wrong when it was written. */
export const longestPauseInMs = 24 * hourInMs;
/**
 * The most that `ttl`, `sy:updatePeriod` or `Cache-Control` are granted. Their numbers are mostly a generator's or a
 * host's habit (a day is common), and an entry that comes a day late is a broken promise; hourly with conditional
 * requests is what well-kept hosts ask of readers.
 */
const longestAskedInMinutes = 60;
/** In hours and days that a feed wants left out, it is looked at this often all the same. */
const longestSkipInMs = 6 * hourInMs;

/** A feed that was never read: everything in it is a first sight. */
export function unreadFeed(feed: string, now: Date): FeedRecord {
  return { feed, nextReadAt: now, failures: 0, version: 0 };
}

/**
 * Whether a feed is to be asked for the whole: once a day, or up to a fifth sooner, so that not all come due together. Without
 * validators, since there are caches that answer "not modified" for ever; and at the configured address although it moved
 * for good, since there are servers that said so by mistake.
 */
export function isWholeLookDue(
  { feed, etag, lastModified, movedTo, wholeAt }: FeedRecord,
  now: Date,
): boolean {
  if (etag === undefined && lastModified === undefined && movedTo === undefined) return false;
  if (wholeAt === undefined) return true;
  return Math.abs(now.getTime() - wholeAt.getTime()) >= 24 * hourInMs * (1 - phaseOf(feed) / 5);
}

/** A number from 0 up to 1 that belongs to a text: what spreads feeds over time, the same whenever it is asked. */
export function phaseOf(text: string): number {
  return Number.parseInt(keyDigest(text).slice(0, 8), 16) / 2 ** 32;
}

/**
 * After a good answer, changed or not: one that was gone is back. A feed with a pace of its own is due at its phase of
 * that pace, so that thousands with one pace do not come due in the same tick.
 */
export function afterReading(record: FeedRecord, now: Date): FeedRecord {
  const { trouble: _, isGone: __, busySince: ___, ...rest } = record;
  const earliest = now.getTime() + pauseInMs;
  const interval = intervalInMs(record);
  const next =
    interval > pollIntervalInMinutes * minuteInMs ? nextAtPhase(earliest, interval, record.feed) : earliest;
  return { ...rest, failures: 0, lastReadAt: now, nextReadAt: new Date(next) };
}

/**
 * The record with the pace that was asked for last.
 *
 * @param asked.feed - what the document says; absent when none was read: then what it said last holds.
 * @param asked.serverSeconds - `max-age` of the answer.
 */
export function withPace(
  record: FeedRecord,
  asked: { feed?: FeedPace | "nothing"; serverSeconds?: number },
): FeedRecord {
  const { pace: former = {}, ...rest } = record;
  const { serverMinutes: _, ...said } = former;
  const { minutes, ...skips } = asked.feed === undefined || asked.feed === "nothing" ? {} : asked.feed;
  const feed =
    asked.feed === undefined
      ? said
      : { ...(minutes === undefined ? {} : { feedMinutes: minutes }), ...skips };
  const serverMinutes = Math.min(longestAskedInMinutes, Math.ceil((asked.serverSeconds ?? 0) / 60));
  const pace = { ...feed, ...(serverMinutes > pollIntervalInMinutes ? { serverMinutes } : {}) };
  return Object.keys(pace).length === 0 ? rest : { ...rest, pace };
}

/** Whether it is looked at less often than at every tick, though it is well. */
export function isPaced(record: FeedRecord): boolean {
  const { skipHours = [], skipDays = [] } = record.pace ?? {};
  return intervalInMs(record) > pollIntervalInMinutes * minuteInMs || skipHours.length + skipDays.length > 0;
}

/**
 * Whether a feed is to be looked at now.
 *
 * The due time of a quiet feed is not stored anew after each look: it follows from the stored one and the feed's pace.
 * Without a pace it is due at every tick. With one, it is due when one of its moments has passed since it was considered.
 *
 * @param considered - up to when all moments were minded by former runs: see `poll-round.ts`.
 */
export function isDue(record: FeedRecord | undefined, considered: Date | undefined, now: Date): boolean {
  if (record === undefined) return true;
  if (record.isGone === true) return false;
  const ahead = record.nextReadAt.getTime() - now.getTime();
  if (ahead > 0) return ahead > longestPauseInMs;
  if (record.failures > 0 || !isPaced(record)) return true;
  if (considered === undefined || considered > now) return true;
  const latest = latestMoment(record, now);
  return latest !== undefined && latest > considered.getTime();
}

/** When it is looked at next if nothing happens before: for people. */
export function nextLookAt(record: FeedRecord, now: Date): Date {
  if (record.nextReadAt > now) return record.nextReadAt;
  if (record.failures > 0 || !isPaced(record)) return new Date(now.getTime() + pauseInMs);
  const [first, interval] = [record.nextReadAt.getTime(), intervalInMs(record)];
  let count = Math.floor((now.getTime() - first) / interval) - stepsBack(interval);
  while (outsideSkips(first + count * interval, record) <= now.getTime()) count += 1;
  return new Date(outsideSkips(first + count * interval, record));
}

function intervalInMs({ pace = {} }: FeedRecord): number {
  const asked = Math.max(pace.feedMinutes ?? 0, pace.serverMinutes ?? 0, pollIntervalInMinutes);
  return Math.min(asked, longestAskedInMinutes) * minuteInMs;
}

/** The last of its moments that is not ahead. */
function latestMoment(record: FeedRecord, now: Date): number | undefined {
  const [first, interval] = [record.nextReadAt.getTime(), intervalInMs(record)];
  const last = Math.floor((now.getTime() - first) / interval);
  for (let count = last; count >= Math.max(0, last - stepsBack(interval)); count -= 1) {
    const moment = outsideSkips(first + count * interval, record);
    if (moment <= now.getTime()) return moment;
  }
  return undefined;
}

/** A moment is put off by so many intervals at most. */
const stepsBack = (interval: number) => Math.ceil(longestSkipInMs / interval);

/** The moment itself, or the end of the hours and days that are left out; in them, one every six hours. */
function outsideSkips(moment: number, { pace = {} }: FeedRecord): number {
  const isSkipped = (at: number) =>
    pace.skipHours?.includes(new Date(at).getUTCHours()) === true ||
    pace.skipDays?.includes(new Date(at).getUTCDay()) === true;
  if (!isSkipped(moment)) return moment;
  let start = Math.floor(moment / hourInMs) * hourInMs;
  const aWeekBefore = start - 7 * 24 * hourInMs;
  while (start > aWeekBefore && isSkipped(start - hourInMs)) start -= hourInMs;
  // What is left out in all of a week has no beginning: then the day's quarters.
  if (start === aWeekBefore) start = Math.floor(moment / longestSkipInMs) * longestSkipInMs;
  const latest = start + Math.ceil((moment - start) / longestSkipInMs || 1) * longestSkipInMs;
  let hour = Math.floor(moment / hourInMs + 1) * hourInMs;
  while (hour < latest && isSkipped(hour)) hour += hourInMs;
  return hour;
}

/** The first moment from `earliest` on that stands at the feed's place in an interval. */
function nextAtPhase(earliest: number, interval: number, feed: string): number {
  const phase = Math.floor(phaseOf(feed) * interval);
  const over = (((phase - earliest) % interval) + interval) % interval;
  return earliest + over;
}

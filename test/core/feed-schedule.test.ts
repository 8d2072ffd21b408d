import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FeedloomError } from "../../functions/core/errors.ts";
import type { FeedRecord } from "../../functions/core/feed-record.ts";
import { afterReading, unreadFeed } from "../../functions/core/feed-schedule.ts";
import { afterBusy, afterFailure } from "../../functions/core/feed-trouble.ts";

const now = new Date("2026-11-20T12:00:00Z");
const url = "https://blog.example/feed.xml";
const unreachable = new FeedloomError("FEED_UNREACHABLE", "no answer");
const unread = unreadFeed(url, now);
const read: FeedRecord = { ...unread, firstReadAt: now, version: 3, etag: '"1"' };
const minutesUntilNext = (record: FeedRecord, from = now) =>
  (record.nextReadAt.getTime() - from.getTime()) / 60_000;

/** The record after so many failures in a row, each when it was due, and which of them were news. */
function failing(record: FeedRecord, times: number) {
  const pausesInMinutes: number[] = [];
  const news: number[] = [];
  let current = record;
  for (let time = 1; time <= times; time += 1) {
    const at = current.nextReadAt;
    const after = afterFailure(current, unreachable, at);
    current = after.record;
    pausesInMinutes.push(minutesUntilNext(current, at));
    if (after.isNews) news.push(time);
  }
  return { record: current, pausesInMinutes, news };
}

describe("a feed's next look", () => {
  it("is now for one that was never read", () => {
    expect(unread).toEqual({ feed: url, nextReadAt: now, failures: 0, version: 0 });
  });

  it("is the next tick after a good answer, also when the tick comes a few seconds early", () => {
    const after = afterReading(read, now);
    expect(minutesUntilNext(after)).toBe(4.5);
    expect(after.lastReadAt).toEqual(now);
  });

  it("is twice as far off with each failure in a row, up to a day, less up to a fifth", () => {
    const whole = [4.5, 9, 18, 36, 72, 144, 288, 576, 1152, 1440, 1440, 1440, 1440];
    for (const [time, pause] of failing(read, 13).pausesInMinutes.entries()) {
      expect(pause).toBeLessThanOrEqual(whole[time] ?? 0);
      expect(pause).toBeGreaterThan((whole[time] ?? 0) * 0.8);
    }
  });

  it("comes apart from that of other feeds which fail together, and is the same whenever it is asked", () => {
    const pauses = Array.from({ length: 100 }, (_, index) =>
      minutesUntilNext(
        afterFailure({ ...read, feed: `${url}?${index}`, failures: 9 }, unreachable, now).record,
      ),
    );
    expect(new Set(pauses.map((pause) => Math.floor(pause / 30))).size).toBeGreaterThan(7);
    expect(failing(read, 13)).toEqual(failing(read, 13));
  });

  it("is a day off at most after a thousand failures", () => {
    const pause = minutesUntilNext(afterFailure({ ...read, failures: 1_000 }, unreachable, now).record);
    expect(pause).toBeGreaterThan(1440 * 0.8);
    expect(pause).toBeLessThanOrEqual(1440);
  });

  it("is the next tick again as soon as the feed is read", () => {
    const well = afterReading(failing(read, 9).record, now);
    expect([well.failures, well.trouble, minutesUntilNext(well)]).toEqual([0, undefined, 4.5]);
  });

  it.each([
    ["the usual pause without a Retry-After", undefined, 4.5],
    ["the usual pause for one of nothing", 0, 4.5],
    ["the usual pause for one that lies behind", -60, 4.5],
    ["the usual pause for one that is shorter", 60, 4.5],
    ["what the server asks", 3_600, 60],
    ["exactly a day where it asks for one", 86_400, 1440],
    ["a day where it asks for more", 86_401, 1440],
    ["a day where it asks for ever", Number.POSITIVE_INFINITY, 1440],
  ])("after a busy answer is %s", (_, seconds, minutes) => {
    expect(minutesUntilNext(afterBusy(read, seconds, unreachable, now).record)).toBe(minutes);
  });

  it("is between the usual pause and a day, whatever a server asks", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (seconds) => {
        const minutes = minutesUntilNext(afterBusy(read, seconds, unreachable, now).record);
        expect(minutes).toBeGreaterThanOrEqual(4.5);
        expect(minutes).toBeLessThanOrEqual(1440);
      }),
    );
  });

  it("after a busy answer is neither a failure nor the end of one", () => {
    const failed = failing(read, 2).record;
    const { record, isNews } = afterBusy(failed, 60, unreachable, now);
    expect(record).toEqual({ ...failed, busySince: now, nextReadAt: new Date(now.getTime() + 270_000) });
    expect(isNews).toBe(false);
  });

  it("comes no sooner than the server asked before, when somebody looks in between", () => {
    const asked = afterBusy(read, 7_200, unreachable, now).record;
    const soon = new Date(now.getTime() + 300_000);
    expect(afterBusy(asked, undefined, unreachable, soon).record.nextReadAt).toEqual(asked.nextReadAt);
  });
});

describe("a feed in trouble", () => {
  it("is news once: at the third failure in a row", () => {
    expect(failing(read, 30).news).toEqual([3]);
  });

  it("is news again after it was well", () => {
    const well = afterReading(failing(read, 5).record, now);
    expect(failing(well, 5).news).toEqual([3]);
  });

  it("is no news for two failures, a good answer, and two more", () => {
    const well = afterReading(failing(read, 2).record, now);
    expect(failing(well, 2).news).toEqual([]);
  });

  it("is news at once where it was never read: the address is wrong", () => {
    expect(afterFailure(unread, unreachable, now).isNews).toBe(true);
  });

  it("remembers since when, and the latest reason", () => {
    const first = afterFailure(read, unreachable, now).record;
    const later = new Date(now.getTime() + 3_600_000);
    const second = afterFailure(first, new FeedloomError("FEED_MALFORMED", "no feed"), later).record;
    expect(second.trouble).toEqual({ since: now, code: "FEED_MALFORMED", words: "no feed" });
    expect(second.failures).toBe(2);
  });

  it("keeps what is known of it, and its version for the ledger to check", () => {
    expect(failing(read, 3).record).toMatchObject({ feed: url, firstReadAt: now, version: 3, etag: '"1"' });
    expect(afterReading(read, now)).toMatchObject({ feed: url, firstReadAt: now, version: 3, etag: '"1"' });
  });
});

describe("what once went wrong", () => {
  // It was told at its first failure, and again at its third.
  it("a feed that was never read is news once", () => {
    expect(failing(unread, 30).news).toEqual([1]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FeedRecord } from "../../functions/core/feed-record.ts";
import {
  afterReading,
  isDue,
  isPaced,
  nextLookAt,
  unreadFeed,
  withPace,
} from "../../functions/core/feed-schedule.ts";

const now = new Date("2026-11-20T12:00:00Z");
const url = "https://blog.example/feed.xml";
const minutesOn = (minutes: number, from = now) => new Date(from.getTime() + minutes * 60_000);
const read: FeedRecord = { ...unreadFeed(url, now), firstReadAt: now, version: 1 };
const paced = (pace: NonNullable<FeedRecord["pace"]>, feed = url): FeedRecord =>
  afterReading({ ...read, feed, pace }, now);

/** The minutes at which a feed is looked at by ticks of a schedule, its record never written again. */
function looks(record: FeedRecord, ticks: number[]): number[] {
  let considered = now;
  return ticks.filter((minute) => {
    const at = minutesOn(minute);
    const due = isDue(record, considered, at);
    considered = at;
    return due;
  });
}
const everyFiveMinutes = (hours: number) => Array.from({ length: hours * 12 }, (_, tick) => (tick + 1) * 5);

describe("a quiet feed whose record is not written again", () => {
  it("is due at every tick", () => {
    const ticks = everyFiveMinutes(24);
    expect(looks(afterReading(read, now), ticks)).toEqual(ticks);
  });

  it("is due once an hour where it asks for an hour", () => {
    const found = looks(paced({ feedMinutes: 60 }), everyFiveMinutes(24));
    expect(found).toHaveLength(24);
    for (const [index, minute] of found.slice(1).entries()) expect(minute - (found[index] ?? 0)).toBe(60);
  });

  it("is due once an hour where it, or its server, asks for a day or a year: an entry must not be a day late", () => {
    expect(looks(paced({ feedMinutes: 525_600 }), everyFiveMinutes(24))).toHaveLength(24);
    expect(looks(withPaceOfServer(86_400), everyFiveMinutes(24))).toHaveLength(24);
  });

  it("is due at every tick where it asks for less than that", () => {
    expect(isPaced(withPaceOfServer(300))).toBe(false);
    expect(isPaced(withPaceOfServer(301))).toBe(true);
  });

  it("is due after ticks that were missed, however long they were", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 6, max: 60 }),
        (gaps, feedMinutes) => {
          let minute = 0;
          const ticks = gaps.map((gap) => {
            minute += gap;
            return minute;
          });
          const found = looks(paced({ feedMinutes }), ticks);
          // Between two looks no tick passes a whole interval by.
          let last = 4.5;
          for (const tick of ticks) {
            if (found.includes(tick)) last = tick;
            else expect(tick - last).toBeLessThan(feedMinutes);
          }
        },
      ),
    );
  });

  it("shares its hour with others, but not its tick", () => {
    const perTick = new Map<number, number>();
    for (let index = 0; index < 1_200; index += 1) {
      const [first = 0] = looks(paced({ feedMinutes: 60 }, `${url}?${index}`), everyFiveMinutes(2));
      perTick.set(first, (perTick.get(first) ?? 0) + 1);
    }
    expect(perTick.size).toBeGreaterThanOrEqual(12);
    for (const count of perTick.values()) expect(count).toBeLessThan(160);
  });

  it("says when it is looked at next", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 6, max: 60 }), (minute, minutes) => {
        const record = paced({ feedMinutes: minutes, skipHours: [1, 2, 3] });
        const at = minutesOn(minute);
        const next = nextLookAt(record, at);
        expect(next > at).toBe(true);
        expect(isDue(record, at, next)).toBe(true);
        expect(isDue(record, at, new Date(next.getTime() - 1))).toBe(false);
      }),
    );
  });
});

function withPaceOfServer(serverSeconds: number): FeedRecord {
  return afterReading(withPace(read, { serverSeconds }), now);
}

describe("hours and days that a feed wants left out", () => {
  const hourOf = (minute: number) => minutesOn(minute).getUTCHours();

  it("are left out, and the feed is looked at as soon as they are over", () => {
    const found = looks(paced({ skipHours: [22, 23, 0, 1] }), everyFiveMinutes(24));
    // The moment of half a minute before ten is still minded at ten.
    expect(found.filter((minute) => [22, 23, 0, 1].includes(hourOf(minute)))).toEqual([600]);
    expect(found.filter((minute) => hourOf(minute) === 2)[0]).toBe(840);
    expect(found).toHaveLength(20 * 12 + 1);
  });

  it("are looked into every six hours all the same: a weekend is too long", () => {
    // The 21st and 22nd are Saturday and Sunday.
    const found = looks(paced({ skipDays: [6, 0] }), everyFiveMinutes(72));
    const weekend = found.filter((minute) => [6, 0].includes(minutesOn(minute).getUTCDay()));
    expect(weekend.length).toBeGreaterThanOrEqual(7);
    expect(weekend.length).toBeLessThanOrEqual(9);
  });

  it("are every hour and every day in no feed that means well: it is looked at every six hours", () => {
    const all = { skipHours: Array.from({ length: 24 }, (_, hour) => hour), skipDays: [0, 1, 2, 3, 4, 5, 6] };
    const found = looks(paced(all), everyFiveMinutes(48));
    expect(found.length).toBeGreaterThanOrEqual(8);
    expect(found.length).toBeLessThanOrEqual(9);
  });
});

describe("what is due", () => {
  it.each<[string, FeedRecord | undefined, Date | undefined, boolean]>([
    ["a feed that nothing is known of", undefined, now, true],
    ["one that is gone", { ...read, isGone: true }, undefined, false],
    ["one whose time is ahead", { ...read, nextReadAt: minutesOn(1) }, now, false],
    ["one whose time is a day ahead", { ...read, nextReadAt: minutesOn(1440) }, now, false],
    ["one whose time is now", read, now, true],
    [
      "one that fails, when its time has come",
      { ...read, failures: 4, pace: { feedMinutes: 60 } },
      now,
      true,
    ],
    ["a paced one of which nobody knows when it was minded", paced({ feedMinutes: 60 }), undefined, false],
    [
      "a paced one whose time has come and of which nobody knows when it was minded",
      { ...read, pace: { feedMinutes: 60 } },
      undefined,
      true,
    ],
    ["a paced one that was minded ahead of now", { ...read, pace: { feedMinutes: 60 } }, minutesOn(99), true],
  ])("%s", (_, record, considered, due) => {
    expect(isDue(record, considered, now)).toBe(due);
  });

  it("is a feed whose time lies further ahead than any pause: the clock was wrong when it was written", () => {
    expect(isDue({ ...read, nextReadAt: minutesOn(1441) }, now, now)).toBe(true);
    expect(isDue({ ...read, nextReadAt: new Date("2031-01-01") }, now, now)).toBe(true);
  });
});

describe("a feed's pace", () => {
  it("is what the document said last, and the server", () => {
    const both = withPace(read, { feed: { minutes: 30, skipHours: [3] }, serverSeconds: 600 });
    expect(both.pace).toEqual({ feedMinutes: 30, skipHours: [3], serverMinutes: 10 });
    expect(withPace(both, { serverSeconds: 1_200 }).pace).toEqual({
      feedMinutes: 30,
      skipHours: [3],
      serverMinutes: 20,
    });
    expect(withPace(both, { serverSeconds: 0 }).pace).toEqual({ feedMinutes: 30, skipHours: [3] });
    expect(withPace(both, { feed: "nothing" })).not.toHaveProperty("pace");
  });
});

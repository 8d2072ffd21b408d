import { describe, expect, it } from "vitest";
import type { FeedRecord } from "../../functions/core/feed-record.ts";
import { afterReading, unreadFeed } from "../../functions/core/feed-schedule.ts";
import { worthWriting } from "../../functions/core/feed-upkeep.ts";

const start = new Date("2026-11-20T12:00:00Z");
const later = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const known: FeedRecord = {
  ...unreadFeed("https://blog.example/feed.xml", start),
  firstReadAt: start,
  lastReadAt: start,
  etag: '"1"',
  bodyHash: "00",
  entriesHash: "aa",
  version: 3,
};
const at = (minutes: number, change: Partial<FeedRecord> = {}, former = known) =>
  worthWriting(former, afterReading({ ...former, ...change }, later(minutes)), later(minutes));

describe("a look at a feed", () => {
  it("that found nothing changed writes nothing, today and in a year", () => {
    expect(at(5)).toBeUndefined();
    expect(at(525_600)).toBeUndefined();
  });

  it.each<[string, Partial<FeedRecord>]>([
    ["other entries", { entriesHash: "bb" }],
    ["that it moved", { movedTo: "https://new.example/feed" }],
    ["that it is found elsewhere", { foundAt: "https://blog.example/atom" }],
  ])("that found %s is written at once", (_, change) => {
    expect(at(5, change)).toMatchObject(change);
  });

  it("after failures is written: it is well again", () => {
    const trouble = { since: start, code: "FEED_UNREACHABLE", words: "no answer" };
    expect(at(5, {}, { ...known, failures: 1, trouble })).toMatchObject({ failures: 0 });
  });

  it("of a feed that is known for the first time is written", () => {
    expect(at(5, {}, { ...known, version: 0 })).toBeDefined();
  });

  it("that found a new validator writes it, but no second one within an hour", () => {
    const first = at(5, { etag: '"2"' });
    expect(first).toMatchObject({ etag: '"2"', keptAt: later(5) });
    const stored = { ...known, ...first, version: 4 };
    expect(at(10, { etag: '"3"' }, stored)).toBeUndefined();
    expect(at(10, { etag: '"3"', entriesHash: "bb" }, stored)).toMatchObject({ etag: '"3"' });
    expect(at(65, { etag: '"3"' }, stored)).toMatchObject({ etag: '"3"', keptAt: later(65) });
  });

  it("heals a due time that a wrong clock wrote", () => {
    const record = { ...known, nextReadAt: new Date("2031-01-01") };
    expect(at(5, {}, record)?.nextReadAt).toEqual(later(9.5));
  });
});

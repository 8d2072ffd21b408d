import { describe, expect, it } from "vitest";
import { aFeed, minutesAfter, noon } from "../support/ledger-records.ts";
import type { Pair } from "./ledger.contract.ts";

const feed = "https://blog.example/feed.xml";

export function feedsContract(pair: Pair): void {
  describe("a feed's record", () => {
    it("is absent until it is written, and others are found without it", async () => {
      const other = "https://blog.example/other.xml?a=1&b=#x";
      expect(await pair().one.writeFeed(aFeed({ feed: other }))).toBe(true);
      const records = await pair().other.readFeeds([feed, other]);
      expect([...records]).toEqual([[other, aFeed({ feed: other, version: 1 })]]);
    });

    it("is read back whole, one version on", async () => {
      const whole = aFeed({
        title: "Grüße 👋🏽",
        etag: 'W/"a"',
        lastModified: "Fri, 20 Nov 2026 12:00:00 GMT",
        bodyHash: "00ff",
        movedTo: "https://new.example/feed",
        foundAt: "https://blog.example/atom.xml",
        entriesHash: "ff00",
        pace: { feedMinutes: 60, serverMinutes: 10, skipHours: [0, 23], skipDays: [6] },
        keptAt: minutesAfter(4),
        firstReadAt: noon,
        lastReadAt: minutesAfter(5),
        failures: 3,
        trouble: { since: noon, code: "FEED_UNREACHABLE", words: "no answer" },
        isGone: true,
      });
      await pair().one.writeFeed(whole);
      expect((await pair().other.readFeeds([feed])).get(feed)).toEqual({ ...whole, version: 1 });
    });

    it("is not written over by one who had read an older version", async () => {
      const { one, other } = pair();
      expect(await one.writeFeed(aFeed())).toBe(true);
      expect(await one.writeFeed(aFeed({ version: 1, failures: 1 }))).toBe(true);
      expect(await other.writeFeed(aFeed({ version: 1, failures: 9 }))).toBe(false);
      expect(await other.writeFeed(aFeed({ version: 0, failures: 9 }))).toBe(false);
      expect(await other.writeFeed(aFeed({ version: 7, failures: 9 }))).toBe(false);
      expect((await other.readFeeds([feed])).get(feed)).toEqual(aFeed({ version: 2, failures: 1 }));
    });

    it("is not made by a version that never was", async () => {
      expect(await pair().one.writeFeed(aFeed({ version: 3 }))).toBe(false);
      expect((await pair().one.readFeeds([feed])).size).toBe(0);
    });

    it("is written by exactly one of many who read the same version", async () => {
      for (const version of [0, 1]) {
        const writes = twentyOf(pair).map((ledger) => ledger.writeFeed(aFeed({ version })));
        expect((await Promise.all(writes)).filter(Boolean)).toHaveLength(1);
      }
    });

    it("is found among more feeds than one question holds, each asked for once or twice", async () => {
      const feeds = Array.from({ length: 120 }, (_, index) => `https://blog.example/${index}.xml`);
      for (const name of feeds) await pair().one.writeFeed(aFeed({ feed: name }));
      const found = await pair().other.readFeeds([...feeds, feed, ...feeds]);
      expect([...found.keys()].toSorted()).toEqual(feeds.toSorted());
      expect((await pair().other.readFeeds([])).size).toBe(0);
    });
  });
}

export function roundContract(pair: Pair): void {
  describe("how far the poller came", () => {
    it("is not known before it is written; then the last word counts, whoever wrote it", async () => {
      const { one, other } = pair();
      expect(await one.readPolling([feed])).toEqual({ records: new Map() });
      await one.writeRound({ at: noon, upTo: "0f", former: minutesAfter(-5) });
      expect((await other.readPolling([])).round).toEqual({ at: noon, upTo: "0f", former: minutesAfter(-5) });
      await other.writeRound({ at: minutesAfter(5) });
      expect((await one.readPolling([])).round).toEqual({ at: minutesAfter(5) });
    });

    it("is read together with the records of the feeds that are named, and of no other", async () => {
      const { one, other } = pair();
      const feeds = Array.from({ length: 250 }, (_, index) => `https://blog.example/${index}.xml`);
      await Promise.all([...feeds, feed].map((name) => one.writeFeed(aFeed({ feed: name }))));
      await one.writeRound({ at: noon });
      const { records, round } = await other.readPolling(feeds);
      expect([...records.keys()].toSorted()).toEqual(feeds.toSorted());
      expect(round).toEqual({ at: noon });
    });
  });
}

export function entriesContract(pair: Pair): void {
  const mark = (minutes = 0) => ({ seenAt: minutesAfter(minutes) });

  describe("an entry's mark", () => {
    it("is found by its feed and key, and by nothing else", async () => {
      await pair().one.markEntry(feed, "guid:A", mark());
      expect(await pair().other.knownEntries(feed, ["guid:a", "guid:A", "guid:", "A"])).toEqual(
        new Map([["guid:A", mark()]]),
      );
      expect(await pair().other.knownEntries(`${feed}?`, ["guid:A"])).toEqual(new Map());
    });

    it("is read back with all that is known of its entry", async () => {
      const whole = { ...mark(), of: "id-1", publishedAt: minutesAfter(-9), text: "00ff", feed: "ff00" };
      expect(await pair().one.markEntry(feed, "title-A", whole)).toEqual(whole);
      expect((await pair().other.knownEntries(feed, ["title-A"])).get("title-A")).toEqual(whole);
    });

    it("may be made again, by several at once: the first one stays", async () => {
      await pair().one.markEntry(feed, "guid:A", { ...mark(), of: "first" });
      const told = await Promise.all(
        twentyOf(pair).map((ledger, index) =>
          ledger.markEntry(feed, "guid:A", { ...mark(index), of: `${index}` }),
        ),
      );
      expect(new Set(told.map(({ of }) => of))).toEqual(new Set(["first"]));
      expect((await pair().one.knownEntries(feed, ["guid:A"])).get("guid:A")).toEqual({
        ...mark(),
        of: "first",
      });
    });

    it("is one and the same for all who make it at once", async () => {
      const told = await Promise.all(
        twentyOf(pair).map((ledger, index) =>
          ledger.markEntry("@bronzfronz", "page-A", { ...mark(), of: `${index}` }),
        ),
      );
      expect(new Set(told.map(({ of }) => of)).size).toBe(1);
    });

    it("takes on what is known of its entry where it was made without", async () => {
      await pair().one.markEntry(feed, "guid:A", mark());
      await pair().other.markEntry(feed, "guid:A", { ...mark(5), of: "id-1" });
      expect((await pair().one.knownEntries(feed, ["guid:A"])).get("guid:A")).toEqual({
        ...mark(),
        of: "id-1",
      });
    });

    it("is found among any number of keys, doubled ones too", async () => {
      const keys = Array.from({ length: 250 }, (_, index) => `guid:${index}`);
      const marked = keys.filter((_key, index) => index % 2 === 0);
      await Promise.all(marked.map((key) => pair().one.markEntry(feed, key, mark())));
      const found = await pair().other.knownEntries(feed, [...keys, ...keys]);
      expect([...found.keys()].toSorted()).toEqual(marked.toSorted());
      expect(await pair().other.knownEntries(feed, [])).toEqual(new Map());
    });

    it("may have the longest key, in any script", async () => {
      const key = `${"ø".repeat(62)}👩‍👩‍👧${"漢".repeat(58)}`;
      expect(key).toHaveLength(128);
      await pair().one.markEntry(feed, key, mark());
      expect([...(await pair().other.knownEntries(feed, [key])).keys()]).toEqual([key]);
    });
  });
}

/** Twenty callers, half of them in the one process and half in the other. */
export function twentyOf(pair: Pair) {
  return Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? pair().one : pair().other));
}

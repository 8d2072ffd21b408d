import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InProcessBus } from "../../functions/adapters/local/in-process-bus.ts";
import { readConfiguration } from "../../functions/core/configuration.ts";
import type { Entry } from "../../functions/core/entry.ts";
import { entryKey } from "../../functions/core/entry-key.ts";
import { unreadFeed } from "../../functions/core/feed-schedule.ts";
import { inOrder, type KeyedEntry, newEntries } from "../../functions/core/new-entries.ts";
import { findNewEntries } from "../../functions/feed-poller/find-new-entries.ts";
import { ReadingTime } from "../../functions/feed-poller/reading-time.ts";
import { takeEntries } from "../../functions/feed-poller/take-entries.ts";
import { aFeedOf, anEntry } from "../support/an-entry.ts";
import { ModelLedger } from "../support/model-ledger.ts";
import { recordedLog } from "../support/recorded-log.ts";
import { VirtualClock } from "../support/virtual-clock.ts";

const now = new Date("2026-11-20T12:00:00Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

/** The ids in the order in which they would go out. */
function order(...entries: Entry[]): (string | undefined)[] {
  return inOrder(aFeedOf(...entries), now).map(({ entry }) => entry.id);
}

/** So many entries, the newest first as in a feed; "1" is the oldest. */
function entries(count: number): Entry[] {
  return Array.from({ length: count }, (_, index) =>
    anEntry({ id: String(count - index), publishedAt: daysAgo(index + 1) }),
  );
}

function keyed(count: number): KeyedEntry[] {
  return inOrder(aFeedOf(...entries(count)), now);
}

const keysOf = (...ids: string[]) => new Set(ids.map((id) => entryKey(anEntry({ id }))));

/** What is decided, by id. */
function decided(
  all: KeyedEntry[],
  known: ReadonlySet<string>,
  rules: Partial<Parameters<typeof newEntries>[2]>,
): string[] {
  return newEntries(all, known, { isFirstSight: false, backfill: 0, floodLimit: 10, ...rules }).map(
    ({ entry, decision }) => `${decision.verdict} ${entry.id}`,
  );
}

describe("the order of entries", () => {
  it("is oldest first, wherever they stand in the document", () => {
    expect(
      order(
        anEntry({ id: "middle", publishedAt: daysAgo(2) }),
        anEntry({ id: "old", publishedAt: daysAgo(3) }),
        anEntry({ id: "new", publishedAt: daysAgo(1) }),
      ),
    ).toEqual(["old", "middle", "new"]);
  });

  it("has no place for what holds nothing to post: a date, an author, a category", () => {
    const publishedAt = daysAgo(1);
    expect(
      order(anEntry({ publishedAt }), anEntry({ id: "1" }), anEntry({ authors: ["Ida"], tags: ["boats"] })),
    ).toEqual(["1"]);
  });

  it("is the document's, last first, for entries of the same second", () => {
    const publishedAt = daysAgo(1);
    expect(order(...["3", "2", "1"].map((id) => anEntry({ id, publishedAt })))).toEqual(["1", "2", "3"]);
  });

  it("is the document's, last first, for entries without dates", () => {
    expect(order(...["3", "2", "1"].map((id) => anEntry({ id })))).toEqual(["1", "2", "3"]);
  });

  it("keeps an entry without a date between its neighbours", () => {
    expect(
      order(
        anEntry({ id: "new", publishedAt: daysAgo(1) }),
        anEntry({ id: "undated" }),
        anEntry({ id: "old", publishedAt: daysAgo(3) }),
      ),
    ).toEqual(["old", "undated", "new"]);
  });

  it("takes an entry dated ahead of a feed's newest for one of now", () => {
    const [past, ahead] = inOrder(
      aFeedOf(
        anEntry({ id: "ahead", publishedAt: daysAgo(-400) }),
        anEntry({ id: "past", publishedAt: daysAgo(1) }),
      ),
      now,
    );
    expect(past?.entry.id).toBe("past");
    expect(ahead?.orderKey.startsWith(now.toISOString())).toBe(true);
  });

  it("is the same when the texts that stand for it are sorted, for up to 2,000 entries of one moment", () => {
    const publishedAt = daysAgo(1);
    const all = inOrder(
      aFeedOf(...Array.from({ length: 2_000 }, (_, index) => anEntry({ id: String(index), publishedAt }))),
      now,
    );
    const keys = all.map(({ orderKey }) => orderKey);
    expect(keys).toEqual(keys.toSorted());
    expect(new Set(keys).size).toBe(2_000);
    expect(all.at(-1)?.entry.id).toBe("0");
  });

  it("has every entry once: of several with one id that say the same, the first in the document", () => {
    const [entry, ...others] = inOrder(
      aFeedOf(
        anEntry({ id: "1", title: "First", publishedAt: daysAgo(5) }),
        anEntry({ id: "1", title: " first", publishedAt: daysAgo(5) }),
      ),
      now,
    );
    expect(others).toEqual([]);
    expect(entry?.entry.title).toBe("First");
  });

  it("loses none and invents none, whatever the dates", () => {
    const anyDate = fc.option(fc.date({ min: daysAgo(20_000), max: daysAgo(-20_000), noInvalidDate: true }));
    fc.assert(
      fc.property(fc.array(anyDate, { maxLength: 60 }), (dates) => {
        const all = dates.map((date, index) =>
          anEntry(date === null ? { id: String(index) } : { id: String(index), publishedAt: date }),
        );
        const placed = inOrder(aFeedOf(...all), now);
        expect(placed.map(({ entry }) => entry.id).toSorted()).toEqual(all.map(({ id }) => id).toSorted());
        // Nothing is placed ahead of now: it would hold its place behind entries not written yet.
        for (const { orderKey } of placed) expect(orderKey < `${now.toISOString()}#999999`).toBe(true);
      }),
    );
  });
});

describe("the first sight of a feed", () => {
  const isFirstSight = true;

  it.each([
    ["posts nothing by default", 0, ["skip 1", "skip 2", "skip 3"]],
    ["posts the newest entry with a backfill of one", 1, ["skip 1", "skip 2", "post 3"]],
    ["posts as many as the backfill says, oldest first", 2, ["skip 1", "post 2", "post 3"]],
    ["posts all where the backfill is as large as the feed", 3, ["post 1", "post 2", "post 3"]],
    ["posts all where the backfill is larger than the feed", 9, ["post 1", "post 2", "post 3"]],
  ])("%s", (_, backfill, wanted) => {
    expect(decided(keyed(3), new Set(), { isFirstSight, backfill })).toEqual(wanted);
  });

  it("records what it skips with the reason", () => {
    const [only] = newEntries(keyed(1), new Set(), { isFirstSight, backfill: 0, floodLimit: 10 });
    expect(only?.decision).toEqual({
      verdict: "skip",
      reason: "backfill",
      words: "it was in the feed before Feedloom first saw it",
    });
  });

  it("is no flood, however long the feed", () => {
    expect(new Set(decided(keyed(50), new Set(), { isFirstSight, backfill: 50 }))).not.toContain("hold 1");
    expect(decided(keyed(50), new Set(), { isFirstSight, backfill: 50 })).toHaveLength(50);
  });

  it("decides the same for the rest after it died half-way, whatever had been taken", () => {
    const all = keyed(12);
    fc.assert(
      fc.property(fc.subarray(all), fc.nat(14), (taken, backfill) => {
        const rules = { isFirstSight, backfill };
        const known = new Set(taken.map(({ key }) => key));
        const rest = all.flatMap(({ key }, index) => (known.has(key) ? [] : [index]));
        const atFirst = decided(all, new Set(), rules);
        expect(decided(all, known, rules)).toEqual(rest.map((index) => atFirst[index]));
      }),
    );
  });
});

describe("a feed that is known", () => {
  it("has only the entries posted that are not known, oldest first", () => {
    expect(decided(keyed(4), keysOf("1", "3"), {})).toEqual(["post 2", "post 4"]);
  });

  it("posts nothing when nothing is new", () => {
    expect(decided(keyed(2), keysOf("1", "2"), {})).toEqual([]);
  });

  it.each([
    ["backdated by years", daysAgo(3_000)],
    ["dated ahead", daysAgo(-30)],
    ["of the same second as a known one", daysAgo(1)],
    ["without a date", undefined],
  ])("posts a new entry that is %s: dates never decide", (_, publishedAt) => {
    const fresh = anEntry(publishedAt === undefined ? { id: "new" } : { id: "new", publishedAt });
    const all = inOrder(aFeedOf(fresh, anEntry({ id: "known", publishedAt: daysAgo(1) })), now);
    expect(decided(all, keysOf("known"), {})).toEqual(["post new"]);
  });

  it("leaves an edited entry alone", () => {
    const all = inOrder(aFeedOf(anEntry({ id: "1", title: "Edited", publishedAt: now })), now);
    expect(decided(all, keysOf("1"), {})).toEqual([]);
  });

  it("does not backfill: that is for the first sight", () => {
    expect(decided(keyed(2), keysOf("1"), { backfill: 5 })).toEqual(["post 2"]);
  });

  it("posts as many new entries at once as the flood limit", () => {
    expect(decided(keyed(2), new Set(), { floodLimit: 2 })).toEqual(["post 1", "post 2"]);
  });

  it("holds them all when there is one more than the flood limit", () => {
    expect(decided(keyed(4), new Set(), { floodLimit: 3 })).toEqual(["hold 1", "hold 2", "hold 3", "hold 4"]);
  });

  it("counts only new entries towards the flood limit", () => {
    expect(decided(keyed(4), keysOf("1"), { floodLimit: 3 })).toEqual(["post 2", "post 3", "post 4"]);
  });

  it("says of a flood how many came and how many may", () => {
    const [first] = newEntries(keyed(4), new Set(), { isFirstSight: false, backfill: 0, floodLimit: 3 });
    expect(first?.decision).toEqual({
      verdict: "hold",
      reason: "flood",
      words: "4 new entries at once, more than the limit of 3: release or drop them",
    });
  });
});

describe("what once went wrong", () => {
  // The code gives an entry dated ahead its newer neighbour's date, the comment on inOrder() promises now.
  it("an entry dated ahead counts as now wherever it stands", () => {
    expect(
      order(
        anEntry({ id: "yesterday", publishedAt: daysAgo(1) }),
        anEntry({ id: "ahead", publishedAt: daysAgo(-5) }),
      ),
    ).toEqual(["yesterday", "ahead"]);
  });

  // The marks of a flood are written one by one: after a crash the rest was below the limit, and was posted.
  it("a flood stays a flood when taking it in dies half-way", async () => {
    class DyingLedger extends ModelLedger {
      marksLeft = 5;
      override async markEntry(...[feed, key, mark]: Parameters<ModelLedger["markEntry"]>) {
        this.marksLeft -= 1;
        if (this.marksLeft < 0) throw new Error("died");
        return super.markEntry(feed, key, mark);
      }
    }
    const [route] = readConfiguration({
      accounts: ["bronzfronz"],
      feeds: ["https://blog.example/feed.xml"],
    }).routes;
    if (route === undefined) throw new Error("no route");
    const clock = new VirtualClock();
    const ledger = new DyingLedger();
    const record = { ...unreadFeed(route.url, clock.now()), firstReadAt: clock.now() };
    const take = async () => {
      const services = { clock, ledger, bus: new InProcessBus(), log: recordedLog() };
      const parts = { ...services, time: new ReadingTime(route.url) };
      const taking = await findNewEntries(aFeedOf(...entries(12)), route, record, parts);
      await takeEntries(taking, route, parts);
    };
    await expect(take()).rejects.toThrow("died");
    ledger.marksLeft = Number.POSITIVE_INFINITY;
    await take();
    expect(await ledger.tally("bronzfronz")).toMatchObject({ open: 0, held: 12 });
  });
});

import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { FeedAnswer, FeedSource } from "../../functions/ports/feed-source.ts";
import { account, aPoller } from "../support/a-poller.ts";

const bytes = (...ids: string[]) =>
  new TextEncoder().encode(
    `<rss><channel>${ids.map((id) => `<item><guid>${id}</guid></item>`).join("")}</channel></rss>`,
  );
const answer = (url: string, ...ids: string[]): FeedAnswer => ({
  kind: "body",
  bytes: bytes(...ids),
  finalUrl: url,
  validators: { etag: '"1"' },
});
const unchanged: FeedAnswer = { kind: "not-modified", validators: { etag: '"1"' } };
const many = (count: number, host = (index: number) => `blog-${index}.example`) =>
  Array.from({ length: count }, (_, index) => `https://${host(index)}/${index}.xml`);

describe("ten thousand feeds", () => {
  it("are polled in one run, and at a quiet tick nothing is written for any of them", async () => {
    const feeds = many(10_000);
    const { poll, calls, clock } = aPoller(feeds, async (url, { etag }) =>
      etag === undefined ? answer(url, "a") : unchanged,
    );
    expect((await poll()).counts).toEqual({ read: 10_000 });
    calls();
    clock.advance({ minutes: 5 });
    const { counts, feeds: reports } = await poll();
    expect(counts).toEqual({ unchanged: 10_000 });
    expect(reports).toEqual([]);
    expect(calls()).toEqual({ readPolling: 1, posts: 1, readAccount: 1 });
  });

  it("of which a hundred have news cost those hundred, and the answer names them", async () => {
    const feeds = many(2_000);
    const { poll, calls, clock } = aPoller(feeds, async (url, { etag }) => {
      if (etag === undefined) return answer(url, "a");
      return Number(/(\d+)\.xml$/.exec(url)?.[1]) % 20 === 0 ? answer(url, "b", "a") : unchanged;
    });
    await poll();
    calls();
    clock.advance({ minutes: 5 });
    const { counts, feeds: reports, entriesSeen } = await poll();
    expect([counts, reports.length, entriesSeen]).toEqual([{ unchanged: 1_900, read: 100 }, 100, 100]);
    expect(calls()).toMatchObject({ knownEntries: 200, addPost: 100, markEntry: 100, writeFeed: 100 });
  });
});

describe("feeds that are slow", () => {
  /** A web where fetches wait to be let go, and what goes on at the same time. */
  function aHeldWeb(isSlow: (url: string) => boolean) {
    const held: (() => void)[] = [];
    const seen = { now: 0, most: 0, perHost: new Map<string, number>(), mostPerHost: 0, done: 0 };
    const fetch: FeedSource["fetch"] = async (url) => {
      const { host } = new URL(url);
      seen.now += 1;
      seen.most = Math.max(seen.most, seen.now);
      seen.perHost.set(host, (seen.perHost.get(host) ?? 0) + 1);
      seen.mostPerHost = Math.max(seen.mostPerHost, seen.perHost.get(host) ?? 0);
      if (isSlow(url)) await new Promise<void>((resolve) => held.push(resolve));
      else await nextTurn();
      seen.now -= 1;
      seen.done += 1;
      seen.perHost.set(host, (seen.perHost.get(host) ?? 1) - 1);
      return answer(url, "a");
    };
    /** Until nothing moves any more. */
    const rest = async () => {
      for (let before = -1; before !== seen.done; ) {
        before = seen.done;
        for (let turn = 0; turn < 200; turn += 1) await nextTurn();
      }
    };
    const letGo = () => {
      for (const go of held.splice(0)) go();
    };
    return { fetch, seen, rest, letGo, held };
  }

  it("are polled some at a time, and two at a time of one host", async () => {
    const web = aHeldWeb(() => false);
    const { poll } = aPoller(
      many(600, (index) => (index % 2 === 0 ? "host.example" : `blog-${index}.example`)),
      web.fetch,
    );
    expect((await poll()).counts).toEqual({ read: 600 });
    expect(web.seen.mostPerHost).toBe(2);
    expect(web.seen.most).toBeGreaterThan(10);
    expect(web.seen.most).toBeLessThanOrEqual(48);
  });

  it("delay none of another host, be they a thousand", async () => {
    const isSlow = (url: string) => url.includes("//slow.example");
    const web = aHeldWeb(isSlow);
    const feeds = many(1_500, (index) => (index % 3 === 0 ? `blog-${index}.example` : "slow.example"));
    const { poll } = aPoller(feeds, web.fetch);
    const run = poll();
    await web.rest();
    expect([web.seen.done, web.held.length]).toEqual([500, 2]);
    let isOver = false;
    void run.then(() => {
      isOver = true;
    });
    while (!isOver) {
      web.letGo();
      await nextTurn();
    }
    expect((await run).counts).toEqual({ read: 1_500 });
  });

  it("do not hold up the publisher of an account whose posts are in line", async () => {
    const web = aHeldWeb((url) => url.includes("slow"));
    const store = ["https://slow.example/1.xml", "https://blog.example/2.xml"];
    const isNew = { now: false };
    const { poll, clock, events } = aPoller(store, async (url, validators) => {
      await web.fetch(url, validators);
      return isNew.now && !url.includes("slow") ? answer(url, "b", "a") : answer(url, "a");
    });
    const first = poll();
    await web.rest();
    web.letGo();
    await first;
    isNew.now = true;
    clock.advance({ minutes: 5 });
    const second = poll();
    await web.rest();
    expect(events).toEqual([{ type: "PostsPending", detail: { account } }]);
    // The next tick, and it is told before any feed is looked at.
    web.letGo();
    await second;
    clock.advance({ minutes: 5 });
    events.length = 0;
    const third = poll();
    await web.rest();
    expect(events).toEqual([{ type: "PostsPending", detail: { account } }]);
    web.letGo();
    expect((await third).nudged).toEqual([account]);
  });
});

describe("a run whose time is up", () => {
  it("begins no further look, says how many are left, and the next run begins with them", async () => {
    const feeds = many(300);
    const asked: string[] = [];
    const { poll, clock } = aPoller(feeds, async (url) => {
      asked.push(url);
      clock.advance({ seconds: 1 });
      return answer(url, "a");
    });
    const rounds: number[] = [];
    const soon = () => new Date(clock.now().getTime() + 100_000);
    for (let run = 0; run < 4; run += 1) {
      const { leftForNextRun = 0 } = await poll({ until: soon() });
      rounds.push(leftForNextRun);
      clock.advance({ minutes: 4 });
    }
    expect(rounds[0]).toBeGreaterThan(100);
    // All of them were looked at once before any was looked at again.
    expect(new Set(asked.slice(0, 300)).size).toBe(300);
  });

  it("loses no hourly feed its turn", async () => {
    const asked = new Map<string, number>();
    const { poll, clock } = aPoller(many(60), async (url) => {
      asked.set(url, (asked.get(url) ?? 0) + 1);
      clock.advance({ seconds: 10 });
      return { ...answer(url, "a"), maxAgeSeconds: 3_600 };
    });
    // A run has time for six; in two hours each has had its turn at least once, and none many more than its due.
    for (let tick = 0; tick < 36; tick += 1) {
      const began = clock.now().getTime();
      await poll({ until: new Date(began + 55_000) });
      clock.advance({ milliseconds: began + 300_000 - clock.now().getTime() });
    }
    expect(asked.size).toBe(60);
    expect(Math.min(...asked.values())).toBeGreaterThanOrEqual(2);
  });
});

it("one feed that fails in an unforeseen way fails the run, after all others were read", async () => {
  const read = new Set<string>();
  const { poll } = aPoller(many(50), async (url) => {
    if (url.endsWith("/7.xml")) throw new TypeError("a bug");
    await nextTurn();
    read.add(url);
    return answer(url, "a");
  });
  await expect(poll()).rejects.toThrow("a bug");
  expect(read.size).toBe(49);
});

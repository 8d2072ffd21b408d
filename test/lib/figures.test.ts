import { describe, expect, it, onTestFinished } from "vitest";
import { InProcessBus } from "../../functions/adapters/local/in-process-bus.ts";
import { SqliteStore } from "../../functions/adapters/local/sqlite-store.ts";
import { readConfiguration } from "../../functions/core/configuration.ts";
import { unreadFeed } from "../../functions/core/feed-schedule.ts";
import type { Post } from "../../functions/core/post.ts";
import { pollFigures } from "../../functions/feed-poller/figures.ts";
import type { PollReport } from "../../functions/feed-poller/poll-feeds.ts";
import { postFigures } from "../../functions/publisher/figures.ts";
import { localServices } from "../../functions/runtime/local-services.ts";
import { refreshFigures } from "../../functions/token-refresher/figures.ts";
import { afterNoon, aPost, noon } from "../support/a-post.ts";
import { recordedLog } from "../support/recorded-log.ts";
import { VirtualClock } from "../support/virtual-clock.ts";

const [feed, other] = ["https://blog.example/feed.xml", "https://other.example/feed.xml"];

/** A ledger in memory at noon, for two accounts and two feeds, the first of which goes to both. */
function aLedger() {
  const store = new SqliteStore(":memory:");
  onTestFinished(() => store.close());
  const log = recordedLog();
  const services = localServices({
    store,
    log,
    bus: new InProcessBus(),
    clock: new VirtualClock(noon.toISOString()),
    configuration: readConfiguration({
      accounts: ["bronzfronz", "another.one"],
      feeds: [feed, { url: other, accounts: ["another.one"] }],
    }),
    threadsUrls: { graphUrl: "http://127.0.0.1:9", authorizeUrl: "http://127.0.0.1:9" },
    allowPrivateFeeds: true,
  });
  return { services, log, ledger: services.ledger };
}

const aReport = (...feeds: Partial<PollReport["feeds"][number]>[]): PollReport => ({
  feeds: feeds.map((one) => ({ feed, outcome: "read", entries: [], ...one })),
  nudged: [],
});

describe("what the poller reports at a tick", () => {
  it("of a quiet one are zeros, and no days before the first Connect", async () => {
    const { services } = aLedger();
    expect(await pollFigures(aReport(), services)).toEqual({
      EntriesSeen: 0,
      FeedsInTrouble: 0,
      LongestWait: 0,
    });
  });

  it("counts every new entry, and a flood once for each account that it was held for", async () => {
    const { services, log } = aLedger();
    const flood = "more than floodLimit at once";
    const entries = (decision: "post" | "skip" | "hold", count: number) =>
      Array.from({ length: count }, (_, index) => ({ title: `Entry ${index}`, decision, words: flood }));
    const report = aReport(
      { entries: [...entries("post", 1), ...entries("skip", 1), ...entries("hold", 12)] },
      { feed: other, entries: entries("hold", 11) },
    );
    expect(await pollFigures(report, services)).toMatchObject({
      EntriesSeen: 25,
      PostsHeld: 12 * 2 + 11,
      PostsSetAside: 12 * 2 + 11,
    });
    expect(log.lines.filter((line) => line.startsWith("warn entries set aside"))).toEqual([
      expect.stringContaining(flood),
      expect.stringContaining(other),
    ]);
  });

  it("has the days of the account with fewest: none for one that was disconnected", async () => {
    const { services, ledger, log } = aLedger();
    const account = (name: string, more: object) =>
      ledger.writeAccount({ account: name, state: "connected", changedAt: noon, ...more });
    await account("bronzfronz", { tokenExpiresAt: afterNoon({ days: 52, hours: 3 }) });
    expect(await pollFigures(aReport(), services)).toMatchObject({ TokenDaysLeft: 52 });
    await account("another.one", { tokenExpiresAt: afterNoon({ days: 9 }) });
    expect(await pollFigures(aReport(), services)).toMatchObject({ TokenDaysLeft: 9 });
    expect(log.lines.at(-1)).toContain("'another.one': 9");
    await account("another.one", { state: "disconnected" });
    expect(await pollFigures(aReport(), services)).toMatchObject({ TokenDaysLeft: 0 });
  });

  it("has how long the first post in line has been known, where that is longest", async () => {
    const { services, ledger } = aLedger();
    await ledger.addPost(aPost({ seenAt: afterNoon({ minutes: -5 }) }));
    await ledger.addPost(aPost({ account: "another.one", seenAt: afterNoon({ minutes: -90 }) }));
    expect(await pollFigures(aReport(), services)).toMatchObject({ LongestWait: 90 * 60 });
  });

  it.each([
    ["failed for the third time", { failures: 3, firstReadAt: noon }, 1],
    ["failed twice, which is the web's weather", { failures: 2, firstReadAt: noon }, 0],
    ["failed and was never read", { failures: 1 }, 1],
    ["is gone for good", { isGone: true, firstReadAt: noon }, 1],
  ])("counts feeds in trouble: one that %s", async (_, record, count) => {
    const { services, ledger, log } = aLedger();
    await ledger.writeFeed({ ...unreadFeed(feed, noon), ...record });
    expect(await pollFigures(aReport(), services)).toMatchObject({ FeedsInTrouble: count });
    expect(log.lines.at(-1)?.includes(feed)).toBe(count === 1);
  });
});

describe("what the publisher reports of a post", () => {
  it("is when it was out since it was seen", () => {
    const life: Post["life"] = {
      state: "published",
      publishedAt: afterNoon({ seconds: 42 }),
      containerId: "17",
      without: [],
    };
    expect(postFigures(aPost({ life }))).toEqual({ PostsPublished: 1, PublishLatency: 42 });
  });

  it("is that a person is wanted, when it is held or has failed", () => {
    const ended = { reason: "100/33", words: "No.", at: noon };
    expect(postFigures(aPost({ life: { state: "failed", ...ended } }))).toEqual({
      PostsFailed: 1,
      PostsSetAside: 1,
    });
    const { life } = aPost();
    if (life.state !== "pending") throw new Error("a fresh post is pending");
    const held = { state: "held", reason: "restricted", words: "No.", at: noon, resumeAs: life } as const;
    expect(postFigures(aPost({ life: held }))).toEqual({ PostsHeld: 1, PostsSetAside: 1 });
  });

  it("is nothing while it goes on", () => {
    expect(postFigures(aPost())).toEqual({});
  });
});

describe("what the refresher reports", () => {
  it("is the fewest days of those that it looked at: none for one that is disconnected", () => {
    const many = [
      { outcome: "renewed", daysLeft: 59 },
      { outcome: "failed", daysLeft: 31 },
      { outcome: "not-connected" },
    ] as const;
    expect(refreshFigures([...many])).toEqual({ TokenDaysLeft: 31 });
    expect(refreshFigures([...many, { outcome: "disconnected" }])).toEqual({ TokenDaysLeft: 0 });
    expect(refreshFigures([{ outcome: "not-connected" }])).toEqual({});
  });
});

import { describe, expect, it, onTestFinished } from "vitest";
import { InProcessBus } from "../../functions/adapters/local/in-process-bus.ts";
import { SqliteStore } from "../../functions/adapters/local/sqlite-store.ts";
import { readConfiguration } from "../../functions/core/configuration.ts";
import { unreadFeed } from "../../functions/core/feed-schedule.ts";
import type { Post } from "../../functions/core/post.ts";
import { pollFigures, pollNames } from "../../functions/feed-poller/figures.ts";
import { pollFeeds } from "../../functions/feed-poller/poll-feeds.ts";
import type { FeedSource } from "../../functions/ports/feed-source.ts";
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
  const clock = new VirtualClock(noon.toISOString());
  const services = localServices({
    store,
    log,
    bus: new InProcessBus(),
    clock,
    configuration: readConfiguration({
      accounts: ["bronzfronz", "another.one"],
      feeds: [feed, { url: other, accounts: ["another.one"] }],
    }),
    threadsUrls: { graphUrl: "http://127.0.0.1:9", authorizeUrl: "http://127.0.0.1:9" },
    allowPrivateFeeds: true,
  });
  return { services, log, clock, ledger: services.ledger };
}

/** A web on which every feed asks to be left alone. */
const busyWeb: FeedSource = { fetch: async () => ({ kind: "busy", status: 429 }) };

async function tick({ services }: ReturnType<typeof aLedger>, feedSource = busyWeb) {
  const report = await pollFeeds({ ...services, feedSource });
  return { figures: pollFigures(report), names: pollNames(report) };
}

function aWebOf(entries: Record<string, number>): FeedSource {
  return {
    fetch: async (url) => {
      const items = Array.from(
        { length: entries[url] ?? 0 },
        (_, index) => `<item><guid>${index}</guid></item>`,
      );
      const bytes = new TextEncoder().encode(`<rss><channel>${items.join("")}</channel></rss>`);
      return { kind: "body", bytes, finalUrl: url, validators: {} };
    },
  };
}

describe("what the poller reports at a tick", () => {
  it("of a quiet one are zeros, and no days before the first Connect", async () => {
    expect((await tick(aLedger())).figures).toEqual({ EntriesSeen: 0, FeedsInTrouble: 0, LongestWait: 0 });
  });

  it("counts every new entry, and a flood once for each account that it was held for", async () => {
    const desk = aLedger();
    await tick(desk, aWebOf({ [feed]: 1, [other]: 0 }));
    desk.clock.advance({ minutes: 5 });
    const { figures } = await tick(desk, aWebOf({ [feed]: 13, [other]: 11 }));
    expect(figures).toMatchObject({
      EntriesSeen: 12 + 11,
      PostsHeld: 12 * 2 + 11,
      PostsSetAside: 12 * 2 + 11,
    });
    expect(desk.log.lines.filter((line) => line.startsWith("warn entries set aside")).toSorted()).toEqual([
      expect.stringContaining("12 new entries at once"),
      expect.stringContaining(other),
    ]);
  });

  it("has the days of the account with fewest: none for one that was disconnected", async () => {
    const desk = aLedger();
    const account = (name: string, more: object) =>
      desk.ledger.writeAccount({ account: name, state: "connected", changedAt: noon, ...more });
    await account("bronzfronz", { tokenExpiresAt: afterNoon({ days: 52, hours: 3 }) });
    expect((await tick(desk)).figures).toMatchObject({ TokenDaysLeft: 52 });
    await account("another.one", { tokenExpiresAt: afterNoon({ days: 9 }) });
    const { figures, names } = await tick(desk);
    expect(figures).toMatchObject({ TokenDaysLeft: 9 });
    expect(names.tokenDaysLeft).toEqual({ "another.one": 9, bronzfronz: 52 });
    await account("another.one", { state: "disconnected" });
    expect((await tick(desk)).figures).toMatchObject({ TokenDaysLeft: 0 });
  });

  it("has how long the first post in line has been known, where that is longest", async () => {
    const desk = aLedger();
    await desk.ledger.addPost(aPost({ seenAt: afterNoon({ minutes: -5 }) }));
    await desk.ledger.addPost(aPost({ account: "another.one", seenAt: afterNoon({ minutes: -90 }) }));
    expect((await tick(desk)).figures).toMatchObject({ LongestWait: 90 * 60 });
  });

  it.each([
    ["failed for the third time", { failures: 3, firstReadAt: noon }, 1],
    ["failed twice, which is the web's weather", { failures: 2, firstReadAt: noon }, 0],
    ["failed and was never read", { failures: 1 }, 1],
    ["is gone for good", { isGone: true, firstReadAt: noon }, 1],
  ])("counts feeds in trouble: one that %s", async (_, record, count) => {
    const desk = aLedger();
    await desk.ledger.writeFeed({ ...unreadFeed(feed, afterNoon({ hours: 1 })), ...record });
    const { figures, names } = await tick(desk);
    expect(figures).toMatchObject({ FeedsInTrouble: count });
    expect(names.feedsInTrouble).toEqual(count === 1 ? [feed] : []);
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

import { describe, expect, it } from "vitest";
import { type FeedDocument, parseFeed } from "../../functions/core/parse-feed.ts";
import type { FeedSource } from "../../functions/ports/feed-source.ts";
import { withinTime } from "../../functions/runtime/within-time.ts";
import { aPoller } from "../support/a-poller.ts";

const [evil, good, other] = ["https://evil.example/f", "https://good.example/f", "https://other.example/f"];

/** Large enough to be watched. */
const padding = `<!--${"x".repeat(30_000)}-->`;

const serve: FeedSource["fetch"] = (url) =>
  Promise.resolve({
    kind: "body",
    bytes: new TextEncoder().encode(
      `<rss>${padding}<channel><title>b</title><item><guid>${url}</guid><title>t</title></item></channel></rss>`,
    ),
    finalUrl: url,
    validators: {},
  });

/** What engines take for ever over, without giving anybody a turn. */
function hang(): boolean {
  return /^(?:a+)+$/.test(`${"a".repeat(60)}b`);
}

/** Little, so that the test is short, and far more than what is read beside it takes on a busy machine. */
const atMostInMs = 2_500;

function hangsOver(feed: string) {
  return (document: FeedDocument) => {
    if (document.url === feed) hang();
    return parseFeed(document);
  };
}

describe("a feed whose reading hangs in a regular expression", () => {
  it("fails as malformed, and the feeds before and after it are read", async () => {
    const { poll } = aPoller([good, evil, other], serve, { parse: hangsOver(evil), atMostInMs });
    const { feeds } = await poll();
    expect(feeds).toMatchObject([
      { feed: good, outcome: "read" },
      {
        feed: evil,
        outcome: "failed",
        code: "FEED_MALFORMED",
        words: expect.stringContaining("took too long"),
      },
      { feed: other, outcome: "read" },
    ]);
  });

  it("is told once, and asked less and less often", async () => {
    const { poll, events, services } = aPoller([evil], serve, { parse: hangsOver(evil), atMostInMs });
    await poll();
    await poll();
    expect(events).toMatchObject([{ type: "FeedFailing", detail: { code: "FEED_MALFORMED" } }]);
    const [record] = (await services.ledger.readFeeds([evil])).values();
    expect(record).toMatchObject({ failures: 1 });
    expect(record?.nextReadAt.getTime()).toBeGreaterThan(services.clock.now().getTime());
  });

  it("is given up once, not again as the page that it might be", async () => {
    let readings = 0;
    const { poll } = aPoller([evil], serve, {
      parse: () => {
        readings += 1;
        hang();
        throw new Error("never comes here");
      },
      atMostInMs,
    });
    await poll();
    expect(readings).toBe(1);
  });

  it("is read again once it reads well", async () => {
    let isEvil = true;
    const { poll, clock } = aPoller([evil], serve, {
      parse: (document) => {
        if (isEvil) hang();
        return parseFeed(document);
      },
      atMostInMs,
    });
    await poll();
    isEvil = false;
    await clock.sleep(24 * 3_600_000);
    expect((await poll()).feeds).toMatchObject([{ outcome: "read" }]);
  });
});

it("a larger document has more time", async () => {
  let isFirst = true;
  const parse = (document: FeedDocument) => {
    const until = performance.now() + 300;
    while (isFirst && performance.now() < until) Math.hypot(1, 2);
    isFirst = false;
    return parseFeed(document);
  };
  const reading = { parse, atMostInMs: 100, perMegabyteInMs: 100_000_000 };
  const { poll } = aPoller([good], serve, reading);
  expect((await poll()).feeds).toMatchObject([{ outcome: "read" }]);
});

describe("work with a deadline", () => {
  it("gives what it came to", () => {
    expect(withinTime(10_000, () => [1])).toEqual({ result: [1] });
    expect(withinTime(10_000, () => undefined)).toEqual({ result: undefined });
  });

  it("fails as it would without one, by the same error", () => {
    const error = new TypeError("wrong");
    expect(() =>
      withinTime(10_000, () => {
        throw error;
      }),
    ).toThrow(error);
  });

  it("may have work with a shorter one in it", () => {
    expect(
      withinTime(60_000, () => {
        const inner = withinTime(100, hang);
        return { inner, after: withinTime(10_000, () => 2) };
      }),
    ).toEqual({ result: { inner: undefined, after: { result: 2 } } });
  });

  it("is ended wherever it is, and what comes next is done", () => {
    for (const endless of [
      hang,
      () => {
        for (;;) Math.hypot(1, 2);
      },
      () => {
        for (;;) JSON.parse(`[${"1,".repeat(100_000)}1]`);
      },
      () => `${"x".repeat(20)}${" ".repeat(3_000_000)}x`.replace(/\s+$/, ""),
    ])
      expect(withinTime<unknown>(100, endless)).toBeUndefined();
    expect(withinTime(10_000, () => 1)).toEqual({ result: 1 });
  });
});

import { describe, expect, it } from "vitest";
import { FeedloomError } from "../../functions/core/errors.ts";
import type { FeedAnswer, FeedSource } from "../../functions/ports/feed-source.ts";
import { account, aPoller } from "../support/a-poller.ts";

const feed = "https://blog.example/feed.xml";
const day = 24;

type Web = FeedSource["fetch"];

const body = (text: string, validators = {}): FeedAnswer => ({
  kind: "body",
  bytes: new TextEncoder().encode(text),
  finalUrl: feed,
  validators,
});
const rss = (...ids: string[]) => {
  const items = ids.map((id) => `<item><guid>${id}</guid><title>${id}</title></item>`);
  return `<rss><channel>${items.join("")}</channel></rss>`;
};
const well: Web = async () => body(rss("a", "b"));
const wellAgain: Web = async () => body(rss("c", "a", "b"));
const busy =
  (status: number, retryAfterSeconds?: number): Web =>
  async () => ({ kind: "busy", status, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) });
const fails =
  (words: string): Web =>
  async () => {
    throw new FeedloomError("FEED_UNREACHABLE", `cannot reach blog.example: ${words}`);
  };

/** A feed on a web that a test changes, looked at for hours at a stretch: at the ticks at which it is due. */
function aWatchedFeed(first: Web) {
  let [web, asked] = [first, 0];
  const poller = aPoller([feed], (url, validators) => {
    asked += 1;
    return web(url, validators);
  });
  const { clock, poll, events } = poller;
  /** @returns how often the web was asked, and after how many hours the owner was told what. */
  const watch = async (now: Web, hours: number) => {
    [web, asked] = [now, 0];
    const began = clock.now().getTime();
    const told: { hours: number; code: string; recovered: boolean }[] = [];
    const inHours = () => (clock.now().getTime() - began) / 3_600_000;
    while (inHours() < hours) {
      const before = events.length;
      const { feeds } = await poll();
      for (const event of events.slice(before))
        if (event.type === "FeedFailing")
          told.push({
            hours: inHours(),
            code: event.detail.code,
            recovered: event.detail.recovered === true,
          });
      const untilNext = Date.parse(feeds[0]?.nextLook ?? "") - clock.now().getTime();
      clock.advance({ minutes: 5 * Math.max(1, Math.ceil(untilNext / 300_000)) });
    }
    return { asked, told };
  };
  return { ...poller, watch };
}

describe.each([
  ["429 without a word when to come back", busy(429), { requests: 140 }],
  ["429 that asks for a minute", busy(429, 60), { requests: 140 }],
  ["503 that asks for an hour", busy(503, 3_600), { requests: 140 }],
  ["429 that asks for ten years", busy(429, 315_360_000), { requests: 31 }],
  ["500", fails("answered 500"), { requests: 50 }],
  ["no answer in time", fails("it takes too long to answer"), { requests: 50 }],
  ["a name that is gone", fails("the name does not resolve"), { requests: 50 }],
  ["a certificate that ran out", fails("its certificate has expired"), { requests: 50 }],
  ["an empty document", async () => body(""), { requests: 50 }],
  ["a page of a login", async () => body("<!doctype html><form>Password</form>"), { requests: 50 }],
  ["no place among large feeds", async () => ({ kind: "crowded" as const }), { requests: 8_700 }],
] satisfies [string, Web, { requests: number }][])("thirty days of %s", (_, fault, limits) => {
  it.each([
    ["a feed that was well", well],
    ["a feed that was never read", undefined],
  ])(
    "are told within hours of %s, once, and so is their end",
    async (_name, before) => {
      const { watch, services } = aWatchedFeed(before ?? fault);
      if (before !== undefined) expect((await watch(before, 1)).told).toEqual([]);
      const { asked, told } = await watch(fault, 30 * day);
      expect(asked).toBeLessThanOrEqual(limits.requests);
      expect(told).toEqual([
        { hours: expect.any(Number), code: expect.stringMatching(/^FEED_/), recovered: false },
      ]);
      expect(told[0]?.hours).toBeLessThan(6);
      const after = await watch(wellAgain, day);
      expect(after.told).toMatchObject([{ recovered: true, hours: expect.any(Number) }]);
      const { open } = await services.ledger.tally(account);
      expect(open).toBe(before === undefined ? 0 : 1);
    },
    60_000,
  );
});

describe("thirty days of 304", () => {
  /** A cache that says so to whoever sends validators. */
  const frozen =
    (document: () => string): Web =>
    async (_, validators) =>
      validators.etag === undefined
        ? body(document(), { etag: '"frozen"' })
        : { kind: "not-modified", validators };

  it("cost a new entry a day at most: once a day the feed is asked for the whole", async () => {
    let [document, wholes] = [rss("a", "b"), 0];
    const web = frozen(() => {
      wholes += 1;
      return document;
    });
    const { watch, services } = aWatchedFeed(web);
    await watch(web, 1);
    document = rss("c", "a", "b");
    const { told } = await watch(web, day);
    expect((await services.ledger.tally(account)).open).toBe(1);
    await watch(web, 30 * day);
    expect(wholes).toBeGreaterThanOrEqual(31);
    expect(wholes).toBeLessThanOrEqual(40);
    expect(told).toEqual([]);
  }, 60_000);

  it("write what a day of looks at a feed without them writes, and once besides", async () => {
    const web = frozen(() => rss("a", "b"));
    const { watch, calls } = aWatchedFeed(web);
    await watch(web, 1);
    calls();
    await watch(web, 10 * day);
    expect(calls().writeFeed).toBeLessThanOrEqual(13);
  }, 60_000);
});

describe.each([
  ["a document without its entries", "<rss><channel><title>A blog</title></channel></rss>"],
  [
    "entries that hold nothing",
    "<rss><channel><item><author>ann@blog.example</author></item></channel></rss>",
  ],
])("thirty days of %s", (_, document) => {
  it("are told within hours where there were some, and the first that is there again goes out within two", async () => {
    const { watch, services } = aWatchedFeed(well);
    await watch(well, 1);
    const { asked, told } = await watch(async () => body(document), 30 * day);
    expect(told).toEqual([{ hours: expect.any(Number), code: "FEED_MALFORMED", recovered: false }]);
    expect(told[0]?.hours).toBeLessThan(6);
    expect(asked).toBeLessThan(1_000);
    expect((await watch(wellAgain, 2)).told).toMatchObject([{ recovered: true }]);
    expect((await services.ledger.tally(account)).open).toBe(1);
  }, 60_000);
});

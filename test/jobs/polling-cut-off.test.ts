import { describe, expect, it } from "vitest";
import type { FeedAnswer } from "../../functions/ports/feed-source.ts";
import { account, aPoller } from "../support/a-poller.ts";

const feed = "https://blog.example/feed.xml";
const item = (id: string) => `<item><guid>${id}</guid><title>${id}</title></item>`;
const whole = (...ids: string[]) => `<rss><channel>${ids.map(item).join("")}</channel></rss>`;
const cutOff = (...ids: string[]) => `<rss><channel>${ids.map(item).join("")}<item><guid>`;

/** Looks at one document after another, each when it is due. @returns what was put in line by each. */
async function looksAt(documents: (string | Error)[]) {
  let [first] = documents;
  const { poll, clock, events, services } = aPoller([feed], async (): Promise<FeedAnswer> => {
    if (first instanceof Error) throw first;
    return { kind: "body", bytes: new TextEncoder().encode(first), finalUrl: feed, validators: {} };
  });
  const taken: string[][] = [];
  for (const document of documents) {
    first = document;
    const { feeds } = await poll();
    taken.push(
      feeds[0]?.entries.flatMap(({ title, decision }) => (decision === "post" ? [title] : [])) ?? [],
    );
    clock.advance({ minutes: 20 });
  }
  return { taken, events, services };
}

describe("a document that is cut off, as of a file that is being written", () => {
  it("is not taken while it may be written to its end: no entry goes out before an older one", async () => {
    const { taken, services } = await looksAt([whole("a"), cutOff("d"), whole("d", "c", "b", "a")]);
    expect(taken.slice(1)).toEqual([[], ["b", "c", "d"]]);
    const posts = await services.ledger.posts(account, "open", { limit: 9 });
    expect(posts.map(({ entry }) => entry.title)).toEqual(["b", "c", "d"]);
  });

  it("is waited for also after looks that failed for another reason", async () => {
    const empty = "";
    const { taken } = await looksAt([whole("a"), empty, empty, cutOff("c"), whole("c", "b", "a")]);
    expect(taken.slice(3)).toEqual([[], ["b", "c"]]);
  });

  it("is taken at the third look, and from then on at once, until it was whole again", async () => {
    const looks = [cutOff("b", "a"), cutOff("b", "a"), cutOff("b", "a"), cutOff("c", "b", "a")];
    const { taken, events } = await looksAt([whole("a"), ...looks, whole("c", "b", "a"), cutOff("d", "c")]);
    expect(taken.slice(1)).toEqual([[], [], ["b"], ["c"], [], []]);
    expect(events.filter(({ type }) => type === "FeedFailing")).toEqual([]);
  });

  it("with nothing new in it is no trouble", async () => {
    const { taken, events } = await looksAt([whole("b", "a"), ...Array<string>(9).fill(cutOff("b"))]);
    expect(taken.flat()).toEqual([]);
    expect(events).toEqual([]);
  });
});

describe("the first entries of a feed that was empty", () => {
  const dated = (id: string, day: string) =>
    `<item><guid>${id}</guid><title>${id}</title><pubDate>${day}</pubDate></item>`;

  it.each([
    ["undated", whole("c", "b", "a"), ["a", "b", "c"]],
    [
      "of the last weeks",
      `<rss><channel>${["c", "b", "a"].map((id) => dated(id, "2026-11-20T10:00:00Z")).join("")}</channel></rss>`,
      ["a", "b", "c"],
    ],
    [
      "of years ago, an archive that was left out",
      `<rss><channel>${["c", "b", "a"].map((id) => dated(id, "2019-11-20T10:00:00Z")).join("")}</channel></rss>`,
      [],
    ],
    ["more than a flood", whole(..."lkjihgfedcba"), []],
  ])("%s, are posted as any others", async (_, document, posted) => {
    const { taken } = await looksAt([whole(), document]);
    expect(taken).toEqual([[], posted]);
  });
});

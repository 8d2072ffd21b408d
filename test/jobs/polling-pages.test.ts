import { describe, expect, it } from "vitest";
import type { FeedAnswer } from "../../functions/ports/feed-source.ts";
import { account, aPoller } from "../support/a-poller.ts";

const feed = "https://blog.example/feed.xml";

type Page = (ids: string[], next: string | undefined) => string;
const rss: Page = (ids, next) =>
  `<rss xmlns:atom="http://www.w3.org/2005/Atom"><channel>${next ? `<atom:link rel="next" href="${next}"/>` : ""}${ids
    .map((id) => `<item><guid>${id}</guid><title>${id}</title></item>`)
    .join("")}</channel></rss>`;
const atom =
  (relation: string): Page =>
  (ids, next) =>
    `<feed xmlns="http://www.w3.org/2005/Atom"><title>A blog</title>${next ? `<link rel="${relation}" href="${next}"/>` : ""}${ids
      .map((id) => `<entry><id>${id}</id><title>${id}</title></entry>`)
      .join("")}</feed>`;
const json: Page = (ids, next) =>
  JSON.stringify({ next_url: next, items: ids.map((id) => ({ id, title: id, content_text: id })) });

/** A blog of numbered entries whose feed lists two to a page, the newest first. */
function aPagedBlog(page: Page, nextOf = (number: number): string | undefined => `${feed}?page=${number}`) {
  let newest = 2;
  const asked: string[] = [];
  const poller = aPoller([feed], async (url): Promise<FeedAnswer> => {
    asked.push(url);
    const number = Number(URL.parse(url)?.searchParams.get("page") ?? 1);
    const ids = [0, 1].map((index) => newest - (number - 1) * 2 - index).filter((id) => id > 0);
    const next = (number * 2 < newest ? nextOf(number + 1) : undefined) ?? undefined;
    const bytes = new TextEncoder().encode(page(ids.map(String), next));
    return { kind: "body", bytes, finalUrl: url, validators: {} };
  });
  const lookAfter = async (entries: number) => {
    newest += entries;
    asked.length = 0;
    poller.clock.advance({ minutes: 10 });
    const { feeds } = await poller.poll();
    return { report: feeds[0], asked: asked.length };
  };
  const inLine = async () =>
    (await poller.services.ledger.posts(account, "open", { limit: 99 })).map(({ entry }) => entry.title);
  return { ...poller, lookAfter, inLine };
}

describe("more new entries than a feed lists on its first page", () => {
  it.each([
    ["RSS with Atom's link", rss],
    ["Atom", atom("next")],
    ["Atom, archived", atom("prev-archive")],
    ["JSON Feed", json],
  ])("are read from its older pages, until one has an entry that is known: %s", async (_, page) => {
    const { lookAfter, inLine } = aPagedBlog(page);
    await lookAfter(2);
    const { report, asked } = await lookAfter(5);
    expect(report?.entries.map(({ title }) => title)).toEqual(["5", "6", "7", "8", "9"]);
    expect(report).not.toHaveProperty("mayBeMissing");
    expect(await inLine()).toEqual(["5", "6", "7", "8", "9"]);
    expect(asked).toBe(3);
    expect(await lookAfter(0)).toMatchObject({ asked: 1, report: { outcome: "unchanged" } });
  });

  it("are no reason to read older pages when the first page has a known one", async () => {
    const { lookAfter } = aPagedBlog(rss);
    await lookAfter(2);
    expect(await lookAfter(1)).toMatchObject({ asked: 1 });
  });

  it.each([
    ["that names no older pages", () => undefined],
    ["whose pages are at another host", (number: number) => `https://stranger.example/?page=${number}`],
    ["whose page names itself", () => feed],
  ])("may be more than were seen, which is said: of a feed %s", async (_, nextOf) => {
    const { lookAfter } = aPagedBlog(rss, nextOf);
    await lookAfter(2);
    const { report, asked } = await lookAfter(5);
    expect(report?.mayBeMissing).toMatch(/all 2 entries of the document are new/);
    expect(asked).toBe(1);
  });

  it("are looked for on ten older pages at most, and what is more than a flood is held", async () => {
    const { lookAfter, inLine } = aPagedBlog(rss);
    await lookAfter(2);
    const { report, asked } = await lookAfter(1_000);
    expect(asked).toBe(11);
    expect(report?.mayBeMissing).toBeDefined();
    expect(await inLine()).toEqual([]);
  });

  it("are not looked for at first sight", async () => {
    const { lookAfter } = aPagedBlog(rss);
    expect(await lookAfter(100)).toMatchObject({ asked: 1 });
  });
});

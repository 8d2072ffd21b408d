import { describe, expect, it } from "vitest";
import { aBlog, type Blog } from "../support/a-blog.ts";
import { aWorkshop } from "../support/a-workshop.ts";

interface Item {
  guid?: string;
  title?: string;
  link?: string;
  date?: string;
}

/** A feed of these items, as they stand in the document. */
function serve(blog: Blog, items: Item[], channel = ""): void {
  const written = items.map(
    ({ guid, title, link, date }) =>
      `<item>${guid ?? ""}${title === undefined ? "" : `<title>${title}</title>`}${
        link === undefined ? "" : `<link>${link}</link>`
      }${date === undefined ? "" : `<pubDate>${date}</pubDate>`}</item>`,
  );
  const document = `<rss version="2.0"><channel><title>A blog</title>${channel}${written.join("")}</channel></rss>`;
  blog.answer = (_, response) => response.end(document);
}

const guid = (id: string, attributes = "") => `<guid${attributes}>${id}</guid>`;
const opaque = (id: string) => guid(id, ' isPermaLink="false"');
const date = (day: number, hour = 8) => new Date(Date.UTC(2026, 10, day, hour, 7, 31)).toUTCString();

const one: Item = { guid: opaque("one"), title: "One", link: "https://blog.example/one", date: date(20) };
const two: Item = { guid: opaque("two"), title: "Two", link: "https://blog.example/two", date: date(21) };
const three: Item = {
  guid: opaque("three"),
  title: "Three",
  link: "https://blog.example/three",
  date: date(22),
};
const all = [three, two, one];

/** The titles that are put in line, document by document; what the first brings was there before us. */
async function taken(...documents: (Item[] | { items: Item[]; channel: string })[]): Promise<string[]> {
  const blog = await aBlog();
  const workshop = await aWorkshop({ feeds: [blog.feedUrl] });
  for (const document of documents) {
    if (Array.isArray(document)) serve(blog, document);
    else serve(blog, document.items, document.channel);
    await workshop.poll();
    workshop.clock.advance({ minutes: 5 });
  }
  const posts = await workshop.services.ledger.posts("bronzfronz", "open", { limit: 100 });
  return posts.map(({ entry }) => entry.title ?? entry.link ?? "untitled");
}
const afterThese = (second: Item[]) => taken(all, second);

describe("an entry that is known is not posted again", () => {
  it.each<[string, Item[]]>([
    [
      "its guid has other attributes",
      [three, { ...two, guid: guid("two", ' isPermaLink="true" foo="bar"') }, one],
    ],
    [
      "its guid changed, and page and title did not",
      [three, { ...two, guid: opaque("new"), date: date(25) }, one],
    ],
    [
      "its guid changed, and page and date did not",
      [three, { ...two, guid: opaque("new"), title: "2" }, one],
    ],
    ["it lost its guid", [three, { title: "Two", link: "https://blog.example/two", date: date(21) }, one]],
    [
      "its file was renamed: guid and page changed, title and date did not",
      [three, { ...two, guid: opaque("2"), link: "https://blog.example/second" }, one],
    ],
    ["its page changed, and its guid did not", [three, { ...two, link: "https://new.example/2" }, one]],
    ["it was edited", [three, { ...two, title: "Two, edited", date: date(24) }, one]],
    ["its date went", [three, { guid: opaque("two"), title: "Two" }, one]],
    ["it stands there twice", [three, two, two, one, two]],
    ["it stands elsewhere in the document", [one, three, two]],
  ])("when %s", async (_, second) => {
    expect(await afterThese(second)).toEqual([]);
  });

  it("when its page went from http to https and its guid with it", async () => {
    const item = (scheme: string): Item => ({
      guid: guid(`${scheme}://www.blog.example/two`),
      title: "Two",
      link: `${scheme}://www.blog.example/two/`,
      date: date(21),
    });
    expect(await taken([three, item("http"), one], [three, item("https"), one])).toEqual([]);
  });

  it("when the whole feed did, ten entries at once: there is nothing to hold either", async () => {
    const feed = (scheme: string) =>
      Array.from({ length: 10 }, (_, index) => ({
        guid: guid(`${scheme}://blog.example/${index}`),
        title: `Entry ${index}`,
        link: `${scheme}://blog.example/${index}`,
        date: date(10 + index),
      }));
    const blog = await aBlog();
    const workshop = await aWorkshop({ feeds: [blog.feedUrl] });
    serve(blog, feed("http"));
    await workshop.poll();
    serve(blog, feed("https"));
    workshop.clock.advance({ minutes: 5 });
    const { feeds } = await workshop.poll();
    expect(feeds[0]?.sameAsBefore).toHaveLength(10);
    expect(await workshop.tally()).toMatchObject({ open: 0, held: 0, skipped: 20 });
  });

  it("when it was removed and is back", async () => {
    expect(await taken(all, [three, one], all)).toEqual([]);
  });

  it("when it was removed and is back under another guid", async () => {
    expect(await taken(all, [three, one], [three, { ...two, guid: opaque("new") }, one])).toEqual([]);
  });

  it("when its guid changes again and again", async () => {
    const changed = (id: string) => [three, { ...two, guid: opaque(id) }, one];
    expect(await taken(all, changed("a"), changed("b"), changed("a"))).toEqual([]);
  });

  it("when it never had a guid, and its page has another spelling now", async () => {
    const spelled = (link: string): Item => ({ title: "Two", link, date: date(21) });
    const second = spelled("https://www.blog.example/two/?utm_source=rss");
    expect(await taken([three, spelled("http://blog.example/two"), one], [three, second, one])).toEqual([]);
  });
});

describe("an entry that is new is posted, whatever its date", () => {
  it.each<[string, Item]>([
    ["undated", { ...three, date: "" }],
    ["backdated by ten years", { ...three, date: "Fri, 18 Nov 2016 08:00:00 GMT" }],
    ["dated ahead", { ...three, date: "Fri, 18 Nov 2033 08:00:00 GMT" }],
    ["of the same second as a known one", { ...three, date: date(20) }],
    ["dated with nonsense", { ...three, date: "soon" }],
    ["of a known title on another page", { ...three, title: "One" }],
  ])("when it is %s", async (_, item) => {
    expect(await taken([two, one], [item, two, one])).toEqual([item.title]);
  });

  it("when it shares its title and its day with one that has left, and both are dated to the day only", async () => {
    const links = (id: string): Item => ({
      ...two,
      guid: opaque(id),
      link: `https://blog.example/${id}`,
      title: "Links",
      date: "Sat, 21 Nov 2026 00:00:00 GMT",
    });
    expect(await taken([links("a"), one], [links("b"), one])).toEqual(["Links"]);
  });

  it("when it has the title and the second of a known one that is still there", async () => {
    const photo = (id: string): Item => ({ guid: opaque(id), title: "Untitled", date: date(21) });
    expect(await taken([photo("a"), one], [photo("b"), photo("a"), one])).toEqual(["Untitled"]);
  });

  it("when it is one of several that share a title and a second", async () => {
    const photo = (id: string): Item => ({ guid: opaque(id), title: "Untitled", date: date(21) });
    const second = [photo("d"), photo("c"), three];
    expect(await taken([photo("b"), photo("a"), three], second)).toEqual(["Untitled", "Untitled"]);
  });

  it("and both of two of the same second are, in the document's order", async () => {
    const second = { ...two, date: date(22) };
    expect(await taken([one], [three, second, one])).toEqual(["Two", "Three"]);
  });
});

describe("entries that share a page are told apart by their ids", () => {
  it.each<[string, string, string]>([
    ["the blog's own page", "https://blog.example/start", "<link>https://blog.example/start/</link>"],
    ["the root of the site", "https://blog.example/", ""],
    ["one page of many entries", "https://blog.example/log", ""],
  ])("when it is %s", async (_, link, channel) => {
    // The same title, too, and a new date each.
    const item = (id: string, day: number): Item => ({
      guid: opaque(id),
      title: "Today",
      link,
      date: date(day),
    });
    const titles = await taken(
      { items: [item("2", 21), item("1", 20)], channel },
      { items: [item("3", 22), item("2", 21), item("1", 20)], channel },
      { items: [item("4", 23), item("3", 22), item("2", 21)], channel },
    );
    expect(titles).toHaveLength(2);
  });

  it.each([
    ["the blog's own page", "https://blog.example/start", "<link>https://blog.example/start/</link>"],
    ["the root of the site", "https://blog.example/", ""],
  ])("when it is %s, and the feed has one entry at a time with the same title", async (_, link, channel) => {
    const news = (id: string, day: number) => ({
      items: [{ guid: opaque(id), title: "Today", link, date: date(day) }],
      channel,
    });
    expect(await taken(news("a", 20), news("b", 21), news("c", 22))).toHaveLength(2);
  });

  it("when a blog of links points to one page again, months later", async () => {
    const pointer = (id: string, title: string, day: number): Item => ({
      guid: opaque(id),
      title,
      link: "https://elsewhere.example/tool",
      date: date(day),
    });
    const first = [three, pointer("a", "A tool", 20)];
    expect(await taken(first, [pointer("b", "The tool has grown", 23), three])).toEqual([
      "The tool has grown",
    ]);
  });

  it("when a feed of one entry keeps its page and changes all else", async () => {
    const news = (id: string, day: number): Item => ({
      guid: opaque(id),
      title: `News of day ${day}`,
      link: "https://blog.example/latest",
      date: date(day),
    });
    expect(await taken([news("a", 20)], [news("b", 21)], [news("c", 22)])).toEqual([
      "News of day 21",
      "News of day 22",
    ]);
  });
});

it("an entry whose id changed is not posted a second time by a backfill either, then or later", async () => {
  const blog = await aBlog();
  const workshop = await aWorkshop({ feeds: [{ url: blog.feedUrl, backfill: 3 }] });
  serve(blog, all);
  await workshop.poll();
  expect(await workshop.tally()).toMatchObject({ open: 3 });
  serve(blog, [three, { ...two, guid: opaque("new") }, one]);
  for (let time = 0; time < 2; time += 1) {
    workshop.clock.advance({ minutes: 5 });
    expect((await workshop.poll({ feed: blog.feedUrl, backfill: 3 })).feeds[0]?.backfilled).toBe(0);
  }
  // By then its title and its date are other ones, too.
  serve(blog, [three, { ...two, guid: opaque("new"), title: "2", date: date(25) }, one]);
  workshop.clock.advance({ minutes: 5 });
  expect((await workshop.poll({ feed: blog.feedUrl, backfill: 3 })).feeds[0]?.backfilled).toBe(0);
  expect(await workshop.tally()).toMatchObject({ open: 3 });
});

it("says which entries it knows under another id", async () => {
  const blog = await aBlog();
  const workshop = await aWorkshop({ feeds: [blog.feedUrl] });
  serve(blog, all);
  await workshop.poll();
  serve(blog, [three, { ...two, guid: opaque("new") }, one]);
  workshop.clock.advance({ minutes: 5 });
  expect((await workshop.poll()).feeds[0]).toMatchObject({ entries: [], sameAsBefore: ["Two"] });
  expect(workshop.log.lines.join("\n")).toContain("entries known under other ids");
});

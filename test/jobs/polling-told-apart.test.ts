import { describe, expect, it } from "vitest";
import { feedStatus } from "../../bin/local/status/feed-status.ts";
import { unreadFeed } from "../../functions/core/feed-schedule.ts";
import { inOrder } from "../../functions/core/new-entries.ts";
import { newPost } from "../../functions/core/new-post.ts";
import { aBlog, type Blog } from "../support/a-blog.ts";
import { account, aWorkshop } from "../support/a-workshop.ts";

interface Item {
  guid?: string;
  title?: string;
  link?: string;
  date?: string;
  text?: string;
}

function serve(blog: Blog, items: Item[]): void {
  const element = (name: string, text?: string) => (text === undefined ? "" : `<${name}>${text}</${name}>`);
  const written = items.map(
    ({ guid, title, link, date, text }) =>
      `<item>${guid === undefined ? "" : `<guid isPermaLink="false">${guid}</guid>`}${element("title", title)}${element(
        "link",
        link,
      )}${element("pubDate", date)}${element("description", text)}</item>`,
  );
  const document = `<rss version="2.0"><channel><title>A blog</title>${written.join("")}</channel></rss>`;
  blog.answer = (_, response) => response.end(document);
}

const page = (name: string) => `https://loom.example/${name}`;
const at = (day: number, time = "08:07:31") =>
  new Date(`2026-11-${String(day).padStart(2, "0")}T${time}Z`).toUTCString();
const one = {
  guid: "one",
  title: "One",
  link: page("one"),
  date: at(10),
  text: "The first of all texts on weaving.",
};
const two = {
  guid: "two",
  title: "Two",
  link: page("two"),
  date: at(11),
  text: "The second of them, on dyeing wool.",
};

/** The titles in line after these documents, five minutes apart or as many as given. */
async function looked(documents: Item[][], minutes = 5, feed: object = {}) {
  const blog = await aBlog();
  const workshop = await aWorkshop({ feeds: [{ url: blog.feedUrl, backfill: 9, ...feed }] });
  for (const items of documents) {
    serve(blog, items);
    await workshop.poll();
    workshop.clock.advance({ minutes });
  }
  const { ledger } = workshop.services;
  const posts = await ledger.posts(account, "open", { limit: 100 });
  return { workshop, titles: posts.map(({ entry }) => entry.title), tally: await workshop.tally() };
}

describe("a mark that several entries of one document have tells nothing apart", () => {
  it.each<[string, (name: string) => Item]>([
    ["a guid", (name) => ({ ...one, guid: "all", title: name, link: page(name), text: name })],
    [
      "a link, and there is no guid",
      (name) => ({ title: name, link: page("all"), date: at(name.length), text: name }),
    ],
    ["a guid and a link", (name) => ({ guid: "all", link: page("all"), title: name, text: name })],
  ])("when it is %s", async (_, item) => {
    const names = ["a", "bb", "ccc"].map((name) => name.padStart(10, "x"));
    const first = names.map(item);
    const { titles, workshop } = await looked([first, [item("new"), ...first], [item("new")]]);
    expect(titles.toSorted()).toEqual([...names, "new"].toSorted());
    const [record] = (
      await workshop.services.ledger.readFeeds([workshop.services.configuration.routes[0]?.url ?? ""])
    ).values();
    expect(record?.shared?.length).toBeGreaterThan(0);
  });
});

describe("an entry that only looks new is not posted again", () => {
  const renamed = (item: Item, name: string) => ({ ...item, guid: page(name), link: page(name) });
  it.each<[string, Item[][]]>([
    [
      "an undated one with another link at each look",
      ["a", "b", "c", "d", "e"].map((name) => [
        { title: "Buy yarn", text: "Yarn!", guid: name, link: `https://ads.example/?id=${name}` },
        one,
      ]),
    ],
    [
      "its title was mended, and guid and link with it",
      [
        [{ ...two, title: "Twoo" }, one],
        [renamed(two, "2"), one],
      ],
    ],
    [
      "its file was renamed, and it is dated to the day",
      [
        [{ ...two, date: at(11, "00:00:00") }, one],
        [{ ...renamed(two, "2"), date: at(11, "00:00:00") }, one],
      ],
    ],
  ])("when %s", async (_, documents) => {
    const { titles, tally } = await looked(documents);
    expect(titles).toHaveLength(2);
    expect(tally.held).toBe(0);
    expect(tally.skipped).toBeGreaterThan(0);
  });

  it("and is held where it comes under a new date each time as well", async () => {
    const documents = [12, 16, 20, 24, 28].map((day) => [
      { ...two, guid: `${day}`, link: page(`${day}`), date: at(day) },
      one,
    ]);
    const { titles, tally, workshop } = await looked(documents);
    expect(titles).toHaveLength(2);
    expect(tally.held).toBeLessThanOrEqual(3);
    const told = workshop.events.filter((event) => event.type === "FeedFailing");
    expect(told.map(({ detail }) => detail.code)).toEqual(["FEED_RESTLESS"]);
  });

  it("but a weekly thread of the same words is posted each week", async () => {
    const thread = (day: number) => ({
      ...two,
      title: "Open thread",
      guid: `${day}`,
      link: page(`${day}`),
      date: at(day),
    });
    const documents = [[thread(1)], [thread(8), thread(1)], [thread(15), thread(8)], [thread(22)]];
    expect((await looked(documents, 7 * 24 * 60)).titles).toHaveLength(4);
  });

  it("and stands in the ledger as known, to be released", async () => {
    const { workshop } = await looked([
      [two, one],
      [renamed(two, "2"), one],
    ]);
    const [known] = await workshop.services.ledger.posts(account, "skipped", { limit: 9 });
    expect(known?.life).toMatchObject({ reason: "known", words: expect.stringContaining("known as ") });
  });
});

describe("one entry in two feeds of one account", () => {
  it.each([
    ["at one look", false],
    ["at a feed that was added later", true],
  ])("is posted once, also %s", async (_, isLater) => {
    const [main, tags] = [await aBlog(), await aBlog()];
    const feeds = [main, tags].map(({ feedUrl }) => ({ url: feedUrl, backfill: 9 }));
    const workshop = await aWorkshop({ feeds });
    serve(main, [one]);
    serve(tags, isLater ? [] : [{ ...one, guid: "other" }]);
    await workshop.poll();
    serve(tags, [{ ...one, guid: "other", link: `${page("one")}/?utm_source=rss` }]);
    workshop.clock.advance({ minutes: 5 });
    await workshop.poll();
    expect(await workshop.tally()).toMatchObject({ open: 1, skipped: 1 });
  });
});

it.each([
  "http://localhost:4000/two",
  "localhost:4000/two",
  "192.168.0.7:4000/two",
  "http://blog.lan/two",
  "file:///home/ann/blog/two.html",
  "file:///C:/blog/two.html",
  "C:\\blog\\two.html",
])(
  "an entry that leads to %s waits for its public address, and goes out once, as it is then",
  async (link) => {
    const local = { ...two, guid: link, link, text: "Soon." };
    const { titles, workshop, tally } = await looked([
      [one],
      [local, one],
      [{ ...two, text: "Soon." }, one],
      [{ ...two, text: "Soon." }, one],
    ]);
    expect([titles, tally.held]).toEqual([["One", "Two"], 0]);
    const posts = await workshop.services.ledger.posts(account, "open", { limit: 9 });
    expect(posts.map(({ entry }) => entry.link)).toEqual([page("one"), page("two")]);
    expect(workshop.events.filter(({ type }) => type === "PostHeld")).toHaveLength(1);
  },
);

it.each(["about:blank", "javascript:void(0)", "app://notes/two", "mailto:ann@loom.example"])(
  "an entry whose link is no place (%s) is posted without one",
  async (link) => {
    const { workshop } = await looked([[{ ...two, link }]]);
    const [post] = await workshop.services.ledger.posts(account, "open", { limit: 9 });
    expect(post?.entry).not.toHaveProperty("link");
  },
);

it("a feed whose ids all change at every look is told once, looked at less often, and its held posts do not pile up", async () => {
  const look = (number: number) =>
    Array.from({ length: 300 }, (_, index) => ({
      guid: `${number}-${index}`,
      title: `${number} and ${index}`,
    }));
  const { tally, workshop } = await looked(Array.from({ length: 9 }, (_, number) => look(number)));
  expect(tally.held).toBeLessThanOrEqual(300);
  expect(workshop.events.filter(({ type }) => type === "PostHeld").length).toBeLessThanOrEqual(3);
  expect(workshop.events.filter(({ type }) => type === "FeedFailing")).toHaveLength(1);
});

it("where its owner says that the link identifies an entry, a new guid makes no new one, and a new link does", async () => {
  const again = { ...two, guid: "again", title: "Two, again", date: at(20) };
  const moved = { ...two, link: page("elsewhere") };
  const { titles } = await looked(
    [
      [two, one],
      [again, one],
      [moved, one],
    ],
    5,
    { identity: "link" },
  );
  expect(titles).toEqual(["One", "Two", "Two"]);
});

it("of the pictures of a public feed, those that nobody else can reach are left out, and said", () => {
  const images = ["http://localhost:4000/a.png", "https://192.168.0.7/b.png", page("c.png")].map((url) => ({
    url,
  }));
  const entry = { title: "One", link: page("one"), authors: [], tags: [], images, enclosures: [] };
  const [found] = inOrder(
    { format: "rss", entries: [entry], unreadable: [], isTruncated: false },
    new Date(0),
  );
  const post = (feed: string) =>
    newPost({ ...found!, decision: { verdict: "post" } }, feed, account, new Date(0)).entry;
  expect(post(page("feed"))).toMatchObject({
    images: [{ url: page("c.png") }],
    leftOut: [
      { why: "it leads to localhost:4000, which nobody else can reach" },
      { why: "it leads to 192.168.0.7, which nobody else can reach" },
    ],
  });
  expect(post("http://127.0.0.1:4000/feed").images).toHaveLength(3);
});

it("status says once of a feed that its ids are repeated and new at every look", () => {
  const now = new Date("2026-11-20T12:00:00Z");
  const record = {
    ...unreadFeed(page("feed"), now),
    shared: ["id-1", "link-1"],
    restless: { since: now, looks: 4, entries: 7 },
  };
  expect(feedStatus(page("feed"), record, undefined, now).identity).toEqual({
    words: [
      "several of its entries have the same id, or the same link, which says nothing: they are told apart by title and date, else text",
      expect.stringContaining("new ids at every look (7 entries at the last, 4 looks in a row)"),
    ],
    restlessSince: now.toISOString(),
  });
  expect(
    feedStatus(page("feed"), { ...record, restless: { since: now, looks: 2, entries: 7 } }, undefined, now)
      .identity,
  ).not.toHaveProperty("restlessSince");
  expect(feedStatus(page("feed"), unreadFeed(page("feed"), now), undefined, now)).not.toHaveProperty(
    "identity",
  );
});

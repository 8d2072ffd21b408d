import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  canonicalLink,
  entryKey,
  pageKeys,
  pagesOfTheirOwn,
  postId,
  titleKey,
} from "../../functions/core/entry-key.ts";
import { anEntry } from "../support/an-entry.ts";

const link = "https://blog.example/one";
const publishedAt = new Date("2026-11-20T12:00:00Z");

describe("what an entry is known by", () => {
  it.each([
    ["its id before all else", anEntry({ id: "1", link, title: "One", publishedAt }), anEntry({ id: "1" })],
    ["its link where it has no id", anEntry({ link, title: "One", publishedAt }), anEntry({ link })],
    [
      "its title and date where it has neither",
      anEntry({ title: "One", publishedAt, summary: "Edited later" }),
      anEntry({ title: "One", publishedAt }),
    ],
    [
      "its text where it has no title",
      anEntry({ summary: "A note", contentHtml: "<p>A note</p>" }),
      anEntry({ summary: "A note" }),
    ],
    [
      "its HTML where it has nothing else",
      anEntry({ contentHtml: "<p>A note</p>", tags: ["a"] }),
      anEntry({ contentHtml: "<p>A note</p>" }),
    ],
  ])("is %s", (_, one, other) => {
    expect(entryKey(one)).toBe(entryKey(other));
  });

  it.each([
    ["two ids", anEntry({ id: "1", link }), anEntry({ id: "2", link })],
    ["ids in another case", anEntry({ id: "Post-1" }), anEntry({ id: "post-1" })],
    ["ids that differ by a blank", anEntry({ id: "1" }), anEntry({ id: "1 " })],
    ["ids that are one page in two spellings", anEntry({ id: `${link}/` }), anEntry({ id: link })],
    ["an id and a link of the same letters", anEntry({ id: "blog.example/one" }), anEntry({ link })],
    ["two links", anEntry({ link }), anEntry({ link: "https://blog.example/two" })],
    ["one title on two days", anEntry({ title: "Links", publishedAt }), anEntry({ title: "Links" })],
    ["two titles of one moment", anEntry({ title: "A", publishedAt }), anEntry({ title: "B", publishedAt })],
  ])("%s are two entries", (_, one, other) => {
    expect(entryKey(one)).not.toBe(entryKey(other));
  });

  it("stays the same when title, date, text and link of an entry with an id change", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), fc.string(), (id, title, summary) => {
        expect(entryKey(anEntry({ id, title, summary, link, publishedAt }))).toBe(entryKey(anEntry({ id })));
      }),
    );
  });

  it("says where it comes from, and is short however long the id is", () => {
    expect(entryKey(anEntry({ id: "x".repeat(100_000) }))).toMatch(/^id-[0-9a-f]{32}$/);
    expect(entryKey(anEntry({ link }))).toMatch(/^link-[0-9a-f]{32}$/);
    expect(entryKey(anEntry({}))).toMatch(/^text-[0-9a-f]{32}$/);
  });

  // Keys stand in ledgers: if one of these changes, every entry of that kind is posted a second time.
  it.each([
    [anEntry({ id: "https://blog.example/?p=1" }), "id-08dfc81b00b2260836f1ff562d89551b"],
    [
      anEntry({ link: "https://www.blog.example/one/?utm_source=rss" }),
      "link-501ea039f37aa2ffe7efd0a4c24be3b1",
    ],
    [anEntry({ title: "One", publishedAt }), "text-43ff5378c2a054257234f9d3829306ad"],
  ])("never changes between versions of Feedloom", (entry, key) => {
    expect(entryKey(entry)).toBe(key);
  });
});

describe("what an entry is known by as well", () => {
  const entry = anEntry({ id: "1", link, title: "One", publishedAt });
  const otherKeys = (other: typeof entry) => Object.values(pageKeys(other));
  const isKnownAs = (other: typeof entry) => otherKeys(other).some((key) => otherKeys(entry).includes(key));

  it.each([
    ["its page and title", anEntry({ id: "2", link, title: "One" })],
    ["its page and title, written otherwise", anEntry({ link: `${link}/?utm_source=rss`, title: " one " })],
    ["its page and date", anEntry({ id: "2", link, title: "Two", publishedAt })],
  ])("is %s", (_, other) => {
    expect(isKnownAs(other)).toBe(true);
  });

  it.each([
    ["its page alone", anEntry({ id: "2", link, title: "Two", publishedAt: new Date(0) })],
    ["its title alone", anEntry({ id: "2", title: "One" })],
    ["its title on another page", anEntry({ id: "2", link: "https://blog.example/two", title: "One" })],
    ["its date alone", anEntry({ id: "2", publishedAt })],
    ["its page, where the other has neither title nor date", anEntry({ id: "2", link })],
  ])("is not %s", (_, other) => {
    expect(isKnownAs(other)).toBe(false);
  });

  // As for keys: if one of these changes, entries whose ids change are posted a second time.
  it("never changes between versions of Feedloom", () => {
    expect(otherKeys(entry)).toEqual([
      "page-c8fecc7ee74c911e6a95e3abd67bc00a",
      "page-e60b58b54264c4153ffedc8c20e5e9d9",
    ]);
  });
});

describe("title and date together", () => {
  const publishedAt = new Date("2026-11-20T12:07:31Z");
  const named = (title: string | undefined, at: Date | undefined) =>
    titleKey(anEntry({ ...(title === undefined ? {} : { title }), ...(at && { publishedAt: at }) }));

  it("are the same however the title is spelled, and another with another date", () => {
    expect(named("One  Two", publishedAt)).toBe(named("one two ", publishedAt));
    expect(named("One", publishedAt)).not.toBe(named("One", new Date(0)));
  });

  it("are none where one of them is missing", () => {
    expect([named("One", undefined), named(undefined, publishedAt)]).toEqual([undefined, undefined]);
  });

  it.each(["2026-11-20T00:00:00Z", "2026-11-19T18:30:00Z", "2026-11-20T09:00:00Z"])(
    "are none where the date may be no more than a day or an hour: %s",
    (at) => {
      expect(named("Links", new Date(at))).toBeUndefined();
    },
  );

  it("never change between versions of Feedloom", () => {
    expect(named("One", publishedAt)).toBe("title-13d58d445e0a76440b5d402999bd4fbc");
  });
});

describe("the pages that stand for one entry alone", () => {
  const home = "https://blog.example/";
  const at = (address: string) => anEntry({ id: address, link: address });
  const alone = (entries: ReturnType<typeof at>[], homePage?: string) => [
    ...pagesOfTheirOwn(entries, homePage),
  ];

  it("are those of entries that share them with none", () => {
    const [one, two, again] = [at(link), at("https://blog.example/two"), at("http://www.blog.example/two/")];
    expect(alone([one, two, again, anEntry({ id: "none" })])).toEqual([one]);
  });

  it.each([
    ["the blog's", "https://blog.example/blog/", "http://blog.example/blog"],
    ["a site's root", home, undefined],
    ["another site's root", "https://shop.example", home],
  ])("are not %s own page", (_, address, homePage) => {
    expect(alone([at(address)], homePage)).toEqual([]);
  });

  it("may be a place in a page, or a page that its query names", () => {
    const places = [at(`${home}#a`), at(`${home}#b`), at(`${home}?p=1`)];
    expect(alone(places, home)).toEqual(places);
  });
});

describe("one page under another spelling", () => {
  it.each([
    ["http", "http://blog.example/one"],
    ["www", "https://www.blog.example/one"],
    ["a trailing slash", "https://blog.example/one/"],
    ["capitals in the host", "https://Blog.Example/one"],
    ["the scheme's own port", "https://blog.example:443/one"],
    ["utm parameters", "https://blog.example/one?utm_source=rss&utm_medium=rss&utm_campaign=one"],
    ["Medium's source", "https://blog.example/one?source=rss----8b2a1c---4"],
    ["an empty query", "https://blog.example/one?"],
    ["all of them", "http://www.blog.example/one/?utm_source=feed&source=rss-1"],
  ])("is the same page: %s", (_, spelling) => {
    expect(canonicalLink(spelling)).toBe("blog.example/one");
  });

  it.each([
    ["another path", "https://blog.example/two"],
    ["capitals in the path", "https://blog.example/One"],
    ["another host", "https://shop.blog.example/one"],
    ["another port", "https://blog.example:8443/one"],
    ["a parameter of its own", "https://blog.example/one?p=1"],
    ["a source that is no feed", "https://blog.example/one?source=homepage"],
    ["a path that only starts alike", "https://blog.example/one-more"],
  ])("is not mistaken for it: %s", (_, other) => {
    expect(canonicalLink(other)).not.toBe("blog.example/one");
  });

  it("keeps the parameters that make the page, in whatever order", () => {
    expect(canonicalLink("https://blog.example/?utm_source=x&p=1&lang=en")).toBe("blog.example?lang=en&p=1");
    expect(canonicalLink("https://blog.example/?lang=en&p=1")).toBe("blog.example?lang=en&p=1");
  });

  it("leaves what is no address as it is", () => {
    expect(canonicalLink(" not an address ")).toBe("not an address");
  });
});

describe("a post's id", () => {
  it("is the same whoever computes it", () => {
    expect(postId("https://blog.example/feed.xml", "id-1", "bronzfronz")).toBe("d360c7e9d592a75694ed");
  });

  it("differs by feed, by entry and by account", () => {
    const ids = [
      postId("feed", "key", "account"),
      postId("feed2", "key", "account"),
      postId("feed", "key2", "account"),
      postId("feed", "key", "account2"),
      postId("fee", "dkey", "account"),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{20}$/);
  });
});

describe("what once went wrong", () => {
  // Changelogs and day pages link each entry to a place in one page. The second was taken for the first and lost without a word.
  it("two places in one page are two entries", () => {
    const keys = ["v1.2", "v1.1"].map((place) =>
      entryKey(anEntry({ link: `https://blog.example/changelog#${place}` })),
    );
    expect(new Set(keys).size).toBe(2);
  });
});

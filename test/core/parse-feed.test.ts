import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FeedloomError } from "../../functions/core/errors.ts";
import { parseFeed } from "../../functions/core/parse-feed.ts";

const folder = new URL("feeds/", import.meta.url);

/** What each feed is there to show. Its entries stand beside it in `<name>.expected.json`. */
const sentences: Record<string, string> = {
  "after-the-root.xml": "what comes after the end of a feed is ignored",
  "atom-0.3.atom": "Atom 0.3 is read with its escaped markup and its own dates",
  "atom-namespace-on-rss.xml": "an RSS feed that calls itself Atom by namespace is RSS",
  "authors.xml": "authors are names, wherever the feed puts them",
  "blogger.atom": "Blogger: the page among five links, and the picture behind its thumbnail",
  "comment-before-root.xml": "a feed in a comment is not the feed",
  "control-characters.xml": "control characters go, and windows-1252 in disguise is mended",
  "doctype-entities.xml":
    "short entities of the DOCTYPE are known; nested, external and parameter ones are not",
  "empty-feed.xml": "a feed without entries is a feed",
  "empty-items.xml": "an item with nothing in it is named as unreadable",
  "feedburner.xml": "the original address beats the counter's, and its pictures are none",
  "ghost.xml": "Ghost: the picture that comes twice counts once",
  "guids.xml": "an id stays as written, and is a link only where it may be",
  "html-entities.xml": "entities of HTML are known in XML, and addresses keep their bare ampersands",
  "hugo.xml": "Hugo: the escaped summary becomes paragraphs",
  "images-in-order.xml": "pictures come best first, each once, in its largest size",
  "images-skipped.xml": "counting pixels, emoji, avatars and placeholders are no pictures",
  "jekyll.atom": "Jekyll: addresses in the text resolve against its xml:base",
  "json-feed.json": "JSON Feed 1.1 with everything it can say",
  "json-wrong-types.json": "JSON of the wrong types loses what is wrong and keeps the rest",
  "languages.atom": "a language is inherited, replaced and taken back",
  "leading-junk.xml": "a warning of PHP before the feed does no harm",
  "medium.xml": "Medium: the pixel at the end of the text is no picture",
  "microblog.json": "Micro.blog's JSON: an entry without a title keeps its text",
  "microblog.xml": "Micro.blog's RSS: an empty title is no title",
  "missing-channel.xml": "items without a channel around them are read",
  "no-namespace.atom": "Atom without its namespace, its types and its closing tags is Atom",
  "odd-dates.xml": "a date that can't be read costs the date, not the entry",
  "odd-names.xml": "elements named like JavaScript's own properties are only elements",
  "other-prefixes.xml": "prefixes mean what their namespace says, not what they usually mean",
  "planet.atom": "a planet's entries keep the authors of their sources",
  "podcast.xml": "a podcast: the episode's file and its own picture",
  "prefixed.atom": "Atom with a prefix on every name is Atom",
  "relative-links.xml": "relative and wrapped addresses become whole ones; scripts never do",
  "rss-0.91.xml": "RSS 0.91 of the last century",
  "rss-1.0.xml": "RSS 1.0: also the items that its table of contents leaves out",
  "stray-angles.xml": "a bare < in a text costs nothing",
  "substack.xml": "Substack: the cover is a picture, the spoken post a file",
  "text-shapes.xml": "a description becomes the text that a person would have typed",
  "text-types.atom": "Atom's text is literal and its HTML is markup",
  "titles.xml": "a title is one line, and tags that it talks about stay",
  "truncated.atom": "an Atom feed that is cut off gives its whole entries and says so",
  "truncated.xml": "an RSS feed that is cut off gives its whole entries and says so",
  "tumblr.xml": "Tumblr: a title that is the beginning of the text",
  "unclosed-fields.xml": "a field that is never closed ends where the next begins",
  "unclosed-items.xml": "an item that is never closed ends where the next begins",
  "undeclared-prefixes.xml": "prefixes that are never declared mean what they usually mean",
  "unescaped-ampersands.xml": "bare ampersands are ampersands",
  "unescaped-html.xml": "tags that should have been escaped still give their text",
  "upper-case.xml": "a feed in capitals is a feed",
  "wordpress-com.xml": "WordPress.com: the whole picture instead of its thumbnail, and no avatar",
  "wordpress.xml": "WordPress: entities, emoji as pictures, the guid that is no link",
  "xml-base.atom": "nested xml:base is followed down to the text",
  "youtube.atom": "YouTube: everything is in the media group",
};

describe("a feed", () => {
  const files = readdirSync(folder).filter((name) => !name.endsWith(".expected.json"));

  it("of the collection has a sentence that says what it is for", () => {
    expect(files.toSorted()).toEqual(Object.keys(sentences).toSorted());
  });

  it.each(files.map((file) => [file, sentences[file]] as const))("%s: %s", (file) => {
    const feed = parseFeed({
      bytes: readFileSync(new URL(file, folder)),
      url: `https://feeds.example/${file}`,
    });
    const expected: unknown = JSON.parse(readFileSync(new URL(`${file}.expected.json`, folder), "utf8"));
    expect(JSON.parse(JSON.stringify(feed))).toEqual(expected);
  });
});

function parse(text: string, url = "https://blog.example/feed") {
  return parseFeed({ bytes: new TextEncoder().encode(text), url });
}

describe("what is no feed", () => {
  const page = (head: string) =>
    `<!DOCTYPE html><html><head><title>Blog</title>${head}</head><body><rss></body></html>`;
  const link = (href: string, title: string) =>
    `<link rel="alternate" type="application/rss+xml" href="${href}" title="${title}">`;

  it.each([
    ["nothing", "", "blog.example/feed is empty; check what the address serves"],
    ["white space", " \n\t ", "blog.example/feed is empty; check what the address serves"],
    [
      "a page that names its feed",
      page(link("/index.xml", "Blog")),
      "blog.example/feed is an HTML page, not a feed; it names the feed https://blog.example/index.xml: use that",
    ],
    [
      "a page that names several",
      page(link("/a.xml", "A") + link("/b.xml", "")),
      "blog.example/feed is an HTML page, not a feed; it names the feeds https://blog.example/a.xml (A), https://blog.example/b.xml: use one of these",
    ],
    [
      "a page that names none",
      page(""),
      "blog.example/feed is an HTML page, not a feed, and names none; look for the feed's address on the blog",
    ],
    [
      "a picture, whatever tags its bytes seem to have",
      "\u2030PNG\r\n\u001a\n\u0000\u0000\u0000\rIHDR<3>\u0001",
      "blog.example/feed is no text, but a picture, an archive or the like; give the address of an RSS, Atom or JSON feed",
    ],
    [
      "another XML document",
      '<?xml version="1.0"?><sitemapindex><sitemap/></sitemapindex>',
      "blog.example/feed is a document of <sitemapindex>, not a feed; give the address of an RSS, Atom or JSON feed",
    ],
    [
      "a text",
      "Service   temporarily\nunavailable, come back in a while please",
      'blog.example/feed is no feed: it begins with "Service temporarily unavailable, come ba"; give the address of an RSS, Atom or JSON feed',
    ],
    [
      "JSON of another kind",
      '{"posts":[]}',
      "blog.example/feed is JSON, but no JSON Feed: it has no list of items; give the address of the blog's feed",
    ],
    [
      "JSON that is cut off",
      '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1"',
      "blog.example/feed begins like JSON but is not valid or is cut off; look at it in a JSON validator",
    ],
  ])("%s fails with FEED_MALFORMED and says so", (_what, text, message) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: "FEED_MALFORMED", message }));
  });

  it("is never named with the key that a private feed carries in its address", () => {
    expect(() => parse("nothing", "https://ann:pw@blog.example/feed?key=secret")).toThrow(
      expect.not.objectContaining({ message: expect.stringMatching(/secret|pw/) }),
    );
  });
});

describe("a feed that is made to do harm", () => {
  const inItem = (inside: string) => `<rss><channel><item><title>t</title>${inside}</item></channel></rss>`;

  it("fails with FEED_MALFORMED when its elements are nested 200,000 deep", () => {
    expect(() => parse(inItem("<a>".repeat(200_000)))).toThrow(
      expect.objectContaining({
        code: "FEED_MALFORMED",
        message: expect.stringMatching(/nested more than 1000 deep/),
      }),
    );
  });

  it("fails with FEED_MALFORMED when it has more elements than any feed", () => {
    expect(() => parse(inItem("<a/>".repeat(500_001)))).toThrow(
      expect.objectContaining({ code: "FEED_MALFORMED" }),
    );
  });

  it("gives no more than its first 2,000 entries and says what was left out", () => {
    const feed = parse(`<rss><channel>${"<item><title>x</title></item>".repeat(2_345)}</channel></rss>`);
    expect(feed.entries).toHaveLength(2_000);
    expect(feed.unreadable).toEqual([
      "entries 2001 to 2345 were left out: only the first 2000 of a feed are read",
    ]);
  });

  it("explodes no entities", () => {
    const levels = Array.from(
      { length: 30 },
      (_, level) => `<!ENTITY e${level + 1} "&e${level};&e${level};">`,
    );
    const bomb = `<!DOCTYPE rss [<!ENTITY e0 "${"x".repeat(90)}">${levels.join("")}]>${inItem(`<description>&e30;${"&e0;".repeat(200_000)}</description>`)}`;
    expect(parse(bomb).entries[0]?.summary?.length).toBeLessThan(2_000_000);
  });

  it("does not grow by making short links long", () => {
    const base = `https://blog.example/${"a".repeat(2_000)}/`;
    const text = `<rss xml:base="${base}"><channel><item><content:encoded><![CDATA[${"<a href=x>".repeat(100_000)}]]></content:encoded></item></channel></rss>`;
    expect(parse(text).entries[0]?.contentHtml?.length).toBeLessThan(25_000_000);
  });

  it.each([
    ["'<'", "<".repeat(200_000)],
    ["'&'", "&".repeat(200_000)],
    ["closing tags", "</b></c>".repeat(50_000)],
    ["comments", "<!--".repeat(50_000)],
    ["attributes", `<a ${'b="c" '.repeat(50_000)}/>`],
    ["nested lists", `<description><![CDATA[${"<ul><li>x".repeat(50_000)}]]></description>`],
    ["'<' in a text", `<description><![CDATA[${"<".repeat(200_000)}]]></description>`],
    ["blank lines", `<description>${"\n \n".repeat(100_000)}</description>`],
    ["pictures", `<description><![CDATA[${"<img src=x>".repeat(50_000)}]]></description>`],
  ])("keeps its entry through a flood of %s", (_what, flood) => {
    expect(parse(inItem(flood)).entries).toHaveLength(
      // What opens a comment and never closes it swallows the end of the feed.
      flood.startsWith("<!--") ? 0 : 1,
    );
  });

  it.each([
    ["a list that only claims its length", '{"items":{"length":1000000000}}'],
    ["100,000 open brackets", `{"items":${"[".repeat(100_000)}`],
  ])("fails with FEED_MALFORMED for JSON with %s", (_what, text) => {
    expect(() => parse(text)).toThrow(FeedloomError);
  });

  it("pollutes no prototype", () => {
    parse('{"items":[{"__proto__":{"polluted":1},"id":"1","constructor":{"prototype":{"polluted":1}}}]}');
    parse(inItem('<__proto__ polluted="1"><polluted>1</polluted></__proto__>'));
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });
});

import { describe, expect, it } from "vitest";
import { FeedloomError } from "../../functions/core/errors.ts";
import { parseFeed } from "../../functions/core/parse-feed.ts";
import { expectedOf, feedCorpus } from "../support/feed-corpus.ts";

/** JSON, as the expected ones are: without what is undefined, and with dates as text. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function reading(bytes: Uint8Array): unknown {
  try {
    return asJson(parseFeed({ bytes, url: "https://feeds.example/feed" }));
  } catch (error) {
    if (!(error instanceof FeedloomError)) throw error;
    return { code: error.code, message: error.message };
  }
}

describe("of the collection", () => {
  it.each(feedCorpus().map((feed) => [feed.sentence, feed] as const))("%s", (_sentence, feed) => {
    expect(reading(feed.bytes)).toEqual(expectedOf(feed));
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

describe("a feed with mistakes in it", () => {
  const item = "<item><guid isPermaLink='true'>/notes/1</guid><title>t</title><body>x</body></item>";

  it.each(["<category>a", "<image><url>/a.png</url>", "<a><b><c>"])(
    "has its entries behind an open %s",
    (open) => {
      expect(parse(`<rss><channel>${open}${item}${item}</channel></rss>`).entries).toHaveLength(2);
    },
  );

  it("has its page in a guid that is a path, and its text in an element without a prefix", () => {
    const [entry] = parse(`<rss><channel>${item}</channel></rss>`).entries;
    expect(entry).toMatchObject({ id: "/notes/1", link: "https://blog.example/notes/1", contentHtml: "x" });
  });

  it("keeps the entry around an empty one", () => {
    const inner = "<item><item/><guid>1</guid><link>/a</link></item>";
    expect(parse(`<rss><channel>${inner}</channel></rss>`).entries).toMatchObject([
      { id: "1", link: "https://blog.example/a" },
    ]);
  });
});

describe("a feed with the wrong namespaces", () => {
  const atom = "http://www.w3.org/2005/Atom";
  const item = "<item><title>T</title><link>/n/1</link><guid>g1</guid></item>";
  const entry = '<entry><title>T</title><link href="/n/1"/><id>g1</id></entry>';
  const prefixed = (text: string, prefix: string) => text.replace(/<(\/?)(?=\w)/g, `<$1${prefix}:`);
  const rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

  it.each([
    ["RDF without a default", `<rdf:RDF xmlns:rdf="${rdf}"><channel/>${item}</rdf:RDF>`],
    ["RDF with Atom's", `<rdf:RDF xmlns="${atom}" xmlns:rdf="${rdf}"><channel/>${item}</rdf:RDF>`],
    ["RDF with one that nobody knows", `<rdf:RDF xmlns="http://no.example/"><channel/>${item}</rdf:RDF>`],
    ["RDF with a prefix that is not declared", `<rdf:RDF><rss:channel/>${prefixed(item, "rss")}</rdf:RDF>`],
    ["a channel in Atom's", `<rss><channel xmlns="${atom}">${item}</channel></rss>`],
    ["items in Atom's", `<rss><channel>${item.replace(">", ` xmlns="${atom}">`)}</channel></rss>`],
    [
      "all of RSS under a prefix of Atom's",
      `<rss xmlns:a="${atom}">${prefixed(`<channel>${item}</channel>`, "a")}</rss>`,
    ],
    [
      "items in none",
      `<rss xmlns="http://purl.org/rss/1.0/"><channel>${item.replace(">", ' xmlns="">')}</channel></rss>`,
    ],
    ["Atom in that of RSS", `<feed xmlns="http://purl.org/rss/1.0/">${entry}</feed>`],
    ["Atom in that of XHTML", `<feed xmlns="http://www.w3.org/1999/xhtml">${entry}</feed>`],
    ["Atom in a misspelled one", `<feed xmlns="http://www.w3.org/2005/atom10">${entry}</feed>`],
    ["entries without the root's prefix", `<a:feed xmlns:a="${atom}">${entry}</a:feed>`],
    ...["https://www.w3.org/2005/Atom/", "http://w3.org/2005/ATOM#", "www.w3.org/2005/Atom"].map(
      (address) => [
        `entries under a prefix for ${address}`,
        `<feed xmlns:x="${address}">${prefixed(entry, "x")}</feed>`,
      ],
    ),
    ["items in a list of their own", `<rss><channel><items>${item}</items></channel></rss>`],
  ])("is read all the same: %s", (_what, text) => {
    expect(parse(text).entries).toMatchObject([{ id: "g1", title: "T", link: "https://blog.example/n/1" }]);
  });

  it.each([
    [
      "elements that nobody knows",
      `<rss><channel><title>C</title>${"<story><title>T</title><link>/1</link></story>".repeat(2)}</channel></rss>`,
      "what may be its entries (<story>, 2) is none of RSS or Atom",
    ],
    [
      "entries of a vocabulary that nobody knows",
      `<feed xmlns="${atom}" xmlns:x="http://no.example/">${prefixed(entry, "x")}</feed>`,
      "what may be its entries (<entry>, 1) is none of RSS or Atom",
    ],
    [
      "items of RSS in a feed of Atom",
      `<feed xmlns="${atom}"><title>C</title>${item}</feed>`,
      "what may be its entries (<item>, 1) is none of RSS or Atom",
    ],
    [
      "entries behind an open comment",
      `<rss><channel><title>C</title><!-- ${item}</channel></rss>`,
      "it ends before its first entry is complete",
    ],
    [
      "entries in an open literal text",
      `<rss><channel><title><![CDATA[C</title>${item}</channel></rss>`,
      "it ends before its first entry is complete",
    ],
    [
      "entries that are escaped",
      `<rss><channel><title>C</title>${item.replaceAll("<", "&lt;")}</channel></rss>`,
      "its entries stand inside of a text",
    ],
  ])("says so where no entry can be found: %s", (_what, text, reason) => {
    expect(parse(text)).toMatchObject({ entries: [], unreadable: [reason] });
  });

  it("is simply empty where a channel has no more than itself", () => {
    const picture = "<image><url>/a.png</url><title>C</title><link>/</link></image>";
    const search = "<textInput><title>S</title><description>d</description><link>/s</link></textInput>";
    const empty = `<rss><channel><title>C</title><link>/</link>${picture}${search}<!-- ${item} --></channel></rss>`;
    expect(parse(empty)).toMatchObject({ title: "C", entries: [], unreadable: [] });
  });
});

describe("an entry with something in it that is never closed", () => {
  const date = "<pubDate>Thu, 01 Jan 2026 10:07:21 GMT</pubDate>";
  const fields = `<title>T</title><link>/n/1</link><guid>g1</guid>${date}`;
  const next = "<item><guid>g2</guid></item>";
  const whole = {
    id: "g1",
    title: "T",
    link: "https://blog.example/n/1",
    publishedAt: new Date("2026-01-01T10:07:21Z"),
  };

  const opened = [
    '<media:content url="/i.jpg" medium="image">',
    '<media:group><media:content url="/i.jpg">',
    "<media:group><media:content></media:group>",
    '<media:content url="/a.jpg"><media:content url="/b.jpg"></media:content>',
    '<enclosure url="/i.jpg" type="image/jpeg">',
    "<image><url>/i.jpg</url>",
    "<image><url>/i.jpg</url><title>picture</title><link>/picture</link>",
    '<source url="/x">Planet',
    '<itunes:image href="/i.jpg">',
    "<description>text <b>bold",
    "<content:encoded>text <p>more",
    "<author><name>Ann",
    "<geo:lat>1",
    "<nobody><knows><this>",
  ];
  it.each(opened)("of RSS keeps its own fields behind %s", (open) => {
    const closed = parse(`<rss><channel><item>${open}${fields}</item>${next}</channel></rss>`).entries;
    expect(closed).toMatchObject([whole, { id: "g2" }]);
    const never = parse(`<rss><channel><item>${open}${fields}${next}</channel></rss>`).entries;
    expect(never).toMatchObject([whole, { id: "g2" }]);
  });

  it.each([
    "<author><name>Ann",
    "<source><id>planet</id><title>Planet</title>",
    '<content type="xhtml"><div><p>x',
    "<media:group>",
    "<nobody><knows>",
  ])("of Atom keeps its own fields behind %s", (open) => {
    const own = '<id>g1</id><title>T</title><link href="/n/1"/><published>2026-01-01T10:07:21Z</published>';
    const atom = `<feed><entry>${open}${own}</entry><entry><id>g2</id></entry></feed>`;
    expect(parse(atom).entries).toMatchObject([whole, { id: "g2" }]);
  });

  it.each([
    "<x:related><title>no</title><link>/no</link></x:related>",
    "<description><p>x<svg><title>no</title></svg></description>",
    "<image><url>/i.jpg</url><title>no</title><link>/no</link></image>",
    "<item/>",
    '<item class="x"/>',
    "<item></item>",
  ])("takes nothing out of what has its end: %s", (inside) => {
    const feed = parse(`<rss><channel><item>${inside}${fields}</item></channel></rss>`);
    expect(feed.entries).toMatchObject([whole]);
    expect(feed.unreadable).toEqual([]);
  });
});

describe("the page of an entry", () => {
  const linkOf = (fields: string) =>
    parse(
      `<rss><channel><link>https://blog.example/</link><item><title>T</title>${fields}</item></channel></rss>`,
      "https://blog.example/feed.xml",
    ).entries[0]?.link;

  it.each([
    ["<link>notes/1</link>", "notes/1"],
    ["<link>../x</link>", "x"],
    ["<link>?p=1</link>", "?p=1"],
    ["<link>#x</link>", "#x"],
    ["<link>//blog.example/x</link>", "x"],
    ["<link/><guid>https://blog.example/a</guid>", "a"],
    ['<link rel="x"/><link></link><link>/b</link>', "b"],
    ["<guid>notes/1</guid>", "notes/1"],
    ["<guid>?p=1</guid>", "?p=1"],
    ["<guid>../x</guid>", "x"],
    ["<guid>//blog.example/x</guid>", "x"],
    ["<guid>about.html</guid>", "about.html"],
    ['<guid isPermaLink="true">#x</guid>', "#x"],
    ['<guid isPermaLink="true">Notes/1</guid>', "Notes/1"],
  ])("is %s, whatever its form", (fields, path) => {
    expect(linkOf(fields)).toBe(`https://blog.example/${path}`);
  });

  it.each(["note-1", "Zm9v/YmFy=", "tag:a/b,2020:x", "urn:uuid:1"])(
    "is no guid that is a name: %s",
    (guid) => {
      expect(linkOf(`<guid>${guid}</guid>`)).toBeUndefined();
    },
  );

  it("is no guid that says it is none, and the id of JSON Feed where it is an address", () => {
    expect(linkOf('<guid isPermaLink="false">/notes/1</guid>')).toBeUndefined();
    const items = [
      { id: "https://blog.example/3", url: "" },
      { id: "/notes/1", title: "T" },
      { id: "note-2", title: "T" },
    ];
    expect(parse(JSON.stringify({ items })).entries.map(({ id, link }) => [id, link])).toEqual([
      ["https://blog.example/3", "https://blog.example/3"],
      ["/notes/1", "https://blog.example/notes/1"],
      ["note-2", undefined],
    ]);
  });
});

describe("a picture of an entry", () => {
  it.each([
    "<media:thumbnail>https://blog.example/i/1.jpg</media:thumbnail>",
    "<media:thumbnail>/i/1.jpg</media:thumbnail>",
    '<media:content medium="image">https://blog.example/i/1.jpg</media:content>',
    '<media:content url="/i/1.jpg" medium="Image"/>',
    '<media:content url="/i/1.jpg" type="image"/>',
    "<image>https://blog.example/i/1.jpg</image>",
    "<image><url>/i/1.jpg</url><title>x</title></image>",
    '<image href="/i/1.jpg"/>',
    '<image url="/i/1.jpg"/>',
    '<enclosure url="/i/1.jpg" type="image"/>',
    '<enclosure url="/i/1.jpg" type="jpg"/>',
    "<enclosure>https://blog.example/i/1.jpg</enclosure>",
    '<media:thumbnail/><media:content/><enclosure/><image/><media:thumbnail url="/i/1.jpg"/>',
  ])("is found in %s", (fields) => {
    const { entries } = parse(`<rss><channel><item><guid>1</guid>${fields}</item></channel></rss>`);
    expect(entries[0]?.images).toEqual([{ url: "https://blog.example/i/1.jpg" }]);
  });

  it("is no word in its place", () => {
    const fields = "<image>none</image><media:thumbnail>no picture</media:thumbnail>";
    const { entries } = parse(`<rss><channel><item><guid>1</guid>${fields}</item></channel></rss>`);
    expect(entries[0]?.images).toEqual([]);
  });
});

describe("a text that says it is plain", () => {
  const title = (text: string) => parse(JSON.stringify({ items: [{ title: text }] })).entries[0]?.title;

  it.each([
    ["Don&#8217;t dig &amp; don&#x2019;t weed", "Don’t dig & don’t weed"],
    ["AT&T, R&D; &foo; &copy 2020", "AT&T, R&D; &foo; &copy 2020"],
    ["&amp;lt; is decoded once", "&lt; is decoded once"],
    ["what &nbsp; does", "what &nbsp; does"],
    ["`&amp;` is &amp;", "`&amp;` is &"],
  ])("loses the entities that programs left in it: %s", (written, expected) => {
    expect(title(written)).toBe(expected);
  });

  it("is that of JSON Feed and of Atom, in all its fields", () => {
    const item = { title: "a&hellip;", summary: "b&hellip;", content_text: "c&hellip;", tags: ["d&amp;e"] };
    const json = JSON.stringify({
      title: "f&rsquo;s",
      items: [{ ...item, authors: [{ name: "g&rsquo;s" }] }],
    });
    const atom =
      "<feed><title>f&amp;rsquo;s</title><entry><title>a&amp;hellip;</title><summary>b&amp;hellip;</summary>" +
      '<content type="text">c&amp;hellip;</content><category term="d&amp;amp;e"/><author><name>g&amp;rsquo;s</name></author></entry></feed>';
    for (const text of [json, atom]) {
      expect(parse(text)).toMatchObject({
        title: "f’s",
        entries: [{ title: "a…", summary: "b…", contentHtml: "<p>c…</p>", tags: ["d&e"], authors: ["g’s"] }],
      });
    }
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
    expect(() => parse(inItem("<a/>".repeat(200_001)))).toThrow(
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

  const numbers = Array.from({ length: 2_345 }, (_, index) => index + 1);
  const dateOf = (number: number) => new Date(Date.UTC(2020, 0, 1) + number * 86_400_000).toISOString();

  it.each([
    [
      "RSS",
      () => {
        const items = numbers.map((n) => `<item><title>${n}</title><pubDate>${dateOf(n)}</pubDate></item>`);
        return `<rss><channel>${items.join("")}</channel></rss>`;
      },
    ],
    [
      "Atom",
      () => {
        const entries = numbers.map(
          (n) => `<entry><id>${n}</id><title>${n}</title><updated>${dateOf(n)}</updated></entry>`,
        );
        return `<feed xmlns="http://www.w3.org/2005/Atom">${entries.join("")}</feed>`;
      },
    ],
    [
      "JSON Feed",
      () =>
        JSON.stringify({
          items: numbers.map((n) => ({ id: String(n), title: String(n), date_published: dateOf(n) })),
        }),
    ],
  ])("gives the last 2,000 entries of a longer feed that stands oldest first: %s", (_, document) => {
    const feed = parse(document());
    expect(feed.entries).toHaveLength(2_000);
    expect([feed.entries[0]?.title, feed.entries.at(-1)?.title]).toEqual(["346", "2345"]);
    expect(feed.unreadable).toEqual([
      "entries 1 to 345 were left out: only the last 2000 of a feed are read",
    ]);
  });

  it("gives the first entries of an archive, whatever is in the others", () => {
    const entry = `<item><title>x</title>${"<a/>".repeat(10)}</item>`;
    const feed = parse(`<rss><channel>${entry.repeat(30_000)}</channel></rss>`);
    expect(feed.entries).toHaveLength(2_000);
    expect(feed.unreadable).toEqual([
      "entries 2001 to 30000 were left out: only the first 2000 of a feed are read",
    ]);
  });

  it("gives no more than the first million characters of a text", () => {
    const lengths = [
      inItem(`<description>${"a &amp; ".repeat(200_000)}</description>`),
      inItem(`<description><![CDATA[${"x".repeat(1_500_000)}]]></description>`),
      inItem(`<description>${"<b>x</b>".repeat(199_000)}</description>`),
    ].map((text) => parse(text).entries[0]?.summary?.length ?? 0);
    for (const length of lengths) expect(length).toBeLessThanOrEqual(1_000_000);
    expect(Math.min(...lengths)).toBeGreaterThan(100_000);
  });

  it.each(["content_html", "content_text", "summary", "title", "id"])(
    "gives no more than the first million characters of a JSON Feed's %s",
    (field) => {
      const { entries } = parse(
        JSON.stringify({ items: [{ [field]: "<b>&".repeat(1_000_000), url: "/a" }] }),
      );
      const { contentHtml = "", summary = "", title = "", id = "" } = entries[0] ?? {};
      for (const text of [contentHtml, summary, title, id])
        expect(text.length).toBeLessThanOrEqual(1_000_000);
    },
  );

  it("gives no more than the first names, tags and files of a JSON Feed's item", () => {
    const many = Array.from({ length: 20_000 }, (_, number) => ({
      url: `/${number}.mp3`,
      name: `${number}`,
    }));
    const { entries } = parse(JSON.stringify({ items: [{ id: "1", attachments: many, authors: many }] }));
    expect(entries[0]?.enclosures).toHaveLength(100);
    expect(entries[0]?.authors).toHaveLength(100);
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
    ["more values than any feed", `{"items":[${"[1],".repeat(300_000)}1]}`],
  ])("fails with FEED_MALFORMED for JSON with %s", (_what, text) => {
    expect(() => parse(text)).toThrow(FeedloomError);
  });

  it("counts no values inside of the strings of JSON", () => {
    const text = JSON.stringify({ items: [{ id: "1", content_text: '{[,"\\'.repeat(200_000) }] });
    expect(parse(text).entries).toHaveLength(1);
  });

  it("pollutes no prototype", () => {
    parse('{"items":[{"__proto__":{"polluted":1},"id":"1","constructor":{"prototype":{"polluted":1}}}]}');
    parse(inItem('<__proto__ polluted="1"><polluted>1</polluted></__proto__>'));
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });
});

describe("a page in place of a feed", () => {
  const wordsOf = (html: string) => {
    try {
      parseFeed({ bytes: new TextEncoder().encode(html), url: "https://blog.example/feed" });
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : undefined;
    }
  };

  it.each([
    [
      "Cloudflare",
      "<!DOCTYPE html><html><head><title>Just a moment...</title><script>window._cf_chl_opt={}</script></head></html>",
    ],
    ["DDoS-Guard", "<html><head><title>DDoS-Guard</title></head><body>Checking your browser</body></html>"],
    ["Sucuri", "<html><script>sucuri_cloudproxy_js='';S={}</script></html>"],
    ["Imperva", '<html><iframe src="/_Incapsula_Resource?SWUDNSAI=31"></iframe></html>'],
    ["AWS WAF", "<html><script>window.gokuProps = {}</script></html>"],
    ["DataDome", '<html><script src="https://ct.captcha-delivery.com/c.js"></script></html>'],
    ["Anubis", "<!doctype html><html><title>Making sure you&#39;re not a bot!</title></html>"],
    ["its firewall", "<html><body>Verify you are human by completing the action below.</body></html>"],
  ])("that asks for proof that a person reads is named for it: %s", (maker, html) => {
    expect(wordsOf(html)).toBe(
      `blog.example/feed is a page that asks for proof that a person reads (${maker}); let the feed's owner open it to feed readers`,
    );
  });

  it("that asks for a password is named for it", () => {
    const form =
      '<!doctype html><form method="post"><input name=log><input class="x" type="password"></form>';
    expect(wordsOf(form)).toMatch(/is a page that asks for a password; give an address that needs none$/);
  });

  it("of a blog on Cloudflare is no challenge", () => {
    const page =
      '<!doctype html><title>Loom</title><script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>';
    expect(wordsOf(page)).toMatch(/is an HTML page, not a feed, and names none/);
  });
});

it.each([
  [
    "Atom",
    `<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="FILE"/><title>One</title></entry></feed>`,
  ],
  ["RSS", "<rss><channel><item><link>FILE</link><title>One</title></item></channel></rss>"],
  ["a guid of RSS", "<rss><channel><item><guid>FILE</guid><title>One</title></item></channel></rss>"],
  ["JSON Feed", `{"version":"https://jsonfeed.org/version/1.1","items":[{"url":"FILE","title":"One"}]}`],
])("an entry of %s that leads to a file has no page, and the file is known", (_, document) => {
  const feed = parse(document.replace("FILE", "file:///home/ann/one.html"));
  expect(feed.entries).toMatchObject([{ fileLink: "file:///home/ann/one.html" }]);
  expect(feed.entries[0]).not.toHaveProperty("link");
});

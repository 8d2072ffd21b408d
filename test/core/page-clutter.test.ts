import { describe, expect, it } from "vitest";
import { parseFeed } from "../../functions/core/parse-feed.ts";
import { htmlToText } from "../../functions/core/plain-text.ts";
import { htmlToLine, titleLine } from "../../functions/core/title-line.ts";

const page = "https://blog.example/essay";

describe("a title talks about tags", () => {
  it.each([
    "Labels for the <input> element",
    "When to use <link> and <meta>",
    "<hr> is not dead",
    "The end of <br/>",
    "What <p> and <li> are for",
    "Why <source type='a'>, not <embed>?",
    "The “<br>” and I",
    "Close your <div/>",
  ])("%s", (title) => {
    expect(htmlToLine(title)).toBe(title);
  });

  it.each([
    ["One<br>two", "One two"],
    ["One <br> two", "One two"],
    ["One<br />", "One"],
    ["<p> One </p>", "One"],
    ["<ul><li>One<li>two</ul>", "One two"],
    ["One<wbr>two", "Onetwo"],
  ])("but not in %s", (title, line) => {
    expect(htmlToLine(title)).toBe(line);
  });
});

describe("headings stay, whatever anchor is around them", () => {
  it.each([
    [
      "inside of it",
      '<h2><a class="header-anchor" href="#a"><span>Set up</span></a></h2><p>a</p>',
      "Set up\n\na",
    ],
    ["around it", '<a class="anchor" href="#a"><h2>Set up</h2></a><p>a</p>', "Set up\n\na"],
    ["without a class", '<h2><a href="#a">Set up</a></h2><p>a</p>', "Set up\n\na"],
    [
      "called like a link",
      '<h2><a class="anchor" href="#a">Link to the past</a></h2><p>a</p>',
      "Link to the past\n\na",
    ],
    ["a year", '<h2><a class="anchor" href="#1984">1984</a></h2><p>a</p>', "1984\n\na"],
  ])("%s", (_, html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  it.each([
    ["a sharp", '<h2>Why <a class="header-anchor" href="#why">#</a></h2>'],
    ["a pilcrow", '<h2>Why<a class="headerlink" href="#why" title="Permalink">¶</a></h2>'],
    ["nothing to be seen", '<h2>Why<a class="hash-link" href="#why">&#8203;</a></h2>'],
    ["a drawing", '<h2><a class="anchor" href="#why"><svg></svg></a>Why</h2>'],
    [
      "a name for who hears it",
      '<h2>Why <a class="header-anchor" href="#why"><span>#</span> Permalink to “Why”</a></h2>',
    ],
  ])("a sign beside them goes: %s", (_, html) => {
    expect(htmlToText(html)).toBe("Why");
  });
});

describe("of links to notes only the marks go", () => {
  it.each([
    [
      "words to another page's note",
      '<p>See <a href="https://other.example/essay2#fn3">her third note</a>.</p>',
      "See her third note.",
    ],
    ["a key called Fn", '<p>The <a href="https://docs.example/keys#fn">Fn</a> key.</p>', "The Fn key."],
    [
      "a number of another page's note",
      '<p>See note <a href="https://other.example/x#fn3">3</a>.</p>',
      "See note 3.",
    ],
    [
      "a shop called anchor",
      '<p>Our <a class="anchor" href="/harbour">anchor shop</a> opens.</p>',
      "Our anchor shop opens.",
    ],
    ["a year with such a class", '<p>Since <a class="anchor" href="/1984">1984</a>.</p>', "Since 1984."],
    [
      "a chapter of this page",
      '<p>See <a href="#footnotes-in-html">how notes are made</a>.</p>',
      "See how notes are made.",
    ],
  ])("%s stays", (_, html, text) => {
    expect(htmlToText(html, "en", page)).toBe(text);
  });

  it.each([
    ["a number", '<p>Wool<a href="#fn1">1</a>.</p>'],
    ["a number in brackets", `<p>Wool<a href="${page}#fn:1">[1]</a>.</p>`],
    ["Word's", '<p>Wool<a href="#_ftn1">[1]</a>.</p>'],
    ["MediaWiki's", '<p>Wool<sup><a href="#cite_note-4">[4]</a></sup>.</p>'],
    ["a letter", '<p>Wool<sup><a href="#fn-a">a</a></sup>.</p>'],
    ["a dagger", '<p>Wool<a href="#fn2">†</a>.</p>'],
    ["one of kramdown", '<p>Wool<a href="#fn:1" class="footnote" rel="footnote">1</a>.</p>'],
    ["an arrow back", '<p>Wool.<a href="#fnref1">↩︎</a></p>'],
  ])("%s goes", (_, html) => {
    expect(htmlToText(html, "en", page)).toBe("Wool.");
  });
});

describe("what stands in for a post of another network goes", () => {
  it.each([
    [
      "Threads",
      '<blockquote class="text-post-media"><a href="https://www.threads.net/@a/post/1"><div>Post by @a</div></a></blockquote>',
    ],
    [
      "Threads, known by its attribute",
      '<blockquote data-text-post-permalink="x"><div>Beitrag von @a</div></blockquote>',
    ],
    [
      "Mastodon",
      '<blockquote class="mastodon-embed"><a><svg></svg><div>Post by @a@m.example</div></a></blockquote>',
    ],
    ["Reddit", '<blockquote class="reddit-embed-bq"><a>A title</a><br> by <a>u/ann</a></blockquote>'],
    [
      "Facebook",
      '<div class="fb-post"><blockquote class="fb-xfbml-parse-ignore">Posted by Ann</blockquote></div>',
    ],
    [
      "X, nothing but its address",
      '<blockquote class="twitter-tweet"><a href="https://x.com/a/status/1">https://x.com/a/status/1</a></blockquote>',
    ],
    [
      "an address that WordPress could not show",
      '<figure><div class="wp-block-embed__wrapper">\nhttps://bsky.app/profile/a/post/1\n</div></figure>',
    ],
    ["Imgur", '<blockquote class="imgur-embed-pub"><a>View post on imgur.com</a></blockquote>'],
  ])("%s", (_, html) => {
    expect(htmlToText(`${html}<p>I agree.</p>`)).toBe("I agree.");
  });

  it("and what has the other's words is a quotation", () => {
    const tweet =
      '<blockquote class="twitter-tweet"><p>Yes.</p>&mdash; Ann (@ann) <a href="https://x.com/ann/status/1">May 1</a></blockquote>';
    const bluesky =
      '<blockquote class="bluesky-embed"><p>Yes.<br><br><a href="https://bsky.app/profile/a/post/1?ref_src=embed">[image or embed]</a></p>&mdash; Ann</blockquote>';
    expect(htmlToText(tweet)).toBe("“Yes.”\n\n— Ann (@ann) May 1");
    expect(htmlToText(bluesky)).toBe("“Yes.”\n\n— Ann");
  });
});

describe("shortcodes that nobody replaced", () => {
  it.each([
    [
      "a page builder's",
      '[vc_row][vc_column width="1/2"][vc_column_text]A story.[/vc_column_text][/vc_column][/vc_row]',
    ],
    [
      "cut off before their end",
      '[et_pb_section fb_built="1"][et_pb_row _builder_version="4.9"][et_pb_text]A story.',
    ],
    [
      "with curly quotation marks",
      "[fusion_text columns=&#8221;2&#8243; rule=&#8221;x&#8243;]A story.[/fusion_text]",
    ],
    ["in a page", '<div>[elementor-template id="7"]</div><p>[su_dropcap]A[/su_dropcap] story.</p>'],
    [
      "a caption with its words",
      '<p>[caption id="a" width="300"]<img src="x.jpg"> By Ann[/caption]</p><p>A story.</p>',
    ],
    ["a gallery", "<p>[gallery]</p><p>A story.</p>[gallery ids=1,2]"],
    ["an address for a player", "<p>A story.</p><p>[embed]https://video.example/1[/embed]</p>"],
    ["any name that is closed again", "[my-box]A story.[/my-box]"],
    ["a form", "<p>A story.</p><p>[contact-form-7 id='3' title='x']</p>"],
    ["marks of a forum", "[b]A[/b] story."],
  ])("go: %s", (_, html) => {
    expect(htmlToText(html)).toBe("A story.");
  });

  it.each([
    ["a note", "As she said [1], it is “beter [sic]”."],
    ["a remark", "[laughs] No! [He leaves.]"],
    ["a cut", "It is […] long."],
    ["a sum", "Take [a k=3 b] and arr[i]."],
    ["a name of one in a sentence", "Write [gallery] where the pictures go."],
    ["a link in Markdown", "See [code](https://a.example/x)."],
  ])("stay: %s", (_, html) => {
    expect(htmlToText(html)).toBe(html);
  });

  it("stay: code", () => {
    const html = '<p>Write <code>[vc_row]</code>:</p><pre>[gallery ids="1,2"]</pre>';
    expect(htmlToText(html)).toBe('Write [vc_row]:\n\n[gallery ids="1,2"]');
  });

  it("cost no words behind one that nobody closed", () => {
    expect(htmlToText("<p>[/embed] One [embed width='3'] two.</p>")).toBe("One  two.".replace("  ", " "));
  });
});

describe("readings above letters are left out", () => {
  it.each([
    ["<ruby>織物<rt>おりもの</rt></ruby>の話", "織物の話"],
    ["<ruby>織物<rp>（</rp><rt>おりもの</rt><rp>）</rp></ruby>の話", "織物の話"],
    ["<ruby>織<rt>おり<rb>物<rt>もの</ruby>の話", "織物の話"],
    ["<p><ruby>織物<rp>(<rt>おりもの<rp>)</ruby>の話</p>", "織物の話"],
  ])("%s", (html, text) => {
    expect(htmlToText(html, "ja")).toBe(text);
  });
});

describe("what is folded stays folded", () => {
  it.each([
    [
      "its summary stays",
      "<p>a</p><details><summary>Who did it?</summary><p>The cook.</p></details><p>b</p>",
      "a\n\nWho did it?\n\nb",
    ],
    ["without a summary it says nothing", "<p>a</p><details>The cook.</details><p>b</p>", "a\n\nb"],
    [
      "folds in folds",
      "<details><summary>a</summary><details><summary>b</summary>c</details>d</details><p>e</p>",
      "a\n\ne",
    ],
    ["what is open is no secret", "<details open><summary>a</summary><p>b</p></details>", "a\n\nb"],
  ])("%s", (_, html, text) => {
    expect(htmlToText(html)).toBe(text);
  });
});

describe("blanks that are not ASCII stay between words", () => {
  it.each([
    ["a thin one before a dash", "<i>Grabski</i>\u2009— przyjmuje", "Grabski\u2009— przyjmuje"],
    ["a narrow one before a mark", "<b>vrai</b>\u202f!", "vrai\u202f!"],
    ["a hair's one inside of an element", "a<b>\u200ab</b>", "a\u200ab"],
    ["a wide one", "東京<b>\u3000駅</b>", "東京\u3000駅"],
    ["alone", "<b>a</b>\u2009<i>b</i>", "a\u2009b"],
    ["with others", "<b>a</b>\u2009 <i>b</i>", "a b"],
  ])("%s", (_, html, text) => {
    expect(htmlToText(html)).toBe(text);
  });
});

describe("what nobody sees is no title and no paragraph", () => {
  const unseen = [
    "\u200b",
    "\u3164",
    "\u00ad",
    "\u2800",
    "\u200e\u200f",
    "\u2066\u2069",
    "\ufeff",
    "\u00a0",
    "\u034f",
    "\u180e",
    "\u{e0001}",
  ];
  it.each(unseen.map((character) => [character.codePointAt(0)?.toString(16) ?? "", character]))(
    "U+%s",
    (_, character) => {
      expect(titleLine(character)).toBe("");
      expect(htmlToLine(`<b>${character}</b> `)).toBe("");
      expect(htmlToText(`<p>${character}</p><p>a</p><p>${character}</p>`)).toBe("a");
    },
  );

  it("and marks of direction stay where words follow", () => {
    expect(titleLine("\u200fשלום")).toBe("\u200fשלום");
    expect(titleLine("❤\ufe0f")).toBe("❤\ufe0f");
  });
});

/** The only entry of a feed, and what was not read. */
function entryOf(inside: string) {
  const feed = `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><item><guid>1</guid>${inside}</item></channel></rss>`;
  const { entries, unreadable } = parseFeed({ bytes: new TextEncoder().encode(feed), url: page });
  return { entry: entries[0], unreadable };
}

describe("a text that was escaped twice", () => {
  it("is markup where the whole is", () => {
    const { entry } = entryOf(
      "<description>&amp;lt;p&amp;gt;It goes &amp;lt;em&amp;gt;left&amp;lt;/em&amp;gt;.&amp;lt;/p&amp;gt;</description>",
    );
    expect(entry?.summary).toBe("It goes left.");
  });

  it("has its pictures, too", () => {
    const { entry } = entryOf(
      '<content:encoded><![CDATA[&lt;p&gt;a&lt;/p&gt;&lt;img src="/b.jpg"&gt;]]></content:encoded><link>https://a.example/</link>',
    );
    expect(entry?.images.map(({ url }) => url)).toEqual(["https://blog.example/b.jpg"]);
  });

  it.each([
    ["words about a tag", "How to use &amp;lt;p&amp;gt; and &amp;lt;/p&amp;gt;", "How to use <p> and </p>"],
    ["a tag that begins a sentence", "&amp;lt;p&amp;gt; is a tag.", "<p> is a tag."],
    ["two tags", "&amp;lt;p&amp;gt; or &amp;lt;div&amp;gt;", "<p> or <div>"],
  ])("stays as it is where it is not: %s", (_, written, text) => {
    expect(entryOf(`<description>${written}</description>`).entry?.summary).toBe(text);
  });
});

describe("an entry that is protected by a password", () => {
  it.each([
    [
      "by the form",
      '<title>Geschützt: Rezepte</title><content:encoded><![CDATA[<form action="https://a.example/wp-login.php?action=postpass" class="post-password-form" method="post"><p>Dieser Inhalt ist geschützt.</p></form>]]></content:encoded>',
    ],
    [
      "by its excerpt",
      "<title>Protected: Recipes</title><description>There is no excerpt because this is a protected post.</description>",
    ],
  ])("is left alone, and said: %s", (_, inside) => {
    const { entry, unreadable } = entryOf(inside);
    expect(entry).toBeUndefined();
    expect(unreadable).toEqual([
      "entry 1 is protected by a password; it is read once it is open to everybody",
    ]);
  });

  it("is not one that is only called so", () => {
    const { entry } = entryOf(
      "<title>Protected: how seals are counted</title><description>By boat.</description>",
    );
    expect(entry?.title).toBe("Protected: how seals are counted");
  });
});

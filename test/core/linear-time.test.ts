import { describe, expect, it } from "vitest";
import { FeedloomError } from "../../functions/core/errors.ts";
import { parseFeed } from "../../functions/core/parse-feed.ts";
import { wholeWay } from "../support/whole-way.ts";

/** What one text of each kind repeats. Each was once quadratic here or elsewhere, or is a neighbour of one that was. */
const hurtful: [string, string][] = [
  ["blanks of typographers", "\u2003"],
  ["no-break blanks", "\u00a0"],
  ["tabs", "\t"],
  ["blank lines", "\n \n"],
  ["carriage returns and colons", "\r:"],
  ["line separators", "\u2028"],
  ["slashes", "/"],
  ["full stops", "."],
  ["ellipses", "…"],
  ["marks with blanks", ". "],
  ["brackets", "(["],
  ["colons", "："],
  ["at signs", "@"],
  ["hash signs", "#"],
  ["hyphens", " - "],
  ["arrows", "→ "],
  ["ampersands", "&"],
  ["entities", "&amp;"],
  ["entities without an end", "&#"],
  ["angle brackets", "<"],
  ["opened elements", "<b>"],
  ["opened and closed elements", "<b></b>"],
  ["closing tags", "</b>"],
  ["nested lists", "<ul><li>x"],
  ["small elements", "<i>x</i> "],
  ["scripts that stay open", "<script>"],
  ["comments that stay open", "<!--"],
  ["a comment's ends", "-->"],
  ["quotations", "<blockquote>x"],
  ["preformatted texts", "<pre> "],
  ["superscripts", "<sup>1"],
  ["pictures", "<img src=a>"],
  ["pictures of many sizes", "<img srcset='a 1x, b 2x'>"],
  ["links", "<a href=x>x</a> "],
  ["addresses", "https://a.example/ "],
  ["addresses without blanks", "https://a"],
  ["parameters", "utm_a&"],
  ["letters with marks", "a\u0301\u0301\u0301"],
  ["flags", "🇩🇪"],
  ["families", "👨‍👩‍👧‍👦"],
  ["Japanese", "日本語。"],
  ["half surrogates", "\ud83d"],
  ["teasers", "\nRead more"],
  ["soft hyphens", "\u00ad"],
  ["quotation marks", "\"'“"],
];

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** Where in a document it stands. */
const places: [string, (text: string) => string][] = [
  [
    "an RSS text",
    (text) =>
      `<rss><channel><item><title>t</title><description>${escaped(text)}.</description></item></channel></rss>`,
  ],
  [
    "an RSS feed's own markup",
    (text) => `<rss><channel><item><description>a ${text} b</description></item></channel></rss>`,
  ],
  [
    "an Atom title, link, name and category",
    (text) =>
      `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">${escaped(text)}x</title><link href="https://a.example/${escaped(text)}x"/><author><name>${escaped(text)}x</name></author><category term="${escaped(text)}x"/><updated>${escaped(text)}x</updated></entry></feed>`,
  ],
  [
    "a JSON Feed",
    (text) =>
      JSON.stringify({
        items: [
          {
            id: text,
            url: `/${text}x`,
            title: `${text}x`,
            content_html: `<p>a</p>${text}x`,
            summary: `${text}x`,
            tags: [text],
          },
        ],
      }),
  ],
  [
    "300 short entries",
    (text) =>
      `<rss><channel>${Array.from({ length: 300 }, (_, number) => {
        const part = escaped(text.slice(0, Math.ceil(text.length / 300)));
        return `<item><title>${part}x</title><link>https://a.example/${number}${part}x?${part}</link><description>${part}x</description></item>`;
      }).join("")}</channel></rss>`,
  ],
];

function read(document: string): void {
  try {
    wholeWay(parseFeed({ bytes: new TextEncoder().encode(document), url: "https://a.example/feed" }));
  } catch (error) {
    if (!(error instanceof FeedloomError)) throw error;
  }
}

/** Of the processor, not of the clock; a garbage collection may fall into any one of them. */
function millisecondsFor(document: string, atMost = Number.POSITIVE_INFINITY): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 3 && least > atMost; run++) {
    const before = process.threadCpuUsage();
    read(document);
    const { user, system } = process.threadCpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
}

const characters = 20_000;
/** What takes less has no time to be quadratic in. */
const quick = 80;

describe("from bytes to the posts of every style, twice as much takes no more than twice as long", () => {
  it.each(hurtful)(
    "with %s",
    (_what, piece) => {
      for (const [where, place] of places) {
        const [once, twice] = [characters, 2 * characters].map((length) =>
          place(piece.repeat(length / piece.length)),
        );
        const doubled = millisecondsFor(twice ?? "", quick);
        if (doubled <= quick) continue;
        expect(doubled / millisecondsFor(once ?? ""), where).toBeLessThan(3.2);
      }
    },
    60_000,
  );
});

import { parseFeed as parseWithFeedsmith } from "feedsmith";
import RssParser from "rss-parser";
import { inOrder, newEntries } from "../../functions/core/new-entries.ts";
import { parseFeed } from "../../functions/core/parse-feed.ts";
import { fullTextFeed } from "../blogs/full-text-feed.ts";
import { numbered } from "../blogs/loopback-blog.ts";
import type { Figure, Measure } from "../figure.ts";
import { interleaved } from "../interleave.ts";
import { ratios, spreadOf } from "../statistics.ts";

const now = new Date("2026-11-24T08:00:00Z");
/** Read so often in one run, that a run takes some tens of milliseconds at least. */
const feeds = [
  { name: "small", entries: 10, times: 40 },
  { name: "large", entries: 1_000, times: 1 },
];

export const parse: Measure = {
  name: "parse",
  summary: "reading a feed and finding what is new in it, against rss-parser and feedsmith, which only read",
  async measure({ runs, say }) {
    const found = [];
    for (const { name, entries, times } of feeds) {
      const text = fullTextFeed(numbered(entries));
      const bytes = Buffer.from(text);
      say(`a ${name} feed: ${entries} entries, ${Math.round(bytes.length / 1000)} KB`);
      const milliseconds = await contest(text, bytes, runs, times);
      found.push({
        name: `a ${name} feed (${entries.toLocaleString("en-US")} entries, ${Math.round(bytes.length / 1000)} KB)`,
        milliseconds,
      });
    }
    return {
      name: "parse",
      about:
        "The bytes of an RSS feed with whole texts. Feedloom: decoded, read, cleaned, each entry keyed and ordered, and what is new found (one entry is). The peers get decoded text and only read it. One process, in turn.",
      figures: found.flatMap(({ name, milliseconds }): Figure[] => [
        { name: `${name}: read and compared`, unit: "ms", value: spreadOf(milliseconds.feedloom) },
        {
          name: `${name}: against rss-parser`,
          unit: "×",
          value: spreadOf(ratios(milliseconds.feedloom, milliseconds.rssParser)),
        },
        {
          name: `${name}: against feedsmith`,
          unit: "×",
          value: spreadOf(ratios(milliseconds.feedloom, milliseconds.feedsmith)),
        },
      ]),
      charts: found.map(({ name, milliseconds }, index) => ({
        kind: "bars" as const,
        name: `parse-${feeds[index]?.name}`,
        title: `Reading ${name}`,
        unit: "ms",
        bars: [
          { label: "Feedloom, with comparing", value: spreadOf(milliseconds.feedloom).median, isOurs: true },
          { label: "rss-parser", value: spreadOf(milliseconds.rssParser).median, isOurs: false },
          { label: "feedsmith", value: spreadOf(milliseconds.feedsmith).median, isOurs: false },
        ],
      })),
    };
  },
};

async function contest(text: string, bytes: Uint8Array, runs: number, times: number) {
  const rssParser = new RssParser();
  const everything = parseFeed({ bytes, url: "https://blog.example/feed.xml" });
  const keys = inOrder(everything, now).map(({ key }) => key);
  const known = new Set(keys.slice(0, -1));
  const rules = { isFirstSight: false, backfill: 0, floodLimit: 10 };
  const timed = (read: () => unknown) => async () => {
    const begunAt = performance.now();
    for (let time = 0; time < times; time += 1) await read();
    return { ms: (performance.now() - begunAt) / times };
  };
  const contenders = {
    feedloom: timed(() => {
      const feed = parseFeed({ bytes, url: "https://blog.example/feed.xml" });
      const fresh = newEntries(inOrder(feed, now), known, rules);
      if (fresh.length !== 1) throw new Error(`one entry is new, and ${fresh.length} were found`);
    }),
    rssParser: timed(async () => {
      const { items } = await rssParser.parseString(text);
      if (items.length !== keys.length) throw new Error(`rss-parser read ${items.length} entries`);
    }),
    feedsmith: timed(() => {
      const { format } = parseWithFeedsmith(text);
      if (format !== "rss") throw new Error(`feedsmith read ${format}`);
    }),
  };
  // Until the compiler has seen them.
  for (const warmUp of Object.values(contenders)) await warmUp();
  const samples = await interleaved(contenders, { runs: runs * 3, budgetInMs: 30_000 });
  return {
    feedloom: samples("feedloom", "ms"),
    rssParser: samples("rssParser", "ms"),
    feedsmith: samples("feedsmith", "ms"),
  };
}

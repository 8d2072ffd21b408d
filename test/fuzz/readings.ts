import type { Entry } from "../../functions/core/entry.ts";
import { FeedloomError } from "../../functions/core/errors.ts";
import { entriesDigest, inOrder } from "../../functions/core/new-entries.ts";
import { parseFeed } from "../../functions/core/parse-feed.ts";
import type { Answer } from "./damaged-feeds.ts";

/** Reads an answer, and throws when the reader does what it never may. */
export type Reading = (answer: Answer, number: number) => void;

const now = new Date("2026-11-20T12:00:00Z");

/** What the poller does with an answer of which nothing is known: reads it and finds its entries' keys and order. */
function poller(answer: Answer): void {
  const feed = feedOrRefusal(answer);
  if (feed === undefined) return;
  for (const entry of feed.entries) checkEntry(entry);
  const all = inOrder(feed, now);
  if (new Set(all.map(({ key }) => key)).size !== all.length) throw new Error("two entries have one key");
  entriesDigest(all);
}

function feedOrRefusal(answer: Answer) {
  try {
    return parseFeed({ ...answer, url: "https://blog.example/feed" });
  } catch (error) {
    if (error instanceof FeedloomError && error.code === "FEED_MALFORMED") return undefined;
    throw error;
  }
}

function checkEntry({
  title,
  link,
  summary,
  publishedAt,
  updatedAt,
  images,
  enclosures,
  authors,
  tags,
}: Entry): void {
  check(/^[^\u0000-\u001f\u007f-\u009f]+$/, "a title of one clean line", title);
  check(/^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f]+$/, "a clean summary", summary);
  for (const url of [link, ...[...images, ...enclosures].map((file) => file.url)])
    check(/^https?:\/\//, "an address of the web", url);
  for (const name of [...authors, ...tags]) check(/\S/, "a name", name);
  for (const text of [title, summary, ...authors, ...tags])
    if (text?.isWellFormed() === false) throw new Error("half a character");
  for (const date of [publishedAt, updatedAt])
    if (date !== undefined && Number.isNaN(date.getTime())) throw new Error("no date");
}

function check(pattern: RegExp, what: string, text: string | undefined): void {
  if (text !== undefined && !pattern.test(text))
    throw new Error(`not ${what}: ${JSON.stringify(text.slice(0, 200))}`);
}

/** At this one the readers below do what the run is there to find. */
export const badNumber = 7;

function onlyThen(harm: () => void): Reading {
  return (_answer, number) => {
    if (number === badNumber) harm();
  };
}

/** The reader, and some that are broken: the run has to find them out. */
export const readings = {
  poller,
  throwing: onlyThen(() => {
    throw new TypeError("cannot read properties of undefined");
  }),
  hanging: onlyThen(() => {
    for (;;) Math.hypot(1, 2);
  }),
  slow: onlyThen(() => {
    const until = performance.now() + 1_100;
    while (performance.now() < until) Math.hypot(1, 2);
  }),
  greedy: onlyThen(() => {
    const kept: Uint8Array[] = [];
    while (kept.length < 40) kept.push(new Uint8Array(10_000_000).fill(1));
  }),
  boundless: onlyThen(() => {
    const kept: string[][] = [];
    for (;;) kept.push(Array.from({ length: 10_000 }, (_, index) => `${kept.length} ${index}`));
  }),
} satisfies Record<string, Reading>;

export type ReadingName = keyof typeof readings;

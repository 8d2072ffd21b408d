import type { Entry } from "../../functions/core/entry.ts";
import { FeedloomError } from "../../functions/core/errors.ts";
import { inOrder } from "../../functions/core/new-entries.ts";
import { parseFeed } from "../../functions/core/parse-feed.ts";
import { wholeWay } from "../support/whole-way.ts";
import type { Answer } from "./damaged-feeds.ts";
import { expandedAnswers } from "./expanding-answers.ts";

/** Reads an answer, and throws when the reader does what it never may. */
export type Reading = (answer: Answer, number: number) => void;

const now = new Date("2026-11-20T12:00:00Z");

/** What the jobs do with an answer of which nothing is known: read it, find its entries' keys and order, make posts, compose them in every style. */
function poller(answer: Answer): void {
  const feed = feedOrRefusal(answer);
  if (feed === undefined) return;
  for (const entry of feed.entries) checkEntry(entry);
  const all = inOrder(feed, now);
  if (new Set(all.map(({ key }) => key)).size !== all.length) throw new Error("two entries have one key");
  for (const { entry } of wholeWay(feed)) {
    for (const text of [entry.title, entry.summary, entry.body])
      if (text?.isWellFormed() === false) throw new Error("half a character in a post");
  }
}

/** Small answers that unpack to large ones, by their number. */
function expanding(_answer: Answer, number: number): void {
  const answer = expandedAnswers[number]?.();
  if (answer !== undefined) wholeWay(parseFeed({ ...answer, url: "https://blog.example/feed" }));
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
  expanding,
  throwing: onlyThen(() => {
    throw new TypeError("cannot read properties of undefined");
  }),
  hanging: onlyThen(() => {
    for (;;) Math.hypot(1, 2);
  }),
  slow: onlyThen(() => {
    const before = process.threadCpuUsage();
    for (let spent = 0; spent < 1_100_000; ) {
      for (let step = 0; step < 1_000_000; step++) Math.hypot(step, 2);
      const { user, system } = process.threadCpuUsage(before);
      spent = user + system;
    }
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

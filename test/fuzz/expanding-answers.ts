import { gunzipSync, gzipSync } from "node:zlib";
import type { Answer } from "./damaged-feeds.ts";

/** As much as is taken of any answer, less what stands around it. */
const bytes = 9_800_000;
/** What is small enough to be sent again and again at no cost. */
const smallInBytes = 100_000;

const word = "Ä word, ";

/** So many entries, in each of which a text of so many characters stands wherever one may. */
const formats: ((entries: number, text: string) => string)[] = [
  (entries, text) =>
    `<rss xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>${repeated(
      entries,
      (id) =>
        `<item><guid>${id}</guid><title>${text}</title><description>${text}</description><content:encoded>${text}</content:encoded></item>`,
    )}</channel></rss>`,
  (entries, text) =>
    `<feed xmlns="http://www.w3.org/2005/Atom">${repeated(
      entries,
      (id) =>
        `<entry><id>${id}</id><title>${text}</title><summary>${text}</summary><content type="html">${text}</content></entry>`,
    )}</feed>`,
  (entries, text) =>
    `{"version":"https://jsonfeed.org/version/1.1","items":[${repeated(
      entries,
      (id) => `{"id":"${id}","title":"${text}","summary":"${text}","content_html":"${text}"},`,
    )}{}]}`,
];
const textsOfEach = 3;

function repeated(count: number, make: (number: number) => string): string {
  return Array.from({ length: count }, (_, number) => make(number)).join("");
}

function unpacked(document: string): Answer {
  const packed = gzipSync(document);
  if (packed.length > smallInBytes) throw new Error(`an answer of ${packed.length} bytes is not small`);
  return { bytes: gunzipSync(packed) };
}

/** How many entries: many short ones, and few whose texts are longer than any bound. */
const shapes = [20_000, 2_000, 100, 1];

/** Answers of a few kilobytes that unpack to 10 MB. */
export const expandedAnswers: (() => Answer)[] = formats.flatMap((format) =>
  shapes.map((entries) => () => {
    const length = bytes / entries / textsOfEach - 80;
    return unpacked(format(entries, word.repeat(Math.max(1, length / (word.length + 1)))));
  }),
);

import { canonicalLink } from "./entry-key.ts";
import type { Content, Effort, StoredEntry } from "./post.ts";
import { lengthInUtf8Bytes, type Measure, shorten, textLimit, threadsLength } from "./post-text.ts";

/** A summary longer than this makes a post nobody reads: the page is one tap away. A choice of ours. */
const summaryLimit = 280;
/** Meta refuses a sixth address in a post: two in the title, two in the summary, and the entry's own. @see https://developers.facebook.com/docs/threads/changelog (2025-12-08) */
const linksPerPart = 2;

/**
 * An entry as a post: title, then the summary as far as it fits, and the link as Meta's card (`link`) or in the text
 * (`image`, and whenever Meta refused the card). What shrinks is the summary, then the title, never the link.
 *
 * @param without - what Threads refused before: the card, the picture, or a text of this length.
 * @returns `why` when the style could not be had: the fallback is a post all the same.
 */
export function composePost(
  entry: StoredEntry,
  style: "link" | "image",
  without: Effort["without"] = [],
): { content: Content; why?: string } {
  const measure = without.includes("length") ? lengthInUtf8Bytes : threadsLength;
  const picture = entry.images.find((image) => image.url.startsWith("https:") || isLoopback(image.url));
  if (style === "image" && picture !== undefined && !without.includes("picture")) {
    const content: Content = { kind: "image", text: textOf(entry, true, measure), imageUrl: picture.url };
    if (picture.alt !== undefined)
      content.altText = shorten(picture.alt, altTextLimit, (text) => [...text].length);
    return { content };
  }
  const why = style === "image" ? { why: missing(picture !== undefined, entry) } : {};
  const hasCard = entry.link !== undefined && !without.includes("card");
  const content: Content = { kind: "text", text: textOf(entry, !hasCard, measure) };
  if (hasCard && entry.link !== undefined) content.linkAttachment = entry.link;
  return { content, ...why };
}

/** @see https://developers.facebook.com/docs/threads/create-posts/accessibility (read 2026-04) */
const altTextLimit = 1000;

function missing(hadPicture: boolean, entry: StoredEntry): string {
  if (hadPicture) return "Threads refused the picture, so it is posted with its link";
  return entry.images.length === 0
    ? "it has no picture, so it is posted with its link"
    : "its pictures are not on https, so it is posted with its link";
}

/** The sandbox on this machine serves pictures without TLS; Meta demands https of everybody else. */
function isLoopback(url: string): boolean {
  return /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/]/.test(url);
}

function textOf(entry: StoredEntry, withLink: boolean, measure: Measure): string {
  const tail = withLink && entry.link !== undefined ? entry.link : "";
  const title = withoutManyLinks(entry.title ?? "");
  const summary = withoutManyLinks(summaryBeside(title, entry));
  const room = textLimit - (tail === "" ? 0 : measure(tail) + 2);
  const shortTitle = shorten(title, room, measure);
  const left = room - (shortTitle === "" ? 0 : measure(shortTitle) + 2);
  const shortSummary = shorten(summary, shortTitle === "" ? left : Math.min(left, summaryLimit), measure);
  const text = [shortTitle, shortSummary, tail].filter((part) => part !== "").join("\n\n");
  return text === "" ? (entry.link ?? "") : text;
}

/** The summary, unless it only says the title again (microblogs repeat their text as a title). */
function summaryBeside(title: string, entry: StoredEntry): string {
  const summary = entry.summary ?? "";
  const start = title.replace(/(…|\.\.\.)$/, "").trim();
  if (start === "") return summary;
  if (summary === title || summary.trim() === start) return "";
  return summary.startsWith(start) && start.length >= 20
    ? summary.slice(start.length).replace(/^[\s.,:;…]+/, "")
    : summary;
}

/** Addresses beyond Meta's limit are taken out: a text with the others is better than a refused post. */
function withoutManyLinks(text: string): string {
  const seen = new Set<string>();
  return text.replace(/https?:\/\/\S+/gi, (address) => {
    seen.add(canonicalLink(address));
    return seen.size > linksPerPart ? "" : address;
  });
}

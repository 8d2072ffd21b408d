import type { Route } from "./configuration.ts";
import type { Content, Effort, Post, StoredEntry } from "./post.ts";
import {
  everyAddress,
  lengthInUtf8Bytes,
  type Measure,
  shorten,
  textLimit,
  threadsLength,
} from "./post-text.ts";

/** A summary longer than this makes a post nobody reads: the page is one tap away. A choice of ours. */
const summaryLimit = 280;
/** Meta refuses a sixth address in a post: these, and the entry's own. @see https://developers.facebook.com/docs/threads/changelog (2025-12-08) */
export const linksInText = 4;
/** In a text; leaves room for a title. A choice of ours. */
const longestLink = 440;

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
  const isAllThereIs = (entry.title ?? entry.summary ?? entry.link) === undefined;
  const hasCard = entry.link !== undefined && !without.includes("card");
  const fits = entry.link === undefined || hasRoomBeside(entry.link) || !hasCard;
  const wantsPicture = (style === "image" && fits) || isAllThereIs;
  if (wantsPicture && picture !== undefined && !without.includes("picture")) {
    const content: Content = { kind: "image", text: textOf(entry, true, measure), imageUrl: picture.url };
    if (picture.alt !== undefined)
      content.altText = shorten(picture.alt, altTextLimit, (text) => [...text].length);
    return { content };
  }
  const why = style === "image" ? { why: missing(picture !== undefined, entry) } : {};
  const content: Content = { kind: "text", text: textOf(entry, !hasCard, measure) };
  if (hasCard && entry.link !== undefined) content.linkAttachment = entry.link;
  return { content, ...why };
}

/** A post as its route or its writer wants it composed. */
export function contentOf(
  post: Post,
  routes: Route[],
  without: Effort["without"] = [],
): { content: Content; why?: string } {
  const style = post.style ?? routes.find((route) => route.url === post.feed)?.style ?? "link";
  const { content, ...rest } = composePost(post.entry, style, without);
  const { topicTag } = post;
  return { content: topicTag === undefined ? content : { ...content, topicTag }, ...rest };
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
  // A link that leaves no room for a word is worth less than the words.
  const tail = withLink && entry.link !== undefined && hasRoomBeside(entry.link) ? entry.link : "";
  const links = new Set<string>();
  const isOnlyBeginning = isBeginningOf(entry.title ?? "", summaryBeside(entry));
  const title = isOnlyBeginning ? "" : withoutManyLinks(entry.title ?? "", links);
  const summary = withoutManyLinks(summaryBeside(entry), links);
  const room = textLimit - (tail === "" ? 0 : measure(tail) + 2);
  const shortTitle = shorten(title, room, measure);
  const left = room - (shortTitle === "" ? 0 : measure(shortTitle) + 2);
  const shortSummary = shorten(summary, shortTitle === "" ? left : Math.min(left, summaryLimit), measure);
  const text = [shortTitle, shortSummary, tail].filter((part) => part !== "").join("\n\n");
  return text === "" && entry.link !== undefined && hasRoomBeside(entry.link) ? entry.link : text;
}

/** Feeds may have addresses of thousands of characters: in a text they are left out, as a card they do. */
function hasRoomBeside(link: string): boolean {
  return lengthInUtf8Bytes(link) <= longestLink;
}

/** The summary, unless it only says the title again (microblogs repeat their text as a title). */
function summaryBeside(entry: StoredEntry): string {
  const title = entry.title ?? "";
  const summary = entry.summary ?? "";
  const start = title.replace(cutOff, "").trim();
  if (start === "") return summary;
  if (summary === title || summary.trim() === start) return "";
  // Only what the title says whole is left out: one that ends within a word was cut off there.
  const rest = summary.slice(start.length);
  const saysItWhole = !cutOff.test(title) && /^[\s.,:;!?…]/.test(rest);
  return summary.startsWith(start) && start.length >= 20 && saysItWhole
    ? rest.replace(/^[\s.,:;…]+/, "")
    : summary;
}

const cutOff = /(…|\.\.\.)$/;

/** A title that is the cut-off beginning of the text says nothing that the text does not. */
function isBeginningOf(title: string, summary: string): boolean {
  const start = title.replace(cutOff, "").trim();
  return start.length >= 20 && summary.length > start.length && summary.startsWith(start);
}

/**
 * Addresses beyond Meta's limit are taken out: a text with the others is better than a refused post.
 *
 * @param kept - those that stand in the post already; what is kept here joins them.
 */
function withoutManyLinks(text: string, kept: Set<string>): string {
  return text.replace(everyAddress, (address) => {
    if (kept.size < linksInText) kept.add(address);
    return kept.has(address) ? address : "";
  });
}

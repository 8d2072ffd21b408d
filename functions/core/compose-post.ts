import type { Route } from "./configuration.ts";
import { type Audience, type Content, carouselItems } from "./content.ts";
import type { Effort, Post, StoredEntry, Style } from "./post.ts";
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

/** How a route or a person wants a post. */
export interface Wanted extends Audience {
  style: Style;
  isSpoiler?: boolean;
  topicTag?: string;
}

export interface Composed {
  /** One post, or a chain's: the first is never a carousel, the others are texts. */
  parts: readonly [Content, ...Content[]];
  /** Why the style could not be had, step by step: the fallback is a post all the same. */
  why: string[];
}

/**
 * An entry as a post: title, then the summary as far as it fits, and the link as Meta's card (`link`) or in the text
 * (with media, and whenever Meta refused the card). What shrinks is the summary, then the title, never the link.
 *
 * @param effort - what Threads refused before: the card, a text of this length, pictures by their addresses.
 */
export function composePost(
  entry: StoredEntry,
  wanted: Wanted,
  { without, unusable = [] }: Pick<Effort, "without" | "unusable">,
): Composed {
  const measure = without.includes("length") ? lengthInUtf8Bytes : threadsLength;
  const { style, isSpoiler, ...audience } = wanted;
  const media = isSpoiler === true ? { ...audience, isSpoiler } : audience;
  const isUsable = (url: string) => (url.startsWith("https:") || isLoopback(url)) && !unusable.includes(url);
  const images = entry.images.filter(({ url }) => isUsable(url));
  const videoUrl = entry.videos?.find(isUsable);
  const isAllThereIs = (entry.title ?? entry.summary ?? entry.link) === undefined;
  const hasCard = entry.link !== undefined && !without.includes("card");
  const fits = entry.link === undefined || hasRoomBeside(entry.link) || !hasCard;
  const why: string[] = [];
  const text = () => textOf(entry, true, measure);
  if (style === "carousel" && fits) {
    const items = images
      .slice(0, carouselItems.most)
      .map((image) => ({ kind: "image" as const, ...described(image) }));
    if (items.length >= carouselItems.least)
      return { parts: [{ kind: "carousel", text: text(), items, ...media }], why };
    why.push(`it has ${items.length} usable pictures, and a carousel needs ${carouselItems.least}`);
  }
  if (style === "video" && fits) {
    if (videoUrl !== undefined) return { parts: [{ kind: "video", text: text(), videoUrl, ...media }], why };
    why.push("it has no usable video");
  }
  const [picture] = images;
  if (((style === "image" || style === "carousel" || style === "video") && fits) || isAllThereIs) {
    if (picture !== undefined) {
      const { url: imageUrl, ...alt } = described(picture);
      return { parts: [{ kind: "image", text: text(), imageUrl, ...alt, ...media }], why };
    }
    if (style !== "link") why.push(missing(unusable.length > 0, entry));
  }
  const card = hasCard && entry.link !== undefined && style !== "text" ? { linkAttachment: entry.link } : {};
  const rest = style === "chain" ? chainTexts(entry, measure) : [];
  const root: Content = {
    kind: "text",
    text: textOf(entry, !("linkAttachment" in card), measure),
    ...card,
    ...audience,
  };
  return { parts: [root, ...rest.map((part) => ({ kind: "text" as const, text: part }))], why };
}

/** A post as its route or its writer wants it composed. */
export function contentOf(post: Post, routes: Route[], effort: Effort): Composed {
  const route = routes.find(({ url }) => url === post.feed);
  const { style = route?.style ?? "link", topicTag, isSpoiler = route?.isSpoiler } = post;
  const { replyControl = route?.replyControl, countries = route?.countries } = post;
  const wanted: Wanted = { style };
  if (topicTag !== undefined) wanted.topicTag = topicTag;
  if (isSpoiler !== undefined) wanted.isSpoiler = isSpoiler;
  if (replyControl !== undefined) wanted.replyControl = replyControl;
  if (countries !== undefined) wanted.countries = countries;
  return composePost(post.entry, wanted, effort);
}

function described({ url, alt }: { url: string; alt?: string }): { url: string; altText?: string } {
  return alt === undefined
    ? { url }
    : { url, altText: shorten(alt, altTextLimit, (text) => [...text].length) };
}

function chainTexts(entry: StoredEntry, measure: Measure): string[] {
  const parts: string[] = [];
  let left = entry.body ?? entry.summary ?? "";
  while (left !== "" && parts.length < 20) {
    const part = shorten(left, textLimit, measure);
    const taken = part === left ? left : part.replace(/ ?…$/u, "");
    if (taken === "") break;
    parts.push(taken);
    left = left.slice(taken.length).trimStart();
  }
  return parts;
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

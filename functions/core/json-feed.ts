import { cleanText, oneLine } from "./clean-text.ts";
import { type GrowthBudget, textAsHtml, withAbsoluteAddresses } from "./content-html.ts";
import type { EntryEnclosure, ParsedFeed } from "./entry.ts";
import type { EntryDraft } from "./entry-draft.ts";
import type { ImageCandidate } from "./entry-images.ts";
import { FeedloomError } from "./errors.ts";
import { withoutSecondEscape } from "./escaped-twice.ts";
import { baseOfAddress, isPageId, resolveAddress } from "./feed-addresses.ts";
import { parseFeedDate } from "./feed-dates.ts";
import { longestText } from "./feed-xml.ts";
import { htmlImages } from "./html-images.ts";
import { languageTag } from "./language-tag.ts";
import { lenientJson } from "./lenient-json.ts";
import { enclosure, isImage } from "./media-elements.ts";
import { withoutEntities } from "./plain-entities.ts";
import { tidyText } from "./plain-text.ts";
import { readEntries } from "./readable-entries.ts";
import { titleLine } from "./title-line.ts";

type Fields = Record<string, unknown>;

/** Names, tags or files of one item; far more than are kept of them. */
const mostInList = 1_000;

/**
 * JSON Feed 1.0 and 1.1. A field of the wrong type counts as missing, an item of the wrong type as unreadable.
 *
 * @param where - how to name the feed in an error.
 * @throws FeedloomError `FEED_MALFORMED` - no JSON, or JSON that is no feed.
 * @see https://www.jsonfeed.org/version/1.1/
 */
export function jsonFeed(text: string, address: string, where: string, budget: GrowthBudget): ParsedFeed {
  const feed = lenientJson(text, where);
  const items = isFields(feed) ? fieldIn(feed, "items") : undefined;
  if (!isFields(feed) || !Array.isArray(items)) {
    throw new FeedloomError(
      "FEED_MALFORMED",
      `${where} is JSON, but no JSON Feed: it has no list of items; give the address of the blog's feed`,
    );
  }
  const title = titleLine(plainIn(feed, "title"));
  const homePage = resolveAddress(textIn(feed, "home_page_url"), address);
  const language = languageTag(textIn(feed, "language"));
  const nextPage = resolveAddress(textIn(feed, "next_url"), address);
  const base = resolveAddress(address, undefined) ?? homePage;
  const shared = { authors: authorsOf(feed), language };
  return {
    format: "json",
    ...(title ? { title } : {}),
    ...(homePage ? { homePage } : {}),
    ...(language ? { language } : {}),
    ...(nextPage ? { nextPage } : {}),
    ...readEntries(items, (item) => draftOf(item, shared, base, homePage, budget)),
    isTruncated: false,
  };
}

/** @param shared - what the feed says for all items that say nothing themselves. */
function draftOf(
  item: unknown,
  shared: Pick<EntryDraft, "authors" | "language">,
  base: string | undefined,
  homePage: string | undefined,
  budget: GrowthBudget,
): EntryDraft | string {
  if (!isFields(item)) return `is ${kindOf(item)}, not an object`;
  const id = idOf(fieldIn(item, "id"));
  const linksAsWritten = [textIn(item, "url"), textIn(item, "external_url"), isPageId(id) ? id : undefined];
  const link = linksAsWritten
    .map((address) => resolveAddress(address, baseOfAddress(address, base, homePage)))
    .find((address) => address !== undefined);
  const html = cleanText(
    withoutSecondEscape(textIn(item, "content_html") ?? "") || textAsHtml(plainIn(item, "content_text")),
  );
  const attachments = listIn(item, "attachments").flatMap((file) => attachmentOf(file, base));
  const images = ["image", "banner_image"].map((name) => resolveAddress(textIn(item, name), base));
  const named = attachments.filter(isImage);
  const authors = authorsOf(item);
  const spoken = textIn(item, "language");
  return {
    // A number is no valid id, but it is one that stays the same.
    id,
    title: titleLine(plainIn(item, "title")),
    link,
    linksAsWritten,
    summary: tidyText(cleanText(plainIn(item, "summary")), "lines"),
    contentHtml: withAbsoluteAddresses(html, base, link, budget),
    publishedAt: parseFeedDate(textIn(item, "date_published")),
    updatedAt: parseFeedDate(textIn(item, "date_modified")),
    authors: authors.length > 0 ? authors : shared.authors,
    tags: listIn(item, "tags").map((tag) =>
      typeof tag === "string" ? oneLine(cleanText(withoutEntities(tag.slice(0, longestText)))) : undefined,
    ),
    images: [
      ...images.filter((url) => url !== undefined).map((url) => imageOf(url, undefined)),
      ...named.map(({ url, mediaType }) => imageOf(url, mediaType)),
      ...htmlImages(html, base),
    ],
    enclosures: attachments,
    language: spoken === undefined ? shared.language : languageTag(spoken),
  };
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Own fields only: a feed's `__proto__` is a name like any other. */
function fieldIn(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function textIn(fields: Fields, name: string): string | undefined {
  const value = fieldIn(fields, name);
  if (typeof value !== "string") return undefined;
  const text = value.slice(0, longestText);
  return text.trim() === "" ? undefined : text;
}

/** A field that is text by the specification. */
function plainIn(fields: Fields, name: string): string {
  return withoutEntities(textIn(fields, name) ?? "");
}

function listIn(fields: Fields, name: string): unknown[] {
  const value = fieldIn(fields, name);
  return Array.isArray(value) ? value.slice(0, mostInList) : [];
}

function idOf(value: unknown): string | undefined {
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  return typeof value === "string" ? cleanText(value.slice(0, longestText)).trim() || undefined : undefined;
}

/** `authors` since 1.1, `author` before. */
function authorsOf(fields: Fields): string[] {
  return [...listIn(fields, "authors"), fieldIn(fields, "author")]
    .map((author) => (isFields(author) ? plainIn(author, "name") : ""))
    .filter((name) => name !== "")
    .map(titleLine);
}

function attachmentOf(file: unknown, base: string | undefined): EntryEnclosure[] {
  if (!isFields(file)) return [];
  const size = fieldIn(file, "size_in_bytes");
  const length = typeof size === "number" && Number.isSafeInteger(size) ? String(size) : undefined;
  const mediaType = oneLine(cleanText(textIn(file, "mime_type") ?? "")) || undefined;
  return enclosure(textIn(file, "url"), base, mediaType, length);
}

function imageOf(url: string, mediaType: string | undefined): ImageCandidate {
  return { url, alt: undefined, mediaType, width: undefined };
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}

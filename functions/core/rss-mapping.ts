import { type GrowthBudget, withAbsoluteAddresses } from "./content-html.ts";
import { attributeOf, childrenOf, firstText, markupOf, textOf } from "./element-text.ts";
import type { ParsedFeed } from "./entry.ts";
import { type EntryDraft, languageTag } from "./entry-draft.ts";
import { isWebAddress, resolveAddress } from "./feed-addresses.ts";
import { parseFeedDate } from "./feed-dates.ts";
import { paceOf } from "./feed-pace.ts";
import type { XmlElement } from "./feed-xml.ts";
import { htmlImages } from "./html-images.ts";
import { enclosure, mediaOf } from "./media-elements.ts";
import { htmlToText } from "./plain-text.ts";
import { readEntries } from "./readable-entries.ts";
import { htmlToLine } from "./title-line.ts";

/**
 * RSS 0.9x, 1.0 and 2.0: one mapping, since the versions differ in where things stand more than in what they
 * mean.
 *
 * @see https://www.rssboard.org/rss-specification and https://web.resource.org/rss/1.0/spec
 */
export function rssFeed(root: XmlElement, budget: GrowthBudget): ParsedFeed {
  const channel = childrenOf(root, "channel")[0] ?? root;
  const homePage = linkOf(channel);
  const language = languageTag(firstText(channel, "language", "dc:language") ?? channel.language);
  // RSS 1.0 has its items beside the channel; and some feeds forget the channel.
  const items =
    channel === root
      ? childrenOf(root, "item")
      : [...childrenOf(channel, "item"), ...childrenOf(root, "item")];
  const title = titleOf(channel);
  const pace = paceOf(channel);
  return {
    format: root.key === "rdf:rdf" ? "rdf" : "rss",
    ...(title ? { title } : {}),
    ...(homePage ? { homePage } : {}),
    ...(language ? { language } : {}),
    ...(pace ? { pace } : {}),
    ...readEntries(items, (item) => draftOf(item, homePage, language, budget)),
    isTruncated: !root.isClosed,
  };
}

function draftOf(
  item: XmlElement,
  homePage: string | undefined,
  language: string | undefined,
  budget: GrowthBudget,
): EntryDraft | string {
  if (!item.isClosed) return "is cut off: the document ends inside of it";
  const base = item.base ?? homePage;
  const link = linkOf(item, homePage);
  const enclosures = childrenOf(item, "enclosure").flatMap((file) =>
    enclosure(
      attributeOf(file, "url"),
      file.base ?? homePage,
      attributeOf(file, "type"),
      attributeOf(file, "length"),
    ),
  );
  const media = mediaOf(item, enclosures);
  const description = htmlOf(item, "description", "dcterms:abstract", "itunes:summary", "dc:description");
  const content = htmlOf(item, "content:encoded", "xhtml:body", "atom:content");
  const contentBase = content.base ?? base;
  const spoken = firstText(item, "dc:language") ?? item.language ?? language;
  return {
    id: firstText(item, "guid", "atom:id", "dc:identifier") ?? attributeOf(item, "rdf:about"),
    title: titleOf(item) ?? media.title,
    link,
    summary: htmlToText(description.html, languageTag(spoken)) || media.description,
    contentHtml: withAbsoluteAddresses(content.html, contentBase, link, budget),
    publishedAt: firstDate(item, "pubdate", "dc:date", "dcterms:issued", "dcterms:created", "atom:published"),
    updatedAt: firstDate(item, "atom:updated", "dcterms:modified"),
    authors: authorsOf(item),
    tags: [
      ...childrenOf(item, "category", "dc:subject").map((tag) => htmlToLine(textOf(tag))),
      ...media.keywords,
    ],
    images: [
      ...media.images,
      ...htmlImages(content.html, contentBase),
      ...htmlImages(description.html, description.base ?? base),
    ],
    enclosures: media.enclosures,
    language: spoken,
  };
}

/** The first of these elements that has something in it, as HTML. */
function htmlOf(item: XmlElement, ...keys: string[]): { html: string; base: string | undefined } {
  for (const element of childrenOf(item, ...keys)) {
    const { html } = markupOf(element, "raw");
    if (html.trim() !== "") return { html, base: element.base };
  }
  return { html: "", base: undefined };
}

function titleOf(element: XmlElement): string | undefined {
  for (const title of childrenOf(element, "title", "dc:title", "atom:title", "itunes:title")) {
    const line = htmlToLine(markupOf(title, "raw").html);
    if (line !== "") return line;
  }
  return undefined;
}

/**
 * The page of a channel or an item: FeedBurner's note of the original, then `link`, then an Atom link, then
 * a `guid` that says it is one.
 */
function linkOf(element: XmlElement, homePage?: string): string | undefined {
  const plain = childrenOf(element, "link");
  const atom = childrenOf(element, "atom:link").filter(
    (link) => (attributeOf(link, "rel") ?? "alternate") === "alternate",
  );
  const guids = childrenOf(element, "guid").filter(
    (guid) => attributeOf(guid, "ispermalink")?.toLowerCase() !== "false" && isWebAddress(textOf(guid)),
  );
  const candidates = [
    ...childrenOf(element, "feedburner:origlink").map((link) => ({ link, address: textOf(link) })),
    ...plain.map((link) => ({ link, address: textOf(link) })),
    ...[...plain, ...atom].map((link) => ({ link, address: attributeOf(link, "href") })),
    ...guids.map((link) => ({ link, address: textOf(link) })),
  ];
  for (const { link, address } of candidates) {
    const url = resolveAddress(address, link.base ?? homePage);
    if (url !== undefined) return url;
  }
  return undefined;
}

function firstDate(item: XmlElement, ...keys: string[]): Date | undefined {
  return childrenOf(item, ...keys)
    .map((element) => parseFeedDate(textOf(element)))
    .find((date) => date !== undefined);
}

/** `author` is an address with the name behind it by the specification, and a bare name by habit. */
function authorsOf(item: XmlElement): string[] {
  const creators = childrenOf(item, "dc:creator").map((creator) => htmlToLine(textOf(creator)));
  if (creators.some((creator) => creator !== "")) return creators;
  const authors = childrenOf(item, "author").map(
    (author) => firstText(author, "name", "atom:name") ?? textOf(author),
  );
  const names = authors.map((author) =>
    htmlToLine(/^[^\s()]{1,200}@[^\s()]{1,200}\s{0,9}\(([^)]{1,200})\)$/.exec(author)?.[1] ?? author),
  );
  if (names.some((name) => name !== "")) return names;
  return childrenOf(item, "itunes:author", "atom:author").map((author) =>
    htmlToLine(firstText(author, "atom:name") ?? textOf(author)),
  );
}

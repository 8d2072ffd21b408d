import { authorName } from "./author-name.ts";
import { type GrowthBudget, withAbsoluteAddresses } from "./content-html.ts";
import { attributeOf, childrenOf, firstDate, firstText, markupOf, textOf } from "./element-text.ts";
import { entriesIn } from "./entries-in.ts";
import type { ParsedFeed } from "./entry.ts";
import type { EntryDraft } from "./entry-draft.ts";
import { withoutSecondEscape } from "./escaped-twice.ts";
import { baseOfAddress, isPlace, resolveAddress } from "./feed-addresses.ts";
import { parseFeedDate } from "./feed-dates.ts";
import { paceOf } from "./feed-pace.ts";
import type { XmlElement } from "./feed-xml.ts";
import { htmlImages } from "./html-images.ts";
import { languageTag } from "./language-tag.ts";
import { mediaOf, namedFiles } from "./media-elements.ts";
import { nextPageOf } from "./next-page.ts";
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
  const channels = childrenOf(root, "channel");
  const channel = channels[0] ?? root;
  const homePage = linkOf(channel);
  const language = languageTag(firstText(channel, "language", "dc:language") ?? channel.language);
  const title = titleOf(channel);
  const pace = paceOf(channel);
  return {
    format: root.key === "rdf:rdf" ? "rdf" : "rss",
    ...(title ? { title } : {}),
    ...(homePage ? { homePage } : {}),
    ...(language ? { language } : {}),
    ...(pace ? { pace } : {}),
    ...nextPageOf(channel),
    ...readEntries(entriesIn(root), (item) => draftOf(item, homePage, language, budget)),
    isTruncated: !root.isClosed && !isWhole(root, channels),
  };
}

/** What is lost of RSS behind the end of its channel is the end of its root. RSS 1.0 has its items there. */
function isWhole(root: XmlElement, channels: readonly XmlElement[]): boolean {
  return root.key === "rss" && channels.length > 0 && channels.every(({ isClosed }) => isClosed);
}

function draftOf(
  item: XmlElement,
  homePage: string | undefined,
  feedLanguage: string | undefined,
  budget: GrowthBudget,
): EntryDraft | string {
  if (!item.isClosed) return "is cut off: the document ends inside of it";
  const base = item.base ?? homePage;
  const link = linkOf(item, homePage);
  const enclosures = namedFiles(childrenOf(item, "enclosure"), "url", homePage);
  const media = mediaOf(item, enclosures);
  const [description, longer] = descriptionsOf(item);
  const content =
    htmlOf(item, "content:encoded", "xhtml:body", "atom:content", "fullitem", "content", "body") ?? longer;
  const contentBase = content?.base ?? base;
  const spoken = firstText(item, "dc:language") ?? content?.language ?? item.language;
  const language = spoken === undefined ? feedLanguage : languageTag(spoken);
  return {
    id: firstText(item, "guid", "atom:id", "dc:identifier") ?? attributeOf(item, "rdf:about"),
    title: titleOf(item) ?? media.title,
    link,
    linksAsWritten: linksOf(item).map(({ address }) => address),
    summary: htmlToText(description?.html ?? "", language, link) || media.description,
    contentHtml: withAbsoluteAddresses(content?.html ?? "", contentBase, link, budget),
    publishedAt: firstDate(item, "pubdate", "dc:date", "dcterms:issued", "dcterms:created", "atom:published"),
    updatedAt:
      firstDate(item, "atom:updated", "dcterms:modified") ?? parseFeedDate(attributeOf(item, "lastmod")),
    authors: authorsOf(item),
    tags: [
      ...childrenOf(item, "category", "dc:subject").map((tag) => htmlToLine(textOf(tag))),
      ...podcastCategories(item),
      ...media.keywords,
    ],
    images: [
      ...media.images,
      ...htmlImages(content?.html ?? "", contentBase),
      ...htmlImages(description?.html ?? "", description?.base ?? base),
    ],
    enclosures: media.enclosures,
    language,
  };
}

interface Html {
  html: string;
  base: string | undefined;
  language: string | undefined;
}

/** The first of these elements that has something in it, as HTML. */
function htmlOf(item: XmlElement, ...keys: string[]): Html | undefined {
  return childrenOf(item, ...keys)
    .map(asHtml)
    .find(({ html }) => html.trim() !== "");
}

function asHtml(element: XmlElement): Html {
  const { base, language } = element;
  return { html: withoutSecondEscape(markupOf(element, "raw").html), base, language };
}

/** What says in short what an item is about, and what says it at length: of a `description` beside a `summary` the second. */
function descriptionsOf(item: XmlElement): [short: Html | undefined, long: Html | undefined] {
  const own = item.children
    .filter((child) => typeof child !== "string")
    .filter(({ key }) => key === "description" || key === "summary" || key === "atom:summary");
  const [first, ...others] = own.map(asHtml).filter(({ html }) => html.trim() !== "");
  const keys = ["dcterms:abstract", "itunes:summary", "dc:description", "abstract", "itunes:subtitle"];
  return [first ?? htmlOf(item, ...keys), others[0]];
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
 * a `guid` that says it is one. Microsoft's CDF of 1997 has it in the item's own tag.
 */
function linkOf(element: XmlElement, homePage?: string): string | undefined {
  for (const { link, address } of linksOf(element)) {
    const url = resolveAddress(address, baseOfAddress(address, link.base, homePage));
    if (url !== undefined) return url;
  }
  return undefined;
}

function linksOf(element: XmlElement): { link: XmlElement; address: string | undefined }[] {
  const plain = childrenOf(element, "link");
  const atom = childrenOf(element, "atom:link").filter(
    (link) => (attributeOf(link, "rel") ?? "alternate") === "alternate",
  );
  const guids = childrenOf(element, "guid").filter(
    (guid) => saidOf(guid) !== "false" && isPlace(textOf(guid), saidOf(guid) === "true"),
  );
  return [
    ...childrenOf(element, "feedburner:origlink").map((link) => ({ link, address: textOf(link) })),
    ...plain.map((link) => ({ link, address: textOf(link) })),
    ...[...plain, ...atom].map((link) => ({ link, address: attributeOf(link, "href") })),
    ...[...atom, ...guids].map((link) => ({ link, address: textOf(link) })),
    { link: element, address: attributeOf(element, "href") },
  ];
}

function saidOf(guid: XmlElement): string | undefined {
  return attributeOf(guid, "ispermalink")?.toLowerCase();
}

/** Apple's categories have their parts inside of them. */
function podcastCategories(holder: XmlElement): (string | undefined)[] {
  return childrenOf(holder, "itunes:category").flatMap((category) => [
    attributeOf(category, "text"),
    ...podcastCategories(category),
  ]);
}

/** `author` is an address with the name behind it by the specification, and a bare name by habit. */
function authorsOf(item: XmlElement): string[] {
  const creators = childrenOf(item, "dc:creator", "dc:author").map(nameIn);
  if (creators.some((creator) => creator !== "")) return creators;
  const names = childrenOf(item, "author").map(nameIn);
  if (names.some((name) => name !== "")) return names;
  return childrenOf(item, "itunes:author", "atom:author").map(nameIn);
}

function nameIn(author: XmlElement): string {
  // Before the text is taken for HTML: <ann@blog.example> is no tag.
  return htmlToLine(authorName(firstText(author, "name", "atom:name") ?? textOf(author)));
}

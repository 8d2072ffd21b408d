import { base64Text, isBase64 } from "./base64-text.ts";
import { type GrowthBudget, textAsHtml, withAbsoluteAddresses } from "./content-html.ts";
import { attributeOf, childrenOf, firstDate, firstText, markupOf, textOf } from "./element-text.ts";
import { entriesIn } from "./entries-in.ts";
import type { ParsedFeed } from "./entry.ts";
import type { EntryDraft } from "./entry-draft.ts";
import { withoutSecondEscape } from "./escaped-twice.ts";
import { baseOfAddress, isPageId, resolveAddress } from "./feed-addresses.ts";
import type { XmlElement } from "./feed-xml.ts";
import { htmlImages } from "./html-images.ts";
import { languageTag } from "./language-tag.ts";
import { mediaOf, namedFiles } from "./media-elements.ts";
import { nextPageOf } from "./next-page.ts";
import { withoutEntities } from "./plain-entities.ts";
import { htmlToText, tidyText } from "./plain-text.ts";
import { readEntries } from "./readable-entries.ts";
import { htmlToLine, titleLine } from "./title-line.ts";

/** Atom 1.0, and 0.3 where it differs. @see https://www.rfc-editor.org/rfc/rfc4287 */
export function atomFeed(root: XmlElement, budget: GrowthBudget): ParsedFeed {
  const title = titleOf(root);
  const homePage = linkOf(root);
  const language = languageTag(root.language);
  const shared = { homePage, authors: namesOf(root), spoken: root.language, language };
  return {
    format: "atom",
    ...(title ? { title } : {}),
    ...(homePage ? { homePage } : {}),
    ...(language ? { language } : {}),
    ...nextPageOf(root),
    ...readEntries(entriesIn(root), (entry) => draftOf(entry, shared, budget)),
    isTruncated: !root.isClosed,
  };
}

/** What a feed says for all its entries. */
interface Shared {
  homePage: string | undefined;
  authors: string[];
  /** As written, and as a tag. */
  spoken: string | undefined;
  language: string | undefined;
}

function draftOf(entry: XmlElement, shared: Shared, budget: GrowthBudget): EntryDraft | string {
  if (!entry.isClosed) return "is cut off: the document ends inside of it";
  const { homePage } = shared;
  const links = childrenOf(entry, "atom:link");
  const id = firstText(entry, "atom:id");
  const link =
    linkOf(entry, homePage) ??
    (isPageId(id) ? resolveAddress(id, baseOfAddress(id, entry.base, homePage)) : undefined);
  const enclosures = namedFiles(
    links.filter((file) => relationOf(file) === "enclosure"),
    "href",
    homePage,
  );
  const media = mediaOf(entry, enclosures);
  const content = firstConstruct(entry, "atom:content");
  const contentBase = content?.element.base ?? homePage;
  const summary = firstConstruct(entry, "atom:summary");
  const authors = namesOf(entry);
  const source = childrenOf(entry, "atom:source")[0];
  return {
    id,
    title: titleOf(entry) ?? media.title,
    link,
    linksAsWritten: alternatesOf(entry).map(hrefOf),
    summary: summary === undefined ? media.description : plain(summary, shared),
    contentHtml:
      content === undefined ? undefined : withAbsoluteAddresses(asHtml(content), contentBase, link, budget),
    publishedAt: firstDate(entry, "atom:published", "atom:issued", "atom:created", "dc:date"),
    updatedAt: firstDate(entry, "atom:updated", "atom:modified"),
    authors:
      [authors, source === undefined ? [] : namesOf(source)].find((names) => names.length > 0) ??
      shared.authors,
    tags: [...tagsOf(entry), ...media.keywords],
    images: [
      ...media.images,
      ...(content === undefined ? [] : htmlImages(asHtml(content), contentBase)),
      ...(summary === undefined ? [] : htmlImages(asHtml(summary), summary.element.base ?? homePage)),
    ],
    enclosures: media.enclosures,
    language: languageOf(
      content?.element ?? summary?.element ?? childrenOf(entry, "atom:title")[0] ?? entry,
      shared,
    ),
  };
}

/** A text of Atom says itself whether it is text or markup, and what it says holds. */
interface Construct {
  element: XmlElement;
  kind: "text" | "html";
  written: string;
}

function firstConstruct(entry: XmlElement, key: string): Construct | undefined {
  return childrenOf(entry, key)
    .map(constructOf)
    .find((construct) => construct !== undefined);
}

function constructOf(element: XmlElement): Construct | undefined {
  const type = attributeOf(element, "type")?.toLowerCase();
  // In escaped HTML whatever was not escaped is markup as well.
  const isEscaped = type === "html" || attributeOf(element, "mode")?.toLowerCase() === "escaped";
  const { html, hasElements } = markupOf(element, isEscaped ? "raw" : "escaped");
  if (html.trim() === "") return undefined;
  // Elements inside are markup whatever the type says; Atom 0.3 says "text/html" for both escaped and real markup.
  if (hasElements) return { element, kind: "html", written: withoutWrapper(html) };
  const isDecoded = isBase64(attributeOf(element, "mode")?.toLowerCase(), type);
  const written = isDecoded ? base64Text(html) : html;
  if (written === undefined) return undefined;
  if (type?.includes("html")) return { element, kind: "html", written };
  // A type that is missing means text, but those who forget it mean HTML; what was packed as base64 had a reason.
  const isUntold = isDecoded || (type === undefined && element.key !== "atom:title");
  const isHtml = isUntold && /<\/?[a-z][a-z0-9]{0,9}[\s/>]/i.test(written);
  return isHtml
    ? { element, kind: "html", written }
    : { element, kind: "text", written: withoutEntities(written) };
}

/** XHTML comes in one `div` that is no part of it. */
function withoutWrapper(html: string): string {
  const inside = html.trim();
  const start = /^<div[^>]{0,500}>/i.exec(inside)?.[0];
  return start !== undefined && /<\/div>$/i.test(inside)
    ? inside.slice(start.length, -"</div>".length).trim()
    : inside;
}

function asHtml({ kind, written }: Construct): string {
  return kind === "html" ? withoutSecondEscape(written) : textAsHtml(written);
}

function plain({ element, kind, written }: Construct, shared: Shared): string {
  return kind === "html"
    ? htmlToText(withoutSecondEscape(written), languageOf(element, shared))
    : tidyText(written, "lines");
}

function languageOf({ language }: XmlElement, shared: Shared): string | undefined {
  return language === shared.spoken ? shared.language : languageTag(language);
}

function titleOf(element: XmlElement): string | undefined {
  const title = firstConstruct(element, "atom:title");
  if (title === undefined) return undefined;
  return (title.kind === "html" ? htmlToLine(title.written) : titleLine(title.written)) || undefined;
}

/**
 * Of several `alternate` links the HTML page; Blogger and WordPress name replies, editing and themselves
 * beside it.
 */
function linkOf(element: XmlElement, homePage?: string): string | undefined {
  const original = firstText(element, "feedburner:origlink");
  const alternates = alternatesOf(element);
  const pages = alternates.filter((link) => /html/i.test(attributeOf(link, "type") ?? "html"));
  return [
    resolveAddress(original, undefined),
    ...[...pages, ...alternates].map((link) => {
      const address = hrefOf(link);
      return resolveAddress(address, baseOfAddress(address, link.base, homePage));
    }),
  ].find((address) => address !== undefined);
}

function alternatesOf(element: XmlElement): XmlElement[] {
  return childrenOf(element, "atom:link").filter((link) => relationOf(link) === "alternate");
}

/** Some write the address as RSS does. */
function hrefOf(link: XmlElement): string {
  return attributeOf(link, "href") ?? textOf(link);
}

/** A registered relation may also be written as an address. @see https://www.rfc-editor.org/rfc/rfc4287#section-4.2.7.2 */
function relationOf(link: XmlElement): string {
  const written = attributeOf(link, "rel") ?? "alternate";
  return written.toLowerCase().replace("http://www.iana.org/assignments/relation/", "");
}

function namesOf(element: XmlElement): string[] {
  return childrenOf(element, "atom:author", "dc:creator")
    .map((author) => firstText(author, "atom:name") ?? (author.key === "dc:creator" ? textOf(author) : ""))
    .filter((name) => name !== "")
    .map((name) => titleLine(withoutEntities(name)));
}

function tagsOf(entry: XmlElement): (string | undefined)[] {
  return childrenOf(entry, "atom:category", "dc:subject").map((category) => {
    // Blogger marks every entry as "a post" in the same element.
    if (attributeOf(category, "scheme")?.endsWith("#kind")) return undefined;
    return withoutEntities(
      attributeOf(category, "label") ?? attributeOf(category, "term") ?? textOf(category),
    );
  });
}

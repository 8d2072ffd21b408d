import { attributeOf, childrenOf, firstText, textOf } from "./element-text.ts";
import type { EntryEnclosure } from "./entry.ts";
import type { ImageCandidate } from "./entry-images.ts";
import { isWebAddress, resolveAddress } from "./feed-addresses.ts";
import type { XmlElement } from "./feed-xml.ts";
import { withoutEntities } from "./plain-entities.ts";
import { htmlToText, tidyText } from "./plain-text.ts";
import { htmlToLine, titleLine } from "./title-line.ts";

/** What the `media:` and `itunes:` elements and the enclosures of an entry offer, in RSS and in Atom alike. */
export interface Media {
  images: ImageCandidate[];
  enclosures: EntryEnclosure[];
  title: string | undefined;
  /** Plain text. */
  description: string | undefined;
  keywords: string[];
}

/**
 * Reads the files of an entry.
 *
 * Pictures by how surely they were meant to stand for it: enclosures, `media:content`, `media:thumbnail`,
 * `itunes:image`, `image`. Of a `media:group` only the widest counts: its members are one picture in several sizes.
 *
 * @param enclosures - what the format itself calls an enclosure.
 * @see https://www.rssboard.org/media-rss
 */
export function mediaOf(entry: XmlElement, enclosures: EntryEnclosure[]): Media {
  const groups = childrenOf(entry, "media:group");
  const loose = childrenOf(entry, "media:content");
  const contents = [...loose, ...groups.flatMap((group) => childrenOf(group, "media:content"))];
  const holders = [entry, ...groups, ...contents];
  const thumbnails = holders.flatMap((holder) => childrenOf(holder, "media:thumbnail"));
  const itunesImages = [
    ...childrenOf(entry, "itunes:image"),
    ...childrenOf(entry, "itunes:link").filter((link) => attributeOf(link, "rel") === "image"),
  ];

  const named = enclosures
    .filter(isImage)
    .map(({ url, mediaType }) => ({ ...bare(url), mediaType: pictureType(mediaType) }));
  const grouped = groups.flatMap((group) => widest(childrenOf(group, "media:content").map(imageContent)));
  return {
    images: [
      ...named,
      ...loose.map(imageContent),
      ...grouped,
      ...widest(thumbnails.map((thumbnail) => candidate(thumbnail))),
      ...itunesImages.map(candidate),
      ...childrenOf(entry, "image", "atom:image", "thumbnail", "atom:thumbnail").map(ownPicture),
    ].filter((image) => image !== undefined),
    enclosures: [...enclosures, ...contents.flatMap(playable)],
    title: [entry, ...groups]
      .map((holder) => titleLine(withoutEntities(firstText(holder, "media:title") ?? "")))
      .find((title) => title !== ""),
    description: [entry, ...groups]
      .flatMap((holder) => childrenOf(holder, "media:description").map(descriptionOf))
      .find(Boolean),
    keywords: holders
      .flatMap((holder) => childrenOf(holder, "media:keywords", "itunes:keywords"))
      .flatMap((list) => textOf(list).split(","))
      .map(htmlToLine),
  };
}

/** Plain unless it says otherwise; YouTube's has its line breaks in it. */
function descriptionOf(description: XmlElement): string {
  const isHtml = attributeOf(description, "type")?.toLowerCase() === "html";
  const text = textOf(description);
  return isHtml ? htmlToText(text) : tidyText(withoutEntities(text), "lines");
}

/**
 * A file as an enclosure, when it has an address. Feeds state a length of 0 or nonsense where they don't
 * know it.
 */
export function enclosure(
  address: string | undefined,
  base: string | undefined,
  mediaType: string | undefined,
  length: string | undefined,
): EntryEnclosure[] {
  const url = resolveAddress(address, base);
  if (url === undefined) return [];
  const lengthInBytes = length !== undefined && /^\d{1,15}$/.test(length) ? Number(length) : undefined;
  return [
    {
      url,
      ...(mediaType === undefined ? {} : { mediaType: mediaType.toLowerCase() }),
      ...(lengthInBytes === undefined ? {} : { lengthInBytes }),
    },
  ];
}

/** The files that a format's own elements name; RSS and Atom differ in where the address stands. */
export function namedFiles(
  elements: readonly XmlElement[],
  address: "url" | "href",
  homePage: string | undefined,
): EntryEnclosure[] {
  return elements.flatMap((file) =>
    enclosure(
      attributeOf(file, address) ?? attributeOf(file, address === "url" ? "href" : "url") ?? addressIn(file),
      file.base ?? homePage,
      attributeOf(file, "type"),
      attributeOf(file, "length"),
    ),
  );
}

const imageEnding = /\.(?:jpe?g|png|gif|webp|avif|heic)$/i;

export function isImage(file: { url: string; mediaType?: string }): boolean {
  return file.mediaType === undefined || file.mediaType === "application/octet-stream"
    ? imageEnding.test(new URL(file.url).pathname)
    : /^(?:image\b|(?:jpe?g|png|gif|webp)$)/.test(file.mediaType);
}

/** Some write no more than `image`. */
function pictureType(mediaType: string | undefined): string | undefined {
  return mediaType?.includes("/") ? mediaType : undefined;
}

/** An address that stands where only a text should: one of the web, or the path of a picture. */
function addressIn(element: XmlElement): string | undefined {
  const text = element.children
    .filter((child) => typeof child === "string")
    .join("")
    .slice(0, 2_048)
    .trim();
  return isWebAddress(text) || /^[^\s<>]*\.(?:jpe?g|png|gif|webp|avif|heic)(?:\?[^\s<>]*)?$/i.test(text)
    ? text
    : undefined;
}

function imageContent(content: XmlElement): ImageCandidate | undefined {
  const image = candidate(content);
  const medium = attributeOf(content, "medium")?.toLowerCase();
  if (image === undefined || (medium !== undefined && medium !== "image")) return undefined;
  const mediaType = attributeOf(content, "type")?.toLowerCase();
  const isPicture = medium === "image" || isImage({ url: image.url, ...(mediaType && { mediaType }) });
  return isPicture ? image : undefined;
}

function candidate(element: XmlElement): ImageCandidate | undefined {
  const written = ["url", "href", "src"].map((name) => attributeOf(element, name)).find((address) => address);
  const image = bare(resolveAddress(written ?? addressIn(element), element.base));
  if (image === undefined) return undefined;
  const width = Number.parseInt(attributeOf(element, "width") ?? "", 10);
  const mediaType = attributeOf(element, "type")?.toLowerCase();
  return {
    ...image,
    alt: firstText(element, "media:description"),
    mediaType: pictureType(mediaType),
    width: Number.isNaN(width) ? undefined : width,
  };
}

/** RSS has `image` for a channel, with the address inside of it; items have it by habit, in any form. */
function ownPicture(image: XmlElement): ImageCandidate | undefined {
  const [inside] = childrenOf(image, "url", "atom:url")
    .map(addressIn)
    .filter((address) => address !== undefined);
  return candidate(image) ?? bare(resolveAddress(inside, image.base));
}

function bare(url: string): ImageCandidate;
function bare(url: string | undefined): ImageCandidate | undefined;
function bare(url: string | undefined): ImageCandidate | undefined {
  return url === undefined ? undefined : { url, alt: undefined, mediaType: undefined, width: undefined };
}

function widest(images: (ImageCandidate | undefined)[]): ImageCandidate[] {
  let best: ImageCandidate | undefined;
  for (const image of images) {
    if (image !== undefined && (best === undefined || (image.width ?? 0) > (best.width ?? 0))) best = image;
  }
  return best === undefined ? [] : [best];
}

/** Sound and film; a player's page (YouTube's `x-shockwave-flash`) is no file. */
function playable(content: XmlElement): EntryEnclosure[] {
  const mediaType = attributeOf(content, "type");
  if (!/^(?:audio|video)\//i.test(mediaType ?? "")) return [];
  return enclosure(attributeOf(content, "url"), content.base, mediaType, attributeOf(content, "filesize"));
}

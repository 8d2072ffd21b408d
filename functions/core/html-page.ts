import { cleanText, oneLine } from "./clean-text.ts";
import { resolveAddress } from "./feed-addresses.ts";
import { attributeText } from "./html-images.ts";
import { isOutsideText } from "./html-names.ts";
import { type OpenTag, readMarkup } from "./markup-tokens.ts";

/** A feed that a page names in its head. */
export interface FeedLink {
  url: string;
  title?: string;
  mediaType: string;
}

/** Feeds are named in a page's head; a head that is longer is none. */
const longestHead = 1_000_000;

/** Room for any name. It ends up in an error's words, and with them in a record, which has a limit. */
const longestTitle = 200;

/** Some pages name a feed per tag; nobody chooses among more than these. */
const mostLinks = 50;

const feedTypes = /^(?:application\/(?:rss\+xml|atom\+xml|feed\+json|rdf\+xml|xml)|text\/xml)$/;

/**
 * The feeds that an HTML page names, in its order, without those of comments.
 *
 * @param address - where the page came from after redirects; its own `<base>` goes before. A page that is a file of this
 *   machine may name files.
 */
export function findFeedLinks(html: string, address: string): FeedLink[] {
  const links: FeedLink[] = [];
  let base = address;
  let skipped: string | undefined;
  readMarkup(html.slice(0, longestHead), "html", {
    open(tag) {
      if (skipped !== undefined || links.length >= mostLinks) return;
      if (isOutsideText(tag.name) && tag.name !== "head" && !tag.isSelfClosing) skipped = tag.name;
      if (tag.name === "base") base = resolveAddress(attributeText(tag, "href"), address) ?? base;
      const link = tag.name === "link" ? feedLink(tag, base) : undefined;
      if (link !== undefined && !links.some(({ url }) => url === link.url)) links.push(link);
    },
    close(name) {
      if (name === skipped) skipped = undefined;
    },
  });
  return links;
}

function feedLink(tag: OpenTag, base: string): FeedLink | undefined {
  const rel = (attributeText(tag, "rel") ?? "").toLowerCase().split(/\s+/);
  const type = attributeText(tag, "type")?.toLowerCase().split(";")[0]?.trim() ?? "";
  const href = attributeText(tag, "href");
  const url = resolveAddress(href, base) ?? fileBeside(href, base);
  const title = oneLine(cleanText(attributeText(tag, "title") ?? "")).slice(0, longestTitle);
  if (url === undefined || !rel.includes("alternate") || rel.includes("stylesheet")) return undefined;
  // WordPress names its JSON API as an alternate too, so plain JSON counts only where the address says feed.
  const isFeed = feedTypes.test(type) || (type === "application/json" && /feed/i.test(url));
  const isComments =
    /\/comments\b|[?&]feed=comments/i.test(url) || /\bcomments\b.{0,20}\bfeed\b|^comments\b/i.test(title);
  if (!isFeed || isComments) return undefined;
  return { url, ...(title === "" ? {} : { title }), mediaType: type };
}

function fileBeside(href: string | undefined, base: string): string | undefined {
  if (!href?.trim() || !base.startsWith("file:")) return undefined;
  const url = URL.parse(href.trim(), base);
  return url?.protocol === "file:" ? url.href : undefined;
}

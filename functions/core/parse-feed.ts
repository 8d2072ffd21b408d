import { atomFeed } from "./atom-mapping.ts";
import { oneLine } from "./clean-text.ts";
import { growthBudget } from "./content-html.ts";
import type { ParsedFeed } from "./entry.ts";
import { FeedloomError } from "./errors.ts";
import { describeAddress } from "./feed-addresses.ts";
import { findFeed } from "./feed-prolog.ts";
import { feedText } from "./feed-text.ts";
import { readFeedXml } from "./feed-xml.ts";
import { isHtmlElement } from "./html-names.ts";
import { findFeedLinks } from "./html-page.ts";
import { jsonFeed } from "./json-feed.ts";
import { missedEntries } from "./missed-entries.ts";
import { isLogin, pageDemand } from "./page-demands.ts";
import { rssFeed } from "./rss-mapping.ts";

export interface FeedDocument {
  bytes: Uint8Array;
  /** As sent. Only its charset is looked at: what the bytes are is told by the bytes. */
  contentType?: string;
  /** Where the bytes came from after redirects. */
  url: string;
}

/**
 * Reads a feed: RSS 0.9x, 1.0, 2.0, Atom 0.3, 1.0, JSON Feed 1.x, whatever the server calls it.
 *
 * Lenient with everything that can still be understood, in time linear in the size of the input, whatever
 * the input is. A feed without entries is a feed; one with something in it that may be an entry and is not
 * understood says so in `unreadable`.
 *
 * @throws FeedloomError `FEED_MALFORMED` - no feed; the message says what was found instead.
 */
export function parseFeed({ bytes, contentType, url }: FeedDocument): ParsedFeed {
  const where = describeAddress(url);
  const text = feedText(bytes, contentType);
  const begin = text.trimStart().slice(0, 1);
  if (begin === "") throw malformed(`${where} is empty; check what the address serves`);
  if (begin === "{" || begin === "[") return jsonFeed(text, url, where, growthBudget());

  const found = findFeed(text);
  if (found.root === undefined) throw malformed(whatItIs(text, found.firstTag, url, where));
  const root = readFeedXml(found, url);
  const feed = found.root === "feed" ? atomFeed(root, growthBudget()) : rssFeed(root, growthBudget());
  if (feed.entries.length > 0 || feed.unreadable.length > 0) return feed;
  const missed = feed.isTruncated ? "it ends before its first entry is complete" : missedEntries(root);
  return missed === undefined ? feed : { ...feed, unreadable: [missed] };
}

function whatItIs(text: string, firstTag: string | undefined, url: string, where: string): string {
  const isHtml = firstTag !== undefined && isHtmlElement(firstTag);
  const demand = isHtml ? pageDemand(text) : undefined;
  if (demand !== undefined) return `${where} is ${demand}`;
  const links = findFeedLinks(text, url);
  const [only] = links;
  if (only !== undefined && links.length === 1) {
    return `${where} is an HTML page, not a feed; it names the feed ${only.url}: use that`;
  }
  if (links.length > 1) {
    const names = links.slice(0, 5).map((link) => (link.title ? `${link.url} (${link.title})` : link.url));
    return `${where} is an HTML page, not a feed; it names the feeds ${names.join(", ")}: use one of these`;
  }
  if (isHtml && isLogin(text)) {
    return `${where} is a page that asks for a password; give an address that needs none`;
  }
  if (isHtml) {
    return `${where} is an HTML page, not a feed, and names none; look for the feed's address on the blog`;
  }
  if (isBinary(text)) {
    return `${where} is no text, but a picture, an archive or the like; give the address of an RSS, Atom or JSON feed`;
  }
  if (firstTag !== undefined) {
    return `${where} is a document of <${firstTag}>, not a feed; give the address of an RSS, Atom or JSON feed`;
  }
  return `${where} is no feed: it begins with "${oneLine(text.slice(0, 200)).slice(0, 40)}"; give the address of an RSS, Atom or JSON feed`;
}

/** No text has these characters; in what is not one a `<` or two says nothing. */
function isBinary(text: string): boolean {
  return /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text.slice(0, 1_000));
}

function malformed(message: string): FeedloomError {
  return new FeedloomError("FEED_MALFORMED", message);
}

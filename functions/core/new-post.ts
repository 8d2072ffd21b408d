import type { EntryEnclosure } from "./entry.ts";
import { postId } from "./entry-key.ts";
import { longestStoredAddress, pageOf } from "./entry-page.ts";
import type { NewEntry } from "./new-entries.ts";
import { htmlToText } from "./plain-text.ts";
import { freshLife, type Post, type PostLife, type StoredEntry } from "./post.ts";
import { held } from "./post-life.ts";
import { withoutPrivateFiles } from "./private-files.ts";
import { withoutTeaser } from "./teaser-tail.ts";

/** More text than any post or chain of posts takes; keeps a record far below what a store allows (400 KB on DynamoDB). */
const storedTextLimit = 5_000;
/** What Meta takes of an alternative text. */
const storedAltLimit = 1_000;
const storedNameLimit = 200;
const storedListLimit = 20;
/** Of the whole text: more than the longest chain takes, ten posts of 500. */
const storedBodyLimit = 6_000;
const storedVideosLimit = 3;

/** The first version of an entry's post to an account, in the state that was decided for it. */
export function newPost(found: NewEntry, feed: string, account: string, now: Date): Post {
  return {
    id: postId(feed, found.key, account),
    account,
    feed,
    entryKey: found.key,
    entry: stored(withoutPrivateFiles(found, feed)),
    orderKey: found.orderKey,
    seenAt: now,
    life: lifeFor(found.decision, now),
    version: 1,
  };
}

function lifeFor(decision: NewEntry["decision"], now: Date): PostLife {
  switch (decision.verdict) {
    case "post":
      return freshLife;
    case "skip":
      return { state: "skipped", reason: decision.reason, words: decision.words, at: now };
    case "hold":
      return held(decision.reason, decision.words, freshLife, now);
  }
}

/** What composing needs of an entry, bounded. */
function stored({ entry, blog, leftOut = [] }: NewEntry): StoredEntry {
  const { title, publishedAt, contentHtml, language } = entry;
  const link = pageOf(entry);
  const whole = contentHtml === undefined ? "" : withoutTeaser(htmlToText(contentHtml, language, entry.link));
  const short = withoutTeaser(entry.summary ?? "");
  const summary = cut(isCutFrom(short, whole) ? whole : short || whole);
  const body = cut(whole, storedBodyLimit);
  const isShort = ({ url }: { url: string }) => url.length <= longestStoredAddress;
  const videos = entry.enclosures.filter(isVideo).filter(isShort).slice(0, storedVideosLimit);
  return {
    ...(title === undefined ? {} : { title: cut(title) }),
    ...(link === undefined ? {} : { link }),
    ...(summary === "" ? {} : { summary }),
    ...(body === "" || body === summary ? {} : { body }),
    ...(publishedAt === undefined ? {} : { publishedAt }),
    ...(blog === undefined ? {} : { blog: cut(blog, storedNameLimit) }),
    ...(language === undefined ? {} : { language }),
    authors: entry.authors.slice(0, storedListLimit).map((text) => cut(text)),
    tags: entry.tags.slice(0, storedListLimit).map((text) => cut(text)),
    ...(videos.length === 0 ? {} : { videos: videos.map(({ url }) => url) }),
    images: entry.images
      .filter(isShort)
      .slice(0, storedListLimit)
      .map(({ url, source, alt }) => ({
        url,
        ...(source === undefined || !isShort({ url: source }) ? {} : { source }),
        ...(alt === undefined ? {} : { alt: cut(alt, storedAltLimit) }),
      })),
    ...(leftOut.length === 0 ? {} : { leftOut: leftOut.filter(isShort).slice(0, storedListLimit) }),
  };
}

/** Whether a summary is the beginning of the text, cut by the blogging program: then the text says the same, to the end. */
function isCutFrom(summary: string, whole: string): boolean {
  if (!summary.endsWith("…")) return false;
  const words = (text: string) => text.slice(0, storedTextLimit).replace(/\s+/gu, " ");
  const beginning = words(summary.slice(0, -1)).trim();
  return beginning.length >= 40 && words(whole).startsWith(beginning);
}

/** @see https://developers.facebook.com/docs/threads/posts (read 2026-04): MOV and MP4 */
function isVideo({ url, mediaType }: EntryEnclosure): boolean {
  return (
    /^video\/(?:mp4|quicktime|x-m4v)\b/.test(mediaType ?? "") ||
    (mediaType === undefined && /\.(?:mp4|mov|m4v)$/i.test(new URL(url).pathname))
  );
}

/** Never inside a surrogate pair. */
function cut(text: string, limit = storedTextLimit): string {
  return text.length <= limit ? text : text.slice(0, limit).replace(/[\ud800-\udbff]$/, "");
}

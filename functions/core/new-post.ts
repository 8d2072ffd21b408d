import type { Entry } from "./entry.ts";
import { postId } from "./entry-key.ts";
import type { NewEntry } from "./new-entries.ts";
import { htmlToText } from "./plain-text.ts";
import { freshLife, type Post, type PostLife, type StoredEntry } from "./post.ts";
import { held } from "./post-life.ts";

/** More text than any post or chain of posts takes; keeps a record far below what a store allows (400 KB on DynamoDB). */
const storedTextLimit = 5_000;
/** What Meta takes of an alternative text. */
const storedAltLimit = 1_000;
const storedListLimit = 20;

/** The first version of an entry's post to an account, in the state that was decided for it. */
export function newPost(found: NewEntry, feed: string, account: string, now: Date): Post {
  return {
    id: postId(feed, found.key, account),
    account,
    feed,
    entryKey: found.key,
    entry: stored(found.entry),
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
function stored(entry: Entry): StoredEntry {
  const { title, link, publishedAt } = entry;
  const summary = cut(
    entry.summary ?? (entry.contentHtml === undefined ? "" : htmlToText(entry.contentHtml)),
  );
  return {
    ...(title === undefined ? {} : { title: cut(title) }),
    ...(link === undefined ? {} : { link }),
    ...(summary === "" ? {} : { summary }),
    ...(publishedAt === undefined ? {} : { publishedAt }),
    authors: entry.authors.slice(0, storedListLimit).map((text) => cut(text)),
    tags: entry.tags.slice(0, storedListLimit).map((text) => cut(text)),
    images: entry.images
      .slice(0, storedListLimit)
      .map(({ url, alt }) => (alt === undefined ? { url } : { url, alt: cut(alt, storedAltLimit) })),
  };
}

/** Never inside a surrogate pair. */
function cut(text: string, limit = storedTextLimit): string {
  return text.length <= limit ? text : text.slice(0, limit).replace(/[\ud800-\udbff]$/, "");
}

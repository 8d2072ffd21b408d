import type { AccountRecord } from "../../functions/core/account-record.ts";
import type { FeedRecord } from "../../functions/core/feed-record.ts";
import { freshLife, type Post, type PostLife, type Shelf } from "../../functions/core/post.ts";

export const noon = new Date("2026-11-20T12:00:00.000Z");
export const minutesAfter = (minutes: number, from = noon) => new Date(from.getTime() + minutes * 60_000);

/** A post of which only what is named matters. */
export function aPost(named: Partial<Post> = {}): Post {
  const id = named.id ?? "post-1";
  return {
    id,
    account: "bronzfronz",
    feed: "https://blog.example/feed.xml",
    entryKey: `guid:${id}`,
    entry: { title: "A title", authors: ["Ann"], tags: [], images: [{ url: "https://blog.example/1.jpg" }] },
    orderKey: "2026-11-20T11:00:00.000Z#000001",
    seenAt: noon,
    life: freshLife,
    version: 1,
    ...named,
  };
}

const content = { kind: "text", text: "A title" } as const;
const effort = { containers: 1, refusals: 0, without: [] };

/** A life in every state that a post can have. */
export const lives = {
  pending: { ...freshLife, notBefore: minutesAfter(5), waitsFor: "the quota" },
  container: { state: "container", containerId: "17", content, madeAt: noon, effort },
  publishing: { state: "publishing", containerId: "17", content, madeAt: noon, askedAt: noon, effort },
  published: { state: "published", publishedAt: noon, containerId: "17", mediaId: "18", without: ["card"] },
  skipped: { state: "skipped", reason: "backfill", words: "it was there before", at: noon },
  held: { state: "held", reason: "flood", words: "too many at once", at: noon, resumeAs: freshLife },
  reconnect: { state: "held", reason: "reconnect", words: "no token", at: noon, resumeAs: freshLife },
  failed: { state: "failed", reason: "100/33", words: "Unsupported request", at: noon },
} satisfies Record<string, PostLife>;

/** One life for each shelf. */
export const lifeOn: Record<Shelf, PostLife> = {
  open: lives.pending,
  reconnect: lives.reconnect,
  held: lives.held,
  failed: lives.failed,
  published: lives.published,
  skipped: lives.skipped,
};

export function aFeed(named: Partial<FeedRecord> = {}): FeedRecord {
  return {
    feed: "https://blog.example/feed.xml",
    nextReadAt: noon,
    failures: 0,
    version: 0,
    ...named,
  };
}

export function anAccount(named: Partial<AccountRecord> = {}): AccountRecord {
  return {
    account: "bronzfronz",
    state: "connected",
    userId: "17841400000000001",
    changedAt: noon,
    ...named,
  };
}

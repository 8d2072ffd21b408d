import * as z from "zod";
import { storedDate } from "./stored-date.ts";

const storedImage = z.object({ url: z.string(), alt: z.string().exactOptional() });

/** What a post keeps of its entry: all that composing needs, bounded in size. */
const storedEntrySchema = z.object({
  title: z.string().exactOptional(),
  link: z.string().exactOptional(),
  summary: z.string().exactOptional(),
  authors: z.array(z.string()),
  tags: z.array(z.string()),
  images: z.array(storedImage),
  publishedAt: storedDate.exactOptional(),
});
export type StoredEntry = z.output<typeof storedEntrySchema>;

/** What is sent to Threads for a post, in the terms of its network: fixed once a container was made of it. */
const contentSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("text"),
    text: z.string(),
    linkAttachment: z.string().exactOptional(),
    topicTag: z.string().exactOptional(),
  }),
  z.object({
    kind: z.literal("image"),
    text: z.string(),
    imageUrl: z.string(),
    altText: z.string().exactOptional(),
    topicTag: z.string().exactOptional(),
  }),
]);
export type Content = z.output<typeof contentSchema>;

/** What was tried so far, so that nothing is tried for ever. */
const effortSchema = z.object({
  /** Containers made for this post, the first included. */
  containers: z.int().nonnegative(),
  /** Refusals in a row of the step we are at; zero after every success. */
  refusals: z.int().nonnegative(),
  /** Silences of the network; they cost no try. */
  silences: z.int().nonnegative().exactOptional(),
  /** The part that was refused once and is tried once more. */
  triedAgain: z.enum(["card", "picture"]).exactOptional(),
  /** What had to be left out for Threads to take it, in the order it was given up. */
  without: z.array(z.enum(["card", "picture", "length"])),
});
export type Effort = z.output<typeof effortSchema>;

const waiting = {
  effort: effortSchema,
  /** Not touched before then; it holds its place in the account's line meanwhile. */
  notBefore: storedDate.exactOptional(),
  /** Why it waits, for people. */
  waitsFor: z.string().exactOptional(),
};

const pendingSchema = z.object({ state: z.literal("pending"), ...waiting });
const containerSchema = z.object({
  state: z.literal("container"),
  containerId: z.string(),
  content: contentSchema,
  /** When the container was made; Meta drops it 24 hours later. */
  madeAt: storedDate,
  ...waiting,
});
const publishingSchema = z.object({
  state: z.literal("publishing"),
  containerId: z.string(),
  content: contentSchema,
  madeAt: storedDate,
  /** When publishing was last asked for. From here on, only reading tells what became of it. */
  askedAt: storedDate,
  /** When the first doubt arose; after days without an answer the post is held. */
  doubtfulSince: storedDate.exactOptional(),
  /** Threads last answered that the container is not there (yet), which heals in seconds. */
  isNotYetThere: z.boolean().exactOptional(),
  /** Publishing was clearly refused so often in a row, last with this; a finished container is then not asked for for ever. */
  refused: z
    .object({
      times: z.int().positive(),
      code: z.string(),
      words: z.string(),
      part: z.enum(["card", "picture"]).exactOptional(),
    })
    .exactOptional(),
  ...waiting,
});
const openSchema = z.discriminatedUnion("state", [pendingSchema, containerSchema, publishingSchema]);

const lifeSchema = z.discriminatedUnion("state", [
  pendingSchema,
  containerSchema,
  publishingSchema,
  z.object({
    state: z.literal("published"),
    publishedAt: storedDate,
    containerId: z.string(),
    /** Absent when Threads says that it is out, but it could not be found among the profile's posts. */
    mediaId: z.string().exactOptional(),
    permalink: z.string().exactOptional(),
    without: effortSchema.shape.without,
  }),
  z.object({
    state: z.literal("skipped"),
    reason: z.enum(["backfill", "filter", "too-old", "dropped"]),
    words: z.string(),
    at: storedDate,
    /** Dropped while it may have been out: posting it after all begins with reading. */
    doubt: publishingSchema.exactOptional(),
  }),
  z.object({
    state: z.literal("held"),
    reason: z.enum(["reconnect", "flood", "outcome-unknown", "restricted"]),
    words: z.string(),
    at: storedDate,
    /** Where it goes on when it is released; a doubt is never forgotten by being held. */
    resumeAs: openSchema,
  }),
  z.object({
    state: z.literal("failed"),
    /** Meta's code and subcode where there are any, such as `100/33`; else ours. */
    reason: z.string(),
    /** Meta's own words. */
    words: z.string(),
    at: storedDate,
  }),
]);
export type PostLife = z.output<typeof lifeSchema>;
export type OpenLife = z.output<typeof openSchema>;
export type PostState = PostLife["state"];

/** One entry on its way to one account. */
export const postSchema = z.object({
  /** The same for the same feed, entry and account, whoever computes it: see `postId()`. */
  id: z.string(),
  account: z.string(),
  feed: z.string(),
  entryKey: z.string(),
  entry: storedEntrySchema,
  /** Set where no route says it: for a post that a person wrote. */
  style: z.enum(["link", "image"]).exactOptional(),
  topicTag: z.string().exactOptional(),
  /** Text order of these is the order in which an account's posts go out: see `orderKey()`. */
  orderKey: z.string(),
  seenAt: storedDate,
  life: lifeSchema,
  /** Counts up with every change; a change states the version that it was made from. */
  version: z.int().positive(),
});
export type Post = z.output<typeof postSchema>;
export type OpenPost = Post & { life: OpenLife };

/**
 * Where a post stands for those who look for it: everything still to be done is `open`, what is held for want of a
 * token is `reconnect`, the rest stands by its state. A ledger finds posts by account and shelf without reading others.
 */
export const shelves = ["open", "reconnect", "held", "failed", "published", "skipped"] as const;
export type Shelf = (typeof shelves)[number];

export function shelfOf(life: PostLife): Shelf {
  if (isOpen(life)) return "open";
  return life.state === "held" && life.reason === "reconnect" ? "reconnect" : life.state;
}

export function isOpen(life: PostLife): life is OpenLife {
  return life.state === "pending" || life.state === "container" || life.state === "publishing";
}

export function isOpenPost(post: Post): post is OpenPost {
  return isOpen(post.life);
}

/** Nothing tried yet. */
export const freshLife: OpenLife = {
  state: "pending",
  effort: { containers: 0, refusals: 0, without: [] },
};

/** The post with its next state, one version on. */
export function withLife(post: Post, life: PostLife): Post {
  return { ...post, life, version: post.version + 1 };
}

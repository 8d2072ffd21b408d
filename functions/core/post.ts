import * as z from "zod";
import { audienceSchema, carouselSchema, contentSchema } from "./content.ts";
import { momentSchema, waitInMs } from "./moment.ts";
import { storedDate } from "./stored-date.ts";

/**
 * How an entry becomes a post: its text with Meta's card of the page, its lead picture, its pictures, or its video with
 * the link in the text, its text alone, or its substance as a chain of posts.
 */
export const styles = ["link", "image", "carousel", "video", "text", "chain"] as const;
export type Style = (typeof styles)[number];

const storedImage = z.object({
  url: z.string(),
  /** Where `url` is found anew: see `EntryImage`. */
  source: z.string().exactOptional(),
  alt: z.string().exactOptional(),
});

/** What a post keeps of its entry: all that composing needs, bounded in size. */
const storedEntrySchema = z.object({
  title: z.string().exactOptional(),
  link: z.string().exactOptional(),
  summary: z.string().exactOptional(),
  /** The whole text as far as a chain takes it; absent where it is the summary. */
  body: z.string().exactOptional(),
  authors: z.array(z.string()),
  tags: z.array(z.string()),
  images: z.array(storedImage),
  videos: z.array(z.string()).exactOptional(),
  publishedAt: storedDate.exactOptional(),
  /** The feed's title. */
  blog: z.string().exactOptional(),
  /** As `languageTag()` gives it. */
  language: z.string().exactOptional(),
  /** Pictures that were looked at and cannot be used, each with the reason. */
  leftOut: z.array(z.object({ url: z.string(), why: z.string() })).exactOptional(),
});
export type StoredEntry = z.output<typeof storedEntrySchema>;

/**
 * A post that steps aside: Threads keeps refusing it without saying what is wrong with it, so whether that is the post or
 * Threads is seen by its neighbours.
 */
const asideSchema = z.object({
  /** Where it is refused: making its container, or anything after that. */
  step: z.enum(["create", "publish"]),
  since: storedDate,
  /** Its last refusal. */
  at: storedDate,
  /** Refusals since it stepped aside, that one included. */
  times: z.int().positive(),
  /** Meta's number and words. */
  code: z.string(),
  words: z.string(),
  /** A neighbour got further than it since its last refusal. */
  isPassed: z.boolean().exactOptional(),
  /** How often it was refused again although a neighbour had got further. */
  alone: z.int().positive().exactOptional(),
  /** Its owner was told by it that the whole line is refused. */
  isTold: z.boolean().exactOptional(),
});
export type Aside = z.output<typeof asideSchema>;

/** What was tried so far, so that nothing is tried for ever. */
const effortSchema = z.object({
  /** Containers made for this post, the first included. */
  containers: z.int().nonnegative(),
  /** Refusals in a row of the step we are at; zero after every success. */
  refusals: z.int().nonnegative(),
  /** Silences of the network; they cost no try. */
  silences: z.int().nonnegative().exactOptional(),
  /** The part that was refused once and is tried once more. */
  triedAgain: z.enum(["card", "media"]).exactOptional(),
  /** When Threads began to say that the fault is its own, where that is what is counted now. */
  brokenSince: storedDate.exactOptional(),
  /** Set while it is refused for what may have nothing to do with it. */
  aside: asideSchema.exactOptional(),
  /** The restriction that Threads named once: named again, it is believed. */
  warned: z.string().exactOptional(),
  /** What had to be left out for Threads to take it, in the order it was given up. */
  without: z.array(z.enum(["card", "picture", "length", "links", "text"])),
  /** Addresses of pictures and videos that Threads does not take: composed without them. */
  unusable: z.array(z.string()).exactOptional(),
});
export type Effort = z.output<typeof effortSchema>;

/** How far a chain is: once its first container is made its parts are fixed, and none is made twice. */
const chainSchema = z.object({
  /** The parts that are still to be made, in order. */
  rest: z.array(contentSchema),
  /** Those that are out, the first one first; each is a reply to the one before. */
  sent: z.array(z.object({ mediaId: z.string(), permalink: z.string().exactOptional() })),
});
export type Chain = z.output<typeof chainSchema>;

/** How far a carousel's children are: made one by one, each ready before the carousel itself is made. */
const albumSchema = z.object({
  content: carouselSchema,
  children: z.array(
    z.object({ url: z.string(), containerId: z.string(), madeAt: storedDate, isReady: z.boolean() }),
  ),
  /** Addresses that failed once and are tried once more. */
  failedOnce: z.array(z.string()),
  /** How often children were lost and made anew. */
  remade: z.int().nonnegative(),
});
export type Album = z.output<typeof albumSchema>;

const waiting = {
  effort: effortSchema,
  /** Not touched before then; it holds its place in the account's line meanwhile. */
  notBefore: storedDate.exactOptional(),
  /** Why it waits, for people. */
  waitsFor: z.string().exactOptional(),
  /** For a chain whose first container was made. */
  chain: chainSchema.exactOptional(),
};

const pendingSchema = z.object({
  state: z.literal("pending"),
  /** For a carousel whose first child was made. */
  album: albumSchema.exactOptional(),
  ...waiting,
});
const containerSchema = z.object({
  state: z.literal("container"),
  containerId: z.string(),
  content: contentSchema,
  /** When the container was made; Meta drops it 24 hours later. */
  madeAt: storedDate,
  /** The same by Meta's clock, by which posts are dated. */
  madeAtMeta: storedDate.exactOptional(),
  ...waiting,
});
const publishingSchema = z.object({
  state: z.literal("publishing"),
  containerId: z.string(),
  content: contentSchema,
  madeAt: storedDate,
  madeAtMeta: storedDate.exactOptional(),
  /** When publishing was last asked for. From here on, only reading tells what became of it. */
  askedAt: storedDate,
  /** When the first doubt arose; after days without an answer the post is held. */
  doubtfulSince: storedDate.exactOptional(),
  /** Threads last answered that the container is not there (yet). */
  isNotYetThere: z.boolean().exactOptional(),
  /** What was seen since publishing was last asked for: one reading may be wrong, and lists lag. */
  seen: z
    .object({
      /** The first reading of a container that is not in progress. From then on the last request has time to finish. */
      first: momentSchema,
      times: z.int().positive(),
      /** When the profile was first looked at and did not have it. */
      unlisted: momentSchema.exactOptional(),
    })
    .exactOptional(),
  /** Publishing was clearly refused so often in a row with the same; a finished container is then not asked for for ever. */
  refused: z
    .object({
      times: z.int().positive(),
      code: z.string(),
      words: z.string(),
      /** For the card, the picture or video, for want of a permission, by a fault of Meta's own, for the post itself, or who knows. */
      means: z.enum(["card", "media", "permission", "outage", "post", "never"]),
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
    /** The media ids of a chain's further parts, in order. */
    replies: z.array(z.string()).exactOptional(),
    without: effortSchema.shape.without,
  }),
  z.object({
    state: z.literal("skipped"),
    reason: z.enum(["backfill", "filter", "too-old", "known", "dropped"]),
    words: z.string(),
    at: storedDate,
    /** Dropped while it may have been out: posting it after all begins with reading. */
    doubt: publishingSchema.exactOptional(),
    /** Dropped with some parts of its chain out. */
    chain: chainSchema.exactOptional(),
  }),
  z.object({
    state: z.literal("held"),
    reason: z.enum(["reconnect", "flood", "private-link", "same-entry", "outcome-unknown", "restricted"]),
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
    /** A chain that broke off: tried again, it goes on behind its last part. */
    chain: chainSchema.exactOptional(),
  }),
]);
export type PostLife = z.output<typeof lifeSchema>;
export type OpenLife = z.output<typeof openSchema>;

/** One entry on its way to one account. */
export const postSchema = z.object({
  /** The same for the same feed, entry and account, whoever computes it: see `postId()`. */
  id: z.string(),
  account: z.string(),
  feed: z.string(),
  entryKey: z.string(),
  entry: storedEntrySchema,
  /** Set where no route says it: for a post that a person wrote. */
  style: z.enum(styles).exactOptional(),
  topicTag: z.string().exactOptional(),
  ...audienceSchema.shape,
  isSpoiler: z.boolean().exactOptional(),
  /** Text order of these is the order in which an account's posts go out: see `orderKey()`. */
  orderKey: z.string(),
  seenAt: storedDate,
  life: lifeSchema,
  /** When its state was last written, by the clock of who wrote it. */
  changedAt: storedDate.exactOptional(),
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

/** The post with its next state, one version on. @param now - where the state may wait: a clock that was set is seen by it. */
export function withLife(post: Post, life: PostLife, now?: Date): Post {
  const { changedAt: _, ...rest } = post;
  return { ...rest, life, version: post.version + 1, ...(now === undefined ? {} : { changedAt: now }) };
}

/** Between two posts lie a week at most, and quiet hours; every other pause is a day at most. */
const longestPauseInMs = 8 * 86_400_000;

/** How long a post must not be touched yet; it holds its place meanwhile. */
export function postWaitInMs({ life, changedAt }: Post, now: Date): number {
  if (!isOpen(life)) return 0;
  return waitInMs({ until: life.notBefore, setAt: changedAt, longestInMs: longestPauseInMs }, now);
}

/** What a person knows the entry by. */
export function titleOf(post: Post): string {
  const text = post.entry.title ?? post.entry.summary ?? post.entry.link ?? post.id;
  return text.length > 100 ? `${text.slice(0, 99).trimEnd()}…` : text;
}

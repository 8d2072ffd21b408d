import * as z from "zod";
import { keyDigest, postId } from "./entry-key.ts";
import { orderKey } from "./new-entries.ts";
import { freshLife, type Post } from "./post.ts";
import { everyAddress, linksInText, textLimit, threadsLength } from "./post-text.ts";
import { topicTagRule } from "./topic-tags.ts";

const webAddress = z.url({
  protocol: /^https?$/,
  error: "must be an address that begins with https:// or http://",
});

/**
 * A post that a person writes, with no feed behind it.
 *
 * @see https://developers.facebook.com/docs/threads/posts (read 2026-04) for the limits of alt text and topic tag.
 */
export const handPostSchema = z.strictObject({
  account: z.string(),
  text: z.string().trim().min(1, { error: "must not be empty" }),
  link: webAddress.optional(),
  /** Fetched by Threads, which takes JPEG and PNG over https. */
  imageUrl: webAddress.optional(),
  altText: z.string().max(1000, { error: "must be at most 1000 characters" }).optional(),
  topicTag: z
    .string()
    .regex(topicTagRule, { error: "must be 1 to 50 characters without . and &" })
    .optional(),
  /** The same key is the same post, however often it is sent. */
  key: z.string().min(1).optional(),
});
export type HandPost = z.output<typeof handPostSchema>;

/** The place of a feed in posts that have none. */
export const byHand = "by hand";

/** Why a post cannot go out as it was written, since what a person wrote is not shortened; undefined when it can. */
export function whyNotPostable({ text, link, imageUrl }: HandPost): string | undefined {
  const links = new Set(text.match(everyAddress)).size;
  if (links > linksInText)
    return `text has ${links} links, and ${linksInText} besides the post's own are the limit; leave some out`;
  const inText = imageUrl !== undefined && link !== undefined ? `${text}\n\n${link}` : text;
  const length = threadsLength(inText);
  if (length <= textLimit) return undefined;
  return `text is ${length} long as Threads counts${inText === text ? "" : " (with the link, which stands in the text of a picture)"}, and ${textLimit} is the limit; shorten it by ${length - textLimit}`;
}

/** @param key - what makes it the same post again. */
export function handPost(request: HandPost, key: string, now: Date): Post {
  const { account, text, link, imageUrl, altText, topicTag } = request;
  const entryKey = `hand-${keyDigest(key)}`;
  const image =
    imageUrl === undefined
      ? []
      : [altText === undefined ? { url: imageUrl } : { url: imageUrl, alt: altText }];
  return {
    id: postId(byHand, entryKey, account),
    account,
    feed: byHand,
    entryKey,
    entry: { summary: text, authors: [], tags: [], images: image, ...(link === undefined ? {} : { link }) },
    style: imageUrl === undefined ? "link" : "image",
    ...(topicTag === undefined ? {} : { topicTag }),
    orderKey: orderKey(now, 0),
    seenAt: now,
    life: freshLife,
    version: 1,
  };
}

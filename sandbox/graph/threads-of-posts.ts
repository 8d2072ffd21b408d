import type { Site } from "../site.ts";
import type { Post } from "../world.ts";
import { isGone } from "./post-life.ts";

/** The posts that answer one, oldest first, without those that are gone. */
export function repliesTo(site: Site, { id }: Post): Post[] {
  const now = site.clock.now();
  return answersTo(site, id).filter((post) => !isGone(post, now));
}

/** All that was ever said under a post, each before what answers it; gone ones are in it too. */
export function conversationUnder(site: Site, { id }: Post): Post[] {
  return answersTo(site, id).flatMap((reply) => [reply, ...conversationUnder(site, reply)]);
}

/** What a post answers, what that answers, and so on; the root first. */
export function ancestorsOf(site: Site, { content }: Post): Post[] {
  const parent = content.replyToId === undefined ? undefined : site.world.posts.get(content.replyToId);
  return parent === undefined ? [] : [...ancestorsOf(site, parent), parent];
}

export function rootOf(site: Site, post: Post): Post {
  return ancestorsOf(site, post)[0] ?? post;
}

/** All that ever answered a post, gone or not. */
export function answersTo(site: Site, id: string): Post[] {
  return [...site.world.posts.values().filter((post) => post.content.replyToId === id)];
}

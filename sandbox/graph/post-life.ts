import { after, secondMs } from "../clock.ts";
import type { Site } from "../site.ts";
import type { Post } from "../world.ts";

export function isGone(post: Post, now: Date): boolean {
  return post.deletedAt !== undefined || (post.vanishesAt !== undefined && post.vanishesAt <= now);
}

/** A post that can be read by its id: from the moment it is published until it is gone. */
export function visiblePost(site: Site, id: string): Post | undefined {
  const post = site.world.posts.get(id);
  return post === undefined || isGone(post, site.clock.now()) ? undefined : post;
}

/** Lists lag behind: a new post is missing for a while, and a deleted one lingers. */
export function isListed(site: Site, post: Post): boolean {
  const { feedLagSeconds, deletedLingerSeconds } = site.behaviour;
  const now = site.clock.now();
  if (after(post.publishedAt, feedLagSeconds * secondMs) > now) return false;
  if (!isGone(post, now)) return true;
  const goneAt = post.deletedAt ?? post.vanishesAt ?? now;
  return after(goneAt, deletedLingerSeconds * secondMs) > now;
}

export function permalink(site: Site, post: Post): string {
  const username = site.world.people.get(post.personId)?.username ?? "";
  return `${site.baseUrl()}/@${username}/post/${post.shortcode}`;
}

/** A fresh post may come without its permalink for some seconds. */
export function permalinkOnceKnown(site: Site, post: Post): string | undefined {
  const knownAt = after(post.publishedAt, site.behaviour.permalinkDelaySeconds * secondMs);
  return knownAt > site.clock.now() ? undefined : permalink(site, post);
}

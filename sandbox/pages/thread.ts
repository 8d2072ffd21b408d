import { isGone } from "../graph/post-life.ts";
import { ancestorsOf, answersTo } from "../graph/threads-of-posts.ts";
import type { Site } from "../site.ts";
import type { Post } from "../world.ts";

/** A post as one of several below each other. */
export interface Line {
  post: Post;
  /** Whether the next line answers it. */
  leads: boolean;
  /** What it answers, when that is not the line before. */
  answers?: Post | undefined;
}

/**
 * What was said under a post, each followed by what answers it, a whole branch before the next.
 *
 * Gone posts are left out, unless something that is still there answers them.
 *
 * @param author - whose answers alone count; everybody's when missing.
 */
export function linesUnder(site: Site, root: Post, author?: string): Line[] {
  const posts = [root, ...branch(site, root, author)];
  return posts.map((post, position) => {
    const parentId = post.content.replyToId;
    const before = posts[position - 1];
    const isJump = before !== undefined && before.id !== parentId;
    return {
      post,
      leads: posts[position + 1]?.content.replyToId === post.id,
      answers: isJump ? posts.find(({ id }) => id === parentId) : undefined,
    };
  });
}

/** What a post answers, up to its root, which comes first. */
export function linesAbove(site: Site, post: Post): Line[] {
  return ancestorsOf(site, post).map((above) => ({ post: above, leads: true }));
}

function branch(site: Site, post: Post, author: string | undefined): Post[] {
  const now = site.clock.now();
  return answersTo(site, post.id)
    .filter((reply) => author === undefined || reply.personId === author)
    .flatMap((reply) => {
      const below = branch(site, reply, author);
      return isGone(reply, now) && below.length === 0 ? [] : [reply, ...below];
    });
}

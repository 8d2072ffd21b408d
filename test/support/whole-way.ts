import { composePost } from "../../functions/core/compose-post.ts";
import type { ParsedFeed } from "../../functions/core/entry.ts";
import { entriesDigest, inOrder, newEntries } from "../../functions/core/new-entries.ts";
import { newPost } from "../../functions/core/new-post.ts";
import { type Effort, type Post, styles } from "../../functions/core/post.ts";

const now = new Date("2026-11-20T12:00:00Z");
/** A text is bounded before it is composed, so a few posts stand for all: the first, and those with the most to say. */
const mostComposed = 4;
const refusals: Effort["without"][] = [[], ["card", "links", "length"]];

/** What becomes of a feed once it is read: keys and order, posts, and each style's texts. */
export function wholeWay(feed: ParsedFeed): Post[] {
  const all = inOrder(feed, now);
  entriesDigest(all);
  for (const { otherMarks, accountMarks } of all) [otherMarks, accountMarks].flat();
  const rules = { isFirstSight: true, backfill: all.length, floodLimit: 10 };
  const posts = newEntries(all, new Set(), rules).map((found) =>
    newPost(found, "https://blog.example/feed", "ann", now),
  );
  for (const { entry } of longestFirst(posts).slice(0, mostComposed))
    for (const style of styles) for (const without of refusals) composePost(entry, { style }, { without });
  return posts;
}

function longestFirst(posts: Post[]): Post[] {
  const length = ({ entry }: Post) => (entry.body ?? entry.summary ?? "").length + (entry.title ?? "").length;
  return posts.toSorted((one, other) => length(other) - length(one));
}

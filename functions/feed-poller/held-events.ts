import type { FeedloomEvent } from "../core/events.ts";
import { type Post, titleOf } from "../core/post.ts";
import { shownAddress } from "../core/shown-address.ts";

/**
 * What is told of posts that a look set aside: one event for each account and reason, however many they are; it names the
 * newest of them.
 *
 * @param unrecorded - how many more of a flood were not recorded one by one.
 */
export function heldEvents(posts: Post[], unrecorded: number): FeedloomEvent[] {
  const groups = Map.groupBy(
    posts,
    ({ account, life }) => `${account} ${life.state === "held" ? life.reason : ""}`,
  );
  return [...groups.values()].flatMap((group): FeedloomEvent[] => {
    const post = group.at(-1);
    if (post?.life.state !== "held") return [];
    const { account, feed, id, entry, life } = post;
    const isFlood = life.reason === "flood";
    const more = isFlood && unrecorded > 0 ? unrecordedWords(unrecorded) : "";
    return [
      {
        type: "PostHeld",
        detail: {
          account,
          feed: shownAddress(feed),
          post: id,
          title: titleOf(post),
          ...(entry.link === undefined ? {} : { link: entry.link }),
          ...(group.length === 1 ? {} : { posts: group.length }),
          reason: life.reason,
          words: `${life.words}${more}`,
        },
      },
    ];
  });
}

function unrecordedWords(count: number): string {
  return `; ${count} older ones are not recorded one by one: a backfill by hand posts as many as it says`;
}

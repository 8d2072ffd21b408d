import type { PostLife } from "./post.ts";
import { held, hourInMs, type Life, later, minuteInMs, withoutCounts } from "./post-life.ts";

/** A fresh post may be listed a minute late; what cannot be found for so long is put before a person. A choice of ours. */
const unlistedAtMostInMs = hourInMs;

/**
 * It is out: the post's end, or the next part of its chain.
 *
 * @param found - its media id and permalink, where they could be learned. The next part cannot do without the id:
 *   it is looked for again, and after an hour the rest of the chain is held.
 */
export function afterPublish(
  life: Life<"container"> | Life<"publishing">,
  found: { mediaId?: string; permalink?: string },
  now: Date,
): PostLife {
  const { chain = { rest: [], sent: [] }, containerId, content, madeAt, effort } = life;
  const { mediaId, permalink } = found;
  if (chain.rest.length === 0) return lastPublished(life, found, now);
  if (mediaId !== undefined) {
    const link = permalink === undefined ? {} : { permalink };
    const sent = [...chain.sent, { mediaId, ...link }];
    return {
      state: "pending",
      effort: { ...withoutCounts(effort), containers: 0 },
      chain: { rest: chain.rest, sent },
    };
  }
  const askedAt = life.state === "publishing" ? life.askedAt : now;
  const { doubtfulSince = askedAt } = life.state === "publishing" ? life : {};
  const waiting: Life<"publishing"> = {
    state: "publishing",
    ...{ containerId, content, madeAt, askedAt, doubtfulSince, effort, chain },
    ...(life.madeAtMeta === undefined ? {} : { madeAtMeta: life.madeAtMeta }),
    notBefore: later(now, minuteInMs),
    waitsFor: "it is out, but Threads does not list it yet, and the next part of the chain replies to it",
  };
  if (now.getTime() - doubtfulSince.getTime() <= unlistedAtMostInMs) return waiting;
  const words = `part ${chain.sent.length + 1} of the chain is out, but was not found on the profile for an hour, so the rest cannot reply to it; release it to look again, or drop the rest`;
  return held("outcome-unknown", words, waiting, now);
}

function lastPublished(
  { chain, containerId, effort }: Life<"container"> | Life<"publishing">,
  found: { mediaId?: string; permalink?: string },
  now: Date,
): Life<"published"> {
  const out = { state: "published" as const, publishedAt: now, containerId, without: effort.without };
  const [root, ...replies] = chain?.sent ?? [];
  if (root === undefined) return { ...out, ...found };
  const ids = replies.map(({ mediaId }) => mediaId);
  return { ...out, ...root, replies: found.mediaId === undefined ? ids : [...ids, found.mediaId] };
}

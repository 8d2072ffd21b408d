import { settleInMs } from "./doubt-looks.ts";
import { type Chain, freshLife, isOpen, type Post, type PostLife } from "./post.ts";
import { chainLeft, resumed } from "./post-life.ts";

/** What an owner can say of a post that did not go out by itself. */
export const ownerWords = ["release", "retry", "drop"] as const;
export type OwnerWord = (typeof ownerWords)[number];

/**
 * What becomes of a post when its owner says so. Saying it twice does no harm: the second time there is nothing to do.
 *
 * `release` lets a held post go on where it stood (a doubt stays a doubt), and posts a skipped one after all; `retry` starts a
 * failed one anew (a chain goes on behind its last part); `drop` gives up one that waits, is held or has failed. One that may
 * be going out at this moment cannot be dropped.
 *
 * @returns undefined when the word changes nothing.
 */
export function afterOwnerWord({ life }: Post, word: OwnerWord, now: Date): PostLife | undefined {
  switch (word) {
    case "release":
      // It would lead to where nobody can go; it goes out by itself when its feed is mended.
      if (life.state === "held" && life.reason === "private-link") return undefined;
      if (life.state === "held") return resumed(life.resumeAs, now);
      if (life.state !== "skipped") return undefined;
      return life.doubt === undefined ? { ...freshLife, ...chainOf(life) } : resumed(life.doubt, now);
    case "retry":
      return life.state === "failed" ? { ...freshLife, ...chainOf(life) } : undefined;
    case "drop":
      if (life.state === "published" || life.state === "skipped" || mayBeGoingOut(life, now))
        return undefined;
      return { state: "skipped", reason: "dropped", words: wordsOfDrop(life), at: now, ...leftOf(life) };
  }
}

/** Asked to be published so lately that the answer, or the post itself, may be on its way. */
export function mayBeGoingOut(life: PostLife, now: Date): boolean {
  return life.state === "publishing" && Math.abs(now.getTime() - life.askedAt.getTime()) < settleInMs;
}

/** Giving it up settles no doubt, and makes no part of a chain that is out undone. */
function leftOf(life: PostLife) {
  if (life.state === "failed") return chainOf(life);
  const open = life.state === "held" ? life.resumeAs : life;
  if (!isOpen(open)) return {};
  return open.state === "publishing" ? { doubt: open } : chainLeft(open);
}

function chainOf({ chain }: { chain?: Chain }) {
  return chain === undefined ? {} : { chain };
}

function wordsOfDrop(life: PostLife): string {
  if (life.state === "held") return `dropped by its owner; it was held: ${life.words}`;
  if (life.state === "failed") return `dropped by its owner; it had failed: ${life.words}`;
  return life.state === "publishing"
    ? "dropped by its owner while Threads did not say whether it is out"
    : "dropped by its owner while it waited";
}

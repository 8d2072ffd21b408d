import { type Chain, freshLife, isOpen, type Post, type PostLife } from "./post.ts";
import { chainLeft, resumed } from "./post-life.ts";

/** What an owner can say of a post that did not go out by itself. */
export const ownerWords = ["release", "retry", "drop"] as const;
export type OwnerWord = (typeof ownerWords)[number];

/**
 * What becomes of a post when its owner says so. Saying it twice does no harm: the second time there is nothing to do.
 *
 * `release` lets a held post go on where it stood (a doubt stays a doubt), and posts a skipped one after all; `retry` starts a
 * failed one anew (a chain goes on behind its last part); `drop` gives up one that waits, is held or has failed. One that may be going out at this moment cannot be dropped.
 *
 * @returns undefined when the word changes nothing.
 */
export function afterOwnerWord({ life }: Post, word: OwnerWord, now: Date): PostLife | undefined {
  switch (word) {
    case "release":
      if (life.state === "held") return resumed(life);
      return life.state === "skipped" ? (life.doubt ?? { ...freshLife, ...chainOf(life) }) : undefined;
    case "retry":
      return life.state === "failed" ? { ...freshLife, ...chainOf(life) } : undefined;
    case "drop":
      if (life.state === "published" || life.state === "skipped" || life.state === "publishing")
        return undefined;
      return { state: "skipped", reason: "dropped", words: wordsOfDrop(life), at: now, ...leftOf(life) };
  }
}

/** Giving it up settles no doubt, and makes no part of a chain that is out undone. */
function leftOf(life: PostLife) {
  if (life.state === "failed") return chainOf(life);
  if (life.state === "held")
    return life.resumeAs.state === "publishing" ? { doubt: life.resumeAs } : chainLeft(life.resumeAs);
  return isOpen(life) ? chainLeft(life) : {};
}

function chainOf({ chain }: { chain?: Chain }) {
  return chain === undefined ? {} : { chain };
}

function wordsOfDrop(life: PostLife): string {
  if (life.state === "held") return `dropped by its owner; it was held: ${life.words}`;
  if (life.state === "failed") return `dropped by its owner; it had failed: ${life.words}`;
  return isOpen(life) ? "dropped by its owner while it waited" : "dropped by its owner";
}

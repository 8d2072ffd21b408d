import { freshLife, isOpen, type Post, type PostLife } from "./post.ts";
import { resumed } from "./post-life.ts";

/** What an owner can say of a post that did not go out by itself. */
export const ownerWords = ["release", "retry", "drop"] as const;
export type OwnerWord = (typeof ownerWords)[number];

/**
 * What becomes of a post when its owner says so. Saying it twice does no harm: the second time there is nothing to do.
 *
 * `release` lets a held post go on where it stood (a doubt stays a doubt), and posts a skipped one after all; `retry` starts a
 * failed one anew; `drop` gives up one that waits, is held or has failed. One that may be going out at this moment cannot be dropped.
 *
 * @returns undefined when the word changes nothing.
 */
export function afterOwnerWord({ life }: Post, word: OwnerWord, now: Date): PostLife | undefined {
  switch (word) {
    case "release":
      if (life.state === "held") return resumed(life);
      return life.state === "skipped" ? (life.doubt ?? freshLife) : undefined;
    case "retry":
      return life.state === "failed" ? freshLife : undefined;
    case "drop":
      if (life.state === "published" || life.state === "skipped" || life.state === "publishing")
        return undefined;
      return { state: "skipped", reason: "dropped", words: wordsOfDrop(life), at: now, ...doubtOf(life) };
  }
}

/** Whether it is out is not settled by giving it up. */
function doubtOf(life: PostLife) {
  return life.state === "held" && life.resumeAs.state === "publishing" ? { doubt: life.resumeAs } : {};
}

function wordsOfDrop(life: PostLife): string {
  if (life.state === "held") return `dropped by its owner; it was held: ${life.words}`;
  if (life.state === "failed") return `dropped by its owner; it had failed: ${life.words}`;
  return isOpen(life) ? "dropped by its owner while it waited" : "dropped by its owner";
}

import { freshLife, type Post } from "../../functions/core/post.ts";
import type { Ledger } from "../../functions/ports/ledger.ts";

/**
 * Mistakes that a publisher could make, to prove that the judge sees them: a doubt is answered by a new container; the
 * container's id is written down only after the publish.
 */
export const spoils = ["doubt-means-new", "late-id"] as const;
export type Spoil = (typeof spoils)[number];

export function spoiled(ledger: Ledger, spoil: Spoil | undefined): Ledger {
  if (spoil === undefined) return ledger;
  const forgetful = forgetsDoubts(ledger);
  return new Proxy(ledger, {
    get(target, name) {
      if (spoil === "doubt-means-new" && name === "posts") return forgetful;
      if (spoil === "late-id" && name === "replacePost") return writesLate(target);
      const member: unknown = Reflect.get(target, name);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}

/** So often a mistake is made: enough to be seen. For ever, such a publisher would never come to rest. */
const mistakes = 5;

function forgetsDoubts(ledger: Ledger): Ledger["posts"] {
  let left = mistakes;
  const forgotten = (post: Post): Post => {
    if (post.life.state !== "publishing" || left === 0) return post;
    left -= 1;
    return { ...post, life: freshLife };
  };
  return async (...asked) => (await ledger.posts(...asked)).map(forgotten);
}

function writesLate(ledger: Ledger): Ledger["replacePost"] {
  return async (post: Post) => {
    const { life } = post;
    if ((life.state === "container" || life.state === "publishing") && life.content.kind === "text")
      return true;
    const stored = await ledger.readPost(post.account, post.id);
    return ledger.replacePost({ ...post, version: (stored?.version ?? 0) + 1 });
  };
}

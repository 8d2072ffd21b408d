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
  return new Proxy(ledger, {
    get(target, name) {
      if (spoil === "doubt-means-new" && name === "posts") return forgetsDoubts(target);
      if (spoil === "late-id" && name === "replacePost") return writesLate(target);
      const member: unknown = Reflect.get(target, name);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}

function forgetsDoubts(ledger: Ledger): Ledger["posts"] {
  return async (...asked) => {
    const found = await ledger.posts(...asked);
    return found.map((post) => (post.life.state === "publishing" ? { ...post, life: freshLife } : post));
  };
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

import { FeedloomError } from "../core/errors.ts";
import { afterOwnerWord, mayBeGoingOut, type OwnerWord } from "../core/owner-word.ts";
import { type Post, type Shelf, withLife } from "../core/post.ts";
import type { Services } from "../runtime/services.ts";
import { outcomeOf, type PostOutcome } from "./tell.ts";

/** So many are changed in one call; the answer says when there are more. */
const atOnce = 500;

/** What `all` means for each word: skipped posts are released one by one only. */
const shelfOfAll: Record<OwnerWord, Shelf> = { release: "held", retry: "failed", drop: "held" };

/**
 * Does what an owner says of one post, or of `all` that are held (`release`, `drop`) or have failed (`retry`).
 *
 * @returns the posts that were changed, as they are now; an empty list when there was nothing to do.
 * @throws FeedloomError `REQUEST_INVALID` - there is no such post, or it cannot be dropped now.
 */
export async function obeyOwner(
  account: string,
  word: OwnerWord,
  which: string,
  services: Pick<Services, "ledger" | "clock">,
): Promise<PostOutcome[]> {
  const { ledger } = services;
  if (which === "all") {
    const changed: PostOutcome[] = [];
    for (const post of await ledger.posts(account, shelfOfAll[word], { limit: atOnce })) {
      const outcome = await change(post, word, services);
      if (outcome !== undefined) changed.push(outcome);
    }
    return changed;
  }
  const post = await ledger.readPost(account, which);
  if (post === undefined) {
    throw new FeedloomError(
      "REQUEST_INVALID",
      `@${account} has no such post; ids stand in the answers and events of the publisher`,
    );
  }
  if (word === "drop" && mayBeGoingOut(post.life, services.clock.now())) {
    throw new FeedloomError(
      "REQUEST_INVALID",
      `the post may be going out at this moment, so it cannot be dropped; look again in some minutes`,
    );
  }
  const outcome = await change(post, word, services);
  return outcome === undefined ? [] : [outcome];
}

async function change(
  post: Post,
  word: OwnerWord,
  { ledger, clock }: Pick<Services, "ledger" | "clock">,
): Promise<PostOutcome | undefined> {
  const life = afterOwnerWord(post, word, clock.now());
  if (life === undefined) return undefined;
  const next = withLife(post, life);
  // Somebody else was faster: what they did stands, and the owner can say it again.
  return (await ledger.replacePost(next)) ? outcomeOf(next) : undefined;
}

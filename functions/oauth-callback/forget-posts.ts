import pLimit from "p-limit";
import { FeedloomError } from "../core/errors.ts";
import { isOpen, type OpenLife, type Post, type PostLife, withLife } from "../core/post.ts";
import type { Services } from "../runtime/services.ts";

/** Where posts stand that hold anything of Meta's, in the order in which a post moves: none slips past. */
const shelves = ["open", "reconnect", "held", "published"] as const;

/** For posts that come onto a shelf while it is read. */
const roomForMore = 100;
const atATime = 8;
const attemptsAtMost = 5;

/**
 * Takes out of an account's posts what Threads gave us for its profile: the ids and addresses of what was published, and
 * the ids of containers. The entries themselves are the blog's, and that they were taken in and posted is remembered.
 *
 * @param until - only what was published up to then; undefined for all.
 * @throws FeedloomError `STORE_UNAVAILABLE` - some are done; again does the rest.
 */
export async function forgetPosts(
  account: string,
  until: Date | undefined,
  { ledger }: Pick<Services, "ledger">,
): Promise<void> {
  const counts = await ledger.tally(account);
  const limit = pLimit(atATime);
  for (const shelf of shelves) {
    const posts = await ledger.posts(account, shelf, { limit: counts[shelf] + roomForMore });
    await Promise.all(posts.map((post) => limit(() => forget(post, until, ledger))));
  }
}

async function forget(found: Post, until: Date | undefined, ledger: Services["ledger"]): Promise<void> {
  let post: Post | undefined = found;
  for (let attempt = 0; attempt < attemptsAtMost && post !== undefined; attempt += 1) {
    const life = forgotten(post.life, until);
    if (life === undefined || (await ledger.replacePost(withLife(post, life)))) return;
    post = await ledger.readPost(found.account, found.id);
  }
  if (post !== undefined)
    throw new FeedloomError("STORE_UNAVAILABLE", `the post ${found.id} keeps changing; try again`);
}

/** The state without what Meta gave for it; undefined when there is nothing to take out. */
function forgotten(life: PostLife, until: Date | undefined): PostLife | undefined {
  if (life.state === "published") {
    const { mediaId, permalink, ...rest } = life;
    if (until !== undefined && life.publishedAt > endOfSecond(until)) return undefined;
    if (mediaId === undefined && permalink === undefined && life.containerId === "") return undefined;
    return { ...rest, containerId: "" };
  }
  // A later connection's, as far as it is under way.
  if (until !== undefined) return undefined;
  if (life.state === "held") {
    const resumeAs = fromTheStart(life.resumeAs);
    return resumeAs && { ...life, resumeAs };
  }
  return isOpen(life) ? fromTheStart(life) : undefined;
}

/**
 * A container that was never asked to be published is let go: it is not public, and gone after a day. One whose publish is
 * in doubt keeps its id, as without it nobody could find out after a new connect whether the post is out, and it would be
 * posted twice. The id of a container says nothing to anybody who has no token of the profile's.
 */
function fromTheStart(life: OpenLife): OpenLife | undefined {
  return life.state === "container" ? { state: "pending", effort: life.effort } : undefined;
}

function endOfSecond(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 1000) * 1000 + 999);
}

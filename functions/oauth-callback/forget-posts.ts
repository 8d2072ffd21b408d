import pLimit from "p-limit";
import { FeedloomError } from "../core/errors.ts";
import { isOpen, type OpenLife, type Post, type PostLife, withLife } from "../core/post.ts";
import type { Services } from "../runtime/services.ts";

/** Where posts stand that hold anything of Meta's, in the order in which a post moves: none slips past. */
const shelves = ["open", "reconnect", "held", "failed", "published", "skipped"] as const;

/** Read at a time; between two such pages it is asked whether time is left. */
const pageSize = 100;
const atATime = 8;
const attemptsAtMost = 5;

/**
 * Takes out of an account's posts what Threads gave us for its profile: the ids and addresses of what was published, and
 * the ids of containers. The entries themselves are the blog's, and that they were taken in and posted is remembered.
 *
 * @param until - only what was published up to then; undefined for all.
 * @param hasTime - whether the caller can wait for another page.
 * @throws FeedloomError `STORE_UNAVAILABLE` - some are done; again does the rest, and passes over those quickly.
 */
export async function forgetPosts(
  account: string,
  until: Date | undefined,
  hasTime: () => boolean,
  { ledger, clock }: Pick<Services, "ledger" | "clock">,
): Promise<void> {
  const now = clock.now();
  const limit = pLimit(atATime);
  for (const shelf of shelves) {
    let last: Post | undefined;
    do {
      if (!hasTime())
        throw new FeedloomError(
          "STORE_UNAVAILABLE",
          "not all posts are forgotten yet; the same request goes on",
        );
      const posts = await ledger.posts(account, shelf, { limit: pageSize, ...(last && { after: last }) });
      await Promise.all(posts.map((post) => limit(() => forget(post, { until, now }, ledger))));
      last = posts.at(-1);
    } while (last !== undefined);
  }
}

interface When {
  until: Date | undefined;
  now: Date;
}

async function forget(found: Post, when: When, ledger: Services["ledger"]): Promise<void> {
  let post: Post | undefined = found;
  for (let attempt = 0; attempt < attemptsAtMost && post !== undefined; attempt += 1) {
    const life = forgotten(post.life, when);
    if (life === undefined || (await ledger.replacePost(withLife(post, life)))) return;
    post = await ledger.readPost(found.account, found.id);
  }
  if (post !== undefined)
    throw new FeedloomError("STORE_UNAVAILABLE", `the post ${found.id} keeps changing; try again`);
}

/** The state without what Meta gave for it; undefined when there is nothing to take out. */
function forgotten(life: PostLife, { until, now }: When): PostLife | undefined {
  if (life.state === "published") {
    const { mediaId, permalink, replies = [], ...rest } = life;
    if (until !== undefined && life.publishedAt > endOfSecond(until)) return undefined;
    const isClean = mediaId === undefined && permalink === undefined && replies.length === 0;
    return isClean && life.containerId === "" ? undefined : { ...rest, containerId: "" };
  }
  // A later connection's, as far as it is under way.
  if (until !== undefined) return undefined;
  // A chain of which parts are out cannot go on without their ids, and must not start anew: its rest is given up.
  if (sentOf(life) > 0) return { state: "skipped", reason: "dropped", words: wordsOfChain, at: now };
  if (isOpen(life)) return fromTheStart(life);
  if (life.state !== "held") return undefined;
  const resumeAs = fromTheStart(life.resumeAs);
  return resumeAs && { ...life, resumeAs };
}

const wordsOfChain = "its profile's data was deleted when a part of the chain was out; the rest was given up";

/** How many parts of a chain are out whose ids are kept. */
function sentOf(life: Exclude<PostLife, { state: "published" }>): number {
  const { chain } = life.state === "held" ? life.resumeAs : life;
  return chain?.sent.length ?? 0;
}

/**
 * A container that was never asked to be published is let go: it is not public, and gone after a day. One whose publish is
 * in doubt keeps its id, as without it nobody could find out after a new connect whether the post is out, and it would be
 * posted twice. The id of a container says nothing to anybody who has no token of the profile's.
 */
function fromTheStart(life: OpenLife): OpenLife | undefined {
  if (life.state === "container") return { state: "pending", effort: life.effort };
  if (life.state !== "pending" || life.album === undefined) return undefined;
  const { album: _, ...pending } = life;
  return pending;
}

function endOfSecond(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 1000) * 1000 + 999);
}

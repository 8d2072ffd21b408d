import type { Post } from "../core/post.ts";
import type { Secret } from "../core/secret.ts";
import type { Services } from "../runtime/services.ts";

/** From this many posts in line on, the rest of the day's quota is looked up first. */
const burst = 10;
/** The quota rolls over 24 hours: a little is free again soon. */
export const quotaPauseInMs = 15 * 60_000;

/** Replies have a quota of their own, which a chain does not come near. */
export function isUnbegun({ life }: Post): boolean {
  return life.state === "pending" && life.chain === undefined;
}

/**
 * Perhaps for the quota: what Threads answers when it is used up is not known, and whatever it is must not cost a post.
 * Where it could be out all the same it is read first; one refused again and again is not.
 */
export function wasRefused({ life }: Post): boolean {
  if (life.state === "pending") return life.chain === undefined && life.effort.refusals > 0;
  return life.state === "publishing" && !life.chain?.sent.length && (life.refused?.times ?? 0) > 2;
}

export function countsAsPost({ life }: Post): boolean {
  if (life.state === "published") return life.replies === undefined;
  return life.state === "pending" && life.chain?.sent.length === 1;
}

/** Looked up before a burst; undefined when it does not matter or is not known. */
export async function quotaFor(
  account: string,
  token: Secret,
  services: Services,
): Promise<number | undefined> {
  const line = await services.ledger.posts(account, "open", { limit: burst });
  return line.length < burst ? undefined : postsLeft(token, services);
}

/** In the rolling 24 hours. */
export async function postsLeft(token: Secret, { threads }: Services): Promise<number | undefined> {
  const quota = await threads.publishingQuota(token);
  return quota.ok ? quota.value.total - quota.value.used : undefined;
}

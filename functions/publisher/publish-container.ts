import { afterPublish } from "../core/chain-life.ts";
import { type ContainerReading, containerRead } from "../core/container-life.ts";
import { isAboutToSettle } from "../core/doubt-looks.ts";
import { momentOf } from "../core/moment.ts";
import type { Post } from "../core/post.ts";
import type { Life } from "../core/post-life.ts";
import { askingToPublish, doubtRead, publishRefused } from "../core/publish-life.ts";
import type { Secret } from "../core/secret.ts";
import { verdictOnRead } from "../core/threads-verdict.ts";
import { findPublished, permalinkOf } from "./find-published.ts";
import { type Advance, type Parts, read, settle, store } from "./settle-post.ts";

/** A post with a container, as far as it goes: asked to publish, published and written down, or why it waits. */
export async function publishWhenReady(
  post: Post,
  life: Life<"container">,
  token: Secret,
  services: Parts,
): Promise<Advance> {
  // A text, too: one that is asked for before it is ready is refused, and a refusal may hide a post that comes late.
  const outcome = containerRead(life, await read(life.containerId, token, services), services.clock.now());
  if (outcome === "is-out") return noteThatItIsOut(post, life, token, services);
  if (outcome !== "publish") return settle(post, outcome, services);
  return publish(post, life, token, services);
}

/** A post that may be out, or not: settled by reading, never by posting anew. */
export async function settleDoubt(
  post: Post,
  life: Life<"publishing">,
  token: Secret,
  services: Parts,
): Promise<Advance> {
  const reading = await lookForIt(post, life, await read(life.containerId, token, services), token, services);
  const outcome = doubtRead(life, reading, services.clock.now());
  if (outcome === "is-out") return noteThatItIsOut(post, life, token, services);
  if (outcome !== "publish") return settle(post, outcome, services);
  return publish(post, life, token, services);
}

/**
 * A container's word is not enough to do anything that could make a second post: it was seen to be wrong for a moment, and
 * how long one is known to be PUBLISHED is documented nowhere. A post that is listed on the profile is out, whatever its
 * container says; where that says FINISHED, only one that can be no other.
 */
async function lookForIt(
  post: Post,
  life: Life<"publishing">,
  reading: ContainerReading,
  token: Secret,
  services: Parts,
): Promise<ContainerReading> {
  if (!isWorthALook(life, reading, services.clock.now())) return reading;
  const found = await findPublished(post, life, token, services);
  const isFinished = reading.kind === "status" && reading.status === "FINISHED";
  if (!found.ok) {
    // A finished container may be published whether or not the profile can be read.
    return isFinished
      ? reading
      : { kind: "unreadable", fault: found.fault, verdict: verdictOnRead(found.fault) };
  }
  const { isListed, isCertain } = found.value;
  if (isFinished ? isCertain : isListed) return { kind: "status", status: "PUBLISHED" };
  return reading.kind === "status" && !isListed ? { ...reading, isUnlisted: true } : reading;
}

function isWorthALook(life: Life<"publishing">, reading: ContainerReading, now: Date): boolean {
  if (reading.kind === "unreadable") return reading.verdict.kind === "refused";
  if (reading.status === "ERROR" || reading.status === "EXPIRED") return true;
  if (reading.status !== "FINISHED") return false;
  return life.refused !== undefined || isAboutToSettle(life, momentOf(now, reading.at));
}

async function publish(
  post: Post,
  life: Life<"container"> | Life<"publishing">,
  token: Secret,
  services: Parts,
): Promise<Advance> {
  const { clock, threads } = services;
  const asking = askingToPublish(life, clock.now());
  const asked = await store(post, asking, services);
  if (asked === undefined) return { kind: "overtaken" };
  const answer = await threads.publishContainer(token, life.containerId);
  if (!answer.ok) return settle(asked, publishRefused(asking, answer.fault, clock.now()), services);
  // Written down before anything else is asked: from here on it is known to be out.
  const out = afterPublish(asking, { mediaId: answer.value }, clock.now());
  const done = await store(asked, out, services);
  if (done === undefined) return { kind: "overtaken" };
  const usage = answer.usage === undefined ? {} : { usage: answer.usage };
  return { kind: "moved", post: await withPermalink(done, token, services), ...usage };
}

/** For people; a post is as much out without it. */
async function withPermalink(post: Post, token: Secret, services: Parts): Promise<Post> {
  const { life } = post;
  if (life.state !== "published" || life.mediaId === undefined || life.permalink !== undefined) return post;
  const permalink = await permalinkOf(life.mediaId, token, services.threads);
  if (permalink === undefined) return post;
  return (await store(post, { ...life, permalink }, services)) ?? post;
}

/** Threads says PUBLISHED, which does not tell the media id: it is looked for, and the post is out with or without it. */
async function noteThatItIsOut(
  post: Post,
  life: Life<"container"> | Life<"publishing">,
  token: Secret,
  services: Parts,
): Promise<Advance> {
  const found = await findPublished(post, life, token, services);
  const ids = found.ok ? found.value.ids : {};
  return settle(post, { life: afterPublish(life, ids, services.clock.now()) }, services);
}

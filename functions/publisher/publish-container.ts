import { afterPublish } from "../core/chain-life.ts";
import { type ContainerReading, containerRead } from "../core/container-life.ts";
import { type Post, withLife } from "../core/post.ts";
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
  // A text is ready as soon as it is made, or says so itself when asked to publish: no look needed.
  if (life.content.kind !== "text") {
    const outcome = containerRead(life, await read(life.containerId, token, services), services.clock.now());
    if (outcome === "is-out") return noteThatItIsOut(post, life, token, services);
    if (outcome !== "publish") return settle(post, outcome, services);
  }
  return publish(post, life, token, services);
}

/** A post that may be out, or not: settled by reading, never by posting anew. */
export async function settleDoubt(
  post: Post,
  life: Life<"publishing">,
  token: Secret,
  services: Parts,
): Promise<Advance> {
  const reading = await lastLook(life, await read(life.containerId, token, services), token, services);
  const outcome = doubtRead(life, reading, services.clock.now());
  if (outcome === "is-out") return noteThatItIsOut(post, life, token, services);
  if (outcome !== "publish") return settle(post, outcome, services);
  return publish(post, life, token, services);
}

/**
 * How long a container is known to be PUBLISHED is documented nowhere. One in doubt that is over, or gone, is looked for on
 * the profile before another may be made: a post that is listed there is out, whatever its container says.
 */
async function lastLook(
  life: Life<"publishing">,
  reading: ContainerReading,
  token: Secret,
  services: Parts,
): Promise<ContainerReading> {
  const isOver =
    reading.kind === "status" ? reading.status === "EXPIRED" : reading.verdict.kind === "refused";
  if (!isOver) return reading;
  const found = await findPublished(life, token, services.threads);
  if (!found.ok) return { kind: "unreadable", fault: found.fault, verdict: verdictOnRead(found.fault) };
  return found.value.isListed ? { kind: "status", status: "PUBLISHED" } : reading;
}

async function publish(
  post: Post,
  life: Life<"container"> | Life<"publishing">,
  token: Secret,
  services: Parts,
): Promise<Advance> {
  const { clock, threads } = services;
  const asking = askingToPublish(life, clock.now());
  const asked = await store(withLife(post, asking), services);
  if (asked === undefined) return { kind: "overtaken" };
  const answer = await threads.publishContainer(token, life.containerId);
  if (!answer.ok) return settle(asked, publishRefused(asking, answer.fault, clock.now()), services);
  // Written down before anything else is asked: from here on it is known to be out.
  const out = afterPublish(asking, { mediaId: answer.value }, clock.now());
  const done = await store(withLife(asked, out), services);
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
  return (await store(withLife(post, { ...life, permalink }), services)) ?? post;
}

/** Threads says PUBLISHED, which does not tell the media id: it is looked for, and the post is out with or without it. */
async function noteThatItIsOut(
  post: Post,
  life: Life<"container"> | Life<"publishing">,
  token: Secret,
  services: Parts,
): Promise<Advance> {
  const found = await findPublished(life, token, services.threads);
  const ids = found.ok ? found.value.ids : {};
  return settle(post, { life: afterPublish(life, ids, services.clock.now()) }, services);
}

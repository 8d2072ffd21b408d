import { contentOf } from "../core/compose-post.ts";
import {
  type ContainerReading,
  containerMade,
  containerRead,
  containerRefused,
} from "../core/container-life.ts";
import { isOpenPost, type OpenPost, type Post, withLife } from "../core/post.ts";
import { type Life, type Next, published } from "../core/post-life.ts";
import { askingToPublish, doubtRead, publishRefused } from "../core/publish-life.ts";
import type { Secret } from "../core/secret.ts";
import type { ThreadsUsage } from "../core/threads-fault.ts";
import { verdictOnCreate, verdictOnRead } from "../core/threads-verdict.ts";
import type { Services } from "../runtime/services.ts";
import { findPublished, permalinkOf } from "./find-published.ts";

/** What one go at a post led to. `post` is what the ledger now holds. */
export type Advance =
  | { kind: "moved"; post: Post; usage?: ThreadsUsage }
  /** The answer was about the account, not the post. */
  | { kind: "trouble"; post: Post; trouble: "reauthorize" | "restricted"; words: string }
  /** Somebody else changed it meanwhile: look again. */
  | { kind: "overtaken" };

type Parts = Pick<Services, "clock" | "ledger" | "threads" | "configuration" | "log">;

/**
 * Takes a post as far as it goes now: container made and written down, asked to publish, published and written down, or
 * the reason why it waits. Each effect is written down, on the condition that nobody else has, before the next one:
 * that order is what makes a crash between any two of them harmless.
 */
export async function advancePost(post: OpenPost, token: Secret, services: Parts): Promise<Advance> {
  switch (post.life.state) {
    case "pending":
      return makeContainer(post, post.life, token, services);
    case "container":
      return publishWhenReady(post, post.life, token, services);
    case "publishing":
      return settleDoubt(post, post.life, token, services);
  }
}

async function makeContainer(
  post: Post,
  life: Life<"pending">,
  token: Secret,
  services: Parts,
): Promise<Advance> {
  const { clock, threads, configuration, log } = services;
  const { content, why } = contentOf(post, configuration.routes, life.effort.without);
  if (why !== undefined) log.info("composed otherwise than configured", { post: post.id, why });
  const answer = await threads.createContainer(token, content);
  if (!answer.ok) {
    return settle(
      post,
      containerRefused(life, verdictOnCreate(answer.fault), answer.fault, content, clock.now()),
      services,
    );
  }
  const made = await store(withLife(post, containerMade(life, answer.value, content, clock.now())), services);
  if (made === undefined || !isOpenPost(made)) return { kind: "overtaken" };
  return advancePost(made, token, services);
}

async function publishWhenReady(
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

async function settleDoubt(
  post: Post,
  life: Life<"publishing">,
  token: Secret,
  services: Parts,
): Promise<Advance> {
  const outcome = doubtRead(life, await read(life.containerId, token, services), services.clock.now());
  if (outcome === "is-out") return noteThatItIsOut(post, life, token, services);
  if (outcome !== "publish") return settle(post, outcome, services);
  return publish(post, life, token, services);
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
  const out = published(asking, { mediaId: answer.value }, clock.now());
  const done = await store(withLife(asked, out), services);
  if (done === undefined) return { kind: "overtaken" };
  const permalink = await permalinkOf(answer.value, token, threads);
  const usage = answer.usage === undefined ? {} : { usage: answer.usage };
  if (permalink === undefined) return { kind: "moved", post: done, ...usage };
  const linked = await store(withLife(done, { ...out, permalink }), services);
  return { kind: "moved", post: linked ?? done, ...usage };
}

/** Threads says PUBLISHED, which does not tell the media id: it is looked for, and the post is out with or without it. */
async function noteThatItIsOut(
  post: Post,
  life: Life<"container"> | Life<"publishing">,
  token: Secret,
  services: Parts,
): Promise<Advance> {
  const found = await findPublished(life, token, services.threads);
  return settle(post, { life: published(life, found, services.clock.now()) }, services);
}

async function read(containerId: string, token: Secret, services: Parts): Promise<ContainerReading> {
  const answer = await services.threads.containerStatus(token, containerId);
  return answer.ok
    ? { kind: "status", ...answer.value }
    : { kind: "unreadable", fault: answer.fault, verdict: verdictOnRead(answer.fault) };
}

async function settle(post: Post, next: Next, services: Parts): Promise<Advance> {
  if (next.words !== undefined)
    services.log.info("not yet", { post: post.id, words: next.words, state: next.life.state });
  const stored = await store(withLife(post, next.life), services);
  if (stored === undefined) return { kind: "overtaken" };
  if (next.trouble === undefined) return { kind: "moved", post: stored };
  return { kind: "trouble", post: stored, trouble: next.trouble, words: next.words ?? "" };
}

async function store(post: Post, services: Parts): Promise<Post | undefined> {
  return (await services.ledger.replacePost(post)) ? post : undefined;
}

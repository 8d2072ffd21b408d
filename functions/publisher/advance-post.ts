import {
  albumOf,
  childMade,
  childRead,
  childRefused,
  childrenRefused,
  nextAlbumStep,
} from "../core/album-life.ts";
import { afterPublish } from "../core/chain-life.ts";
import { contentOf } from "../core/compose-post.ts";
import type { Route } from "../core/configuration.ts";
import {
  type ContainerReading,
  containerMade,
  containerRead,
  containerRefused,
} from "../core/container-life.ts";
import type { ContainerRequest } from "../core/container-request.ts";
import type { Carousel, Content } from "../core/content.ts";
import { isOpenPost, type OpenPost, type Post, withLife } from "../core/post.ts";
import type { Life, Next } from "../core/post-life.ts";
import { askingToPublish, doubtRead, publishRefused } from "../core/publish-life.ts";
import type { Secret } from "../core/secret.ts";
import type { ThreadsUsage } from "../core/threads-fault.ts";
import { verdictOnCreate, verdictOnRead } from "../core/threads-verdict.ts";
import type { Services } from "../runtime/services.ts";
import { brokenOff } from "./broken-off.ts";
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
  const { content, rest, why } = partAtHand(post, life, services.configuration.routes);
  if (why.length > 0) services.log.info("composed otherwise than configured", { post: post.id, why });
  if (content.kind === "carousel") return makeAlbum(post, life, content, token, services);
  return make(post, life, { kind: "post", content }, rest, token, services);
}

/** What is made next: a chain's next part as it was fixed, what an album was begun with, or the post composed now. */
function partAtHand(
  post: Post,
  life: Life<"pending">,
  routes: Route[],
): { content: Content; rest: readonly Content[]; why: string[] } {
  const [part, ...later] = life.chain?.rest ?? [];
  if (part !== undefined) return { content: part, rest: later, why: [] };
  if (life.album !== undefined) return { content: life.album.content, rest: [], why: [] };
  const { parts, why } = contentOf(post, routes, life.effort);
  const [content, ...rest] = parts;
  return { content, rest, why };
}

/** Makes the container of a post and takes the post on from there. */
async function make(
  post: Post,
  life: Life<"pending">,
  request: Extract<ContainerRequest, { kind: "post" }>,
  rest: readonly Content[],
  token: Secret,
  services: Parts,
): Promise<Advance> {
  const { clock, threads } = services;
  const { content } = request;
  const parent = life.chain?.sent.at(-1)?.mediaId;
  const answer = await threads.createContainer(
    token,
    parent === undefined ? request : { ...request, replyToId: parent },
  );
  if (!answer.ok) {
    const { fault } = answer;
    const verdict = verdictOnCreate(fault);
    const next =
      verdict.kind === "children" && life.album !== undefined
        ? childrenRefused(life, life.album, fault, clock.now())
        : ((await brokenOff(life, fault, token, services)) ??
          containerRefused(life, verdict, fault, content, clock.now()));
    return settle(post, next, services);
  }
  const container = containerMade(life, answer.value, { content, rest }, clock.now());
  const made = await store(withLife(post, container), services);
  if (made === undefined || !isOpenPost(made)) return { kind: "overtaken" };
  return advancePost(made, token, services);
}

/** A carousel's children first, each until it is ready: one step at a time, so that the lease is taken anew for each. */
async function makeAlbum(
  post: Post,
  life: Life<"pending">,
  content: Carousel,
  token: Secret,
  services: Parts,
): Promise<Advance> {
  const { clock, threads } = services;
  const album = albumOf(life, content);
  const step = nextAlbumStep(album);
  switch (step.kind) {
    case "finish": {
      const request = { kind: "post" as const, content: album.content, children: step.children };
      return make(post, { ...life, album }, request, [], token, services);
    }
    case "look": {
      const reading = await read(step.containerId, token, services);
      return settle(post, childRead(life, album, step.containerId, reading, clock.now()), services);
    }
    case "make": {
      const { item } = step;
      const answer = await threads.createContainer(token, { kind: "carousel-item", item });
      const next = answer.ok
        ? { life: childMade(life, album, item.url, answer.value, clock.now()) }
        : childRefused(life, album, item.url, verdictOnCreate(answer.fault), answer.fault, clock.now());
      return settle(post, next, services);
    }
  }
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

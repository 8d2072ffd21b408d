import {
  albumOf,
  childMade,
  childRead,
  childRefused,
  childrenRefused,
  nextAlbumStep,
} from "../core/album-life.ts";
import { contentOf } from "../core/compose-post.ts";
import type { Route } from "../core/configuration.ts";
import { containerMade, containerRefused } from "../core/container-life.ts";
import type { ContainerRequest } from "../core/container-request.ts";
import type { Carousel, Content } from "../core/content.ts";
import { isOpenPost, type OpenPost, type Post } from "../core/post.ts";
import type { Life } from "../core/post-life.ts";
import type { Secret } from "../core/secret.ts";
import { verdictOnCreate } from "../core/threads-verdict.ts";
import { brokenOff } from "./broken-off.ts";
import { type Advance, type Parts, read, settle, store } from "./settle-post.ts";

/** The container is there and written down: the post goes on from it at once. */
export interface Made {
  kind: "made";
  post: OpenPost;
}

/** Makes what a post needs next: its container, or one of a carousel's children. */
export async function makeContainer(
  post: Post,
  life: Life<"pending">,
  token: Secret,
  services: Parts,
): Promise<Advance | Made> {
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

/** Makes the container of a post. */
async function make(
  post: Post,
  life: Life<"pending">,
  request: Extract<ContainerRequest, { kind: "post" }>,
  rest: readonly Content[],
  token: Secret,
  services: Parts,
): Promise<Advance | Made> {
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
  const container = containerMade(life, answer.value, { content, rest }, clock.now(), answer.at);
  const made = await store(post, container, services);
  if (made === undefined || !isOpenPost(made)) return { kind: "overtaken" };
  return { kind: "made", post: made };
}

/** A carousel's children first, each until it is ready: one step at a time, so that the lease is taken anew for each. */
async function makeAlbum(
  post: Post,
  life: Life<"pending">,
  content: Carousel,
  token: Secret,
  services: Parts,
): Promise<Advance | Made> {
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

import { type Effort, freshLife, type Post, type PostLife } from "../../functions/core/post.ts";
import type { ThreadsFault } from "../../functions/core/threads-fault.ts";

type Life<State extends PostLife["state"]> = Extract<PostLife, { state: State }>;

/** When the posts of these builders were made. */
export const noon = new Date("2026-11-20T12:00:00.000Z");

/** An instant so long after noon. */
export function afterNoon(by: {
  days?: number;
  hours?: number;
  minutes?: number;
  seconds?: number;
  ms?: number;
}) {
  const { days = 0, hours = 0, minutes = 0, seconds = 0, ms = 0 } = by;
  return new Date(noon.getTime() + (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + ms);
}

/** A post of which only what is named matters. */
export function aPost(named: Partial<Post> = {}): Post {
  return {
    id: "0f3a5c7e9b1d2f4a6c8e",
    account: "bronzfronz",
    feed: "https://blog.example/feed.xml",
    entryKey: "id-0f3a5c7e9b1d2f4a6c8e0f3a5c7e9b1d",
    entry: { title: "A title", authors: [], tags: [], images: [] },
    orderKey: "2026-11-20T11:00:00.000Z#000001",
    seenAt: noon,
    life: freshLife,
    version: 1,
    ...named,
  };
}

export function anEffort(named: Partial<Effort> = {}): Effort {
  return { containers: 1, refusals: 0, without: [], ...named };
}

export function aPending(named: Partial<Life<"pending">> = {}): Life<"pending"> {
  return { state: "pending", effort: anEffort({ containers: 0 }), ...named };
}

export function aContainer(named: Partial<Life<"container">> = {}): Life<"container"> {
  return {
    state: "container",
    containerId: "17",
    content: { kind: "text", text: "A title" },
    madeAt: noon,
    effort: anEffort(),
    ...named,
  };
}

export function aPublishing(named: Partial<Life<"publishing">> = {}): Life<"publishing"> {
  return { ...aContainer(), askedAt: noon, ...named, state: "publishing" };
}

/** One of Meta's error bodies, by its numbers. */
export function aRefusal(code: number, subcode?: number): ThreadsFault {
  const numbers = subcode === undefined ? { code } : { code, subcode };
  return { kind: "error", httpStatus: 400, ...numbers, words: "Meta's words" };
}

/** The request went out and nothing came back. */
export const silence: ThreadsFault = { kind: "no-answer", words: "timed out" };
/** No connection was made. */
export const notSent: ThreadsFault = { kind: "not-sent", words: "connection refused" };
/** An HTTP 500 with nothing in it. */
export const empty500: ThreadsFault = { kind: "unreadable", httpStatus: 500, words: "an empty answer" };

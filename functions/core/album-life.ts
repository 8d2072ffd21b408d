import type { ContainerReading } from "./container-life.ts";
import { notPublishable, processingAtMostInMs, processingPause } from "./container-life.ts";
import { type Carousel, carouselItems, type MediaItem } from "./content.ts";
import type { Album } from "./post.ts";
import {
  common,
  composedAnew,
  type Life,
  later,
  type Next,
  partPauseInMs,
  secondInMs,
  withoutCounts,
  withoutMedia,
} from "./post-life.ts";
import type { ThreadsFault } from "./threads-fault.ts";
import { describeFault, type Verdict } from "./threads-verdict.ts";

type Pending = Life<"pending">;

/** What a carousel needs next: a child made, a child looked at, or, once all are ready, the carousel itself. */
export type AlbumStep =
  | { kind: "make"; item: MediaItem }
  | { kind: "look"; containerId: string }
  | { kind: "finish"; children: string[] };

/** Children are lost when they expire after 24 hours, or when Threads does not find them; then they are made again, so often. */
const remakesAtMost = 3;
/** Seconds until the carousel is tried again when Threads does not see its children yet (clients report 10, 20, 30; 2026). */
const childrenPausesInSeconds = [10, 20, 30];

export function albumOf(life: Pending, content: Carousel): Album {
  return life.album ?? { content, children: [], failedOnce: [], remade: 0 };
}

export function nextAlbumStep({ content, children }: Album): AlbumStep {
  const item = content.items.find(({ url }) => !children.some((child) => child.url === url));
  if (item !== undefined) return { kind: "make", item };
  const unready = children.find(({ isReady }) => !isReady);
  if (unready !== undefined) return { kind: "look", containerId: unready.containerId };
  const ids = content.items.map(({ url }) => children.find((child) => child.url === url)?.containerId ?? "");
  return { kind: "finish", children: ids };
}

export function childMade(life: Pending, album: Album, url: string, containerId: string, now: Date): Pending {
  const child = { url, containerId, madeAt: now, isReady: false };
  return goneOn(life, { ...album, children: [...album.children, child] });
}

/** Making a child was refused or not answered; nothing is public. */
export function childRefused(
  life: Pending,
  album: Album,
  url: string,
  verdict: Verdict,
  fault: ThreadsFault,
  now: Date,
): Next {
  if (verdict.kind === "without" || verdict.kind === "refused")
    return failedChild(life, album, url, describeFault(fault), now);
  return common({ ...life, album }, verdict, fault, now);
}

export function childRead(
  life: Pending,
  album: Album,
  containerId: string,
  reading: ContainerReading,
  now: Date,
): Next {
  const child = album.children.find((one) => one.containerId === containerId);
  if (child === undefined) return { life };
  if (reading.kind === "unreadable") {
    if (reading.verdict.kind === "refused")
      return lostChildren(life, album, [child.url], describeFault(reading.fault), now);
    return common({ ...life, album }, reading.verdict, reading.fault, now);
  }
  switch (reading.status) {
    case "FINISHED": {
      const children = album.children.map((one) => (one === child ? { ...one, isReady: true } : one));
      return { life: goneOn(life, { ...album, children }) };
    }
    case "IN_PROGRESS": {
      const ageInMs = now.getTime() - child.madeAt.getTime();
      if (ageInMs > processingAtMostInMs)
        return failedChild(
          life,
          album,
          child.url,
          "Threads did not finish processing it within an hour",
          now,
        );
      const pause = {
        notBefore: later(now, processingPause(ageInMs)),
        waitsFor: "Threads is still processing it",
      };
      return { life: { ...life, album, ...pause } };
    }
    case "ERROR":
      return failedChild(life, album, child.url, notPublishable(reading), now);
    case "EXPIRED":
    case "PUBLISHED":
      // A child cannot be published on its own; whatever that means, it is none to build on.
      return lostChildren(life, album, [child.url], notPublishable(reading), now);
  }
}

/** Threads does not take the carousel for its children: it heals in seconds, or they are made anew, or it goes without them. */
export function childrenRefused(life: Pending, album: Album, fault: ThreadsFault, now: Date): Next {
  const words = describeFault(fault);
  const pauseInSeconds = childrenPausesInSeconds[life.effort.refusals];
  if (pauseInSeconds === undefined) {
    const urls = album.content.items.map(({ url }) => url);
    return lostChildren(life, album, urls, words, now);
  }
  const effort = { ...life.effort, refusals: life.effort.refusals + 1 };
  const pause = { notBefore: later(now, pauseInSeconds * secondInMs), waitsFor: words };
  return { life: { ...life, album, effort, ...pause }, words };
}

/** The first failure is tried once more; after the second the carousel goes without this picture. */
function failedChild(life: Pending, album: Album, url: string, words: string, now: Date): Next {
  const children = album.children.filter((child) => child.url !== url);
  const pause = { notBefore: later(now, partPauseInMs), waitsFor: words };
  if (!album.failedOnce.includes(url)) {
    const tried = { ...album, children, failedOnce: [...album.failedOnce, url] };
    return { life: { ...goneOn(life, tried), ...pause }, words };
  }
  const items = album.content.items.filter((item) => item.url !== url);
  const effort = withoutMedia(withoutCounts(life.effort), [url]);
  // Too few for a carousel: composed anew from what is left.
  if (items.length < carouselItems.least) return { life: composedAnew(life, effort), words };
  const content = { ...album.content, items };
  return { life: { ...goneOn({ ...life, effort }, { ...album, content, children }) }, words };
}

function lostChildren(life: Pending, album: Album, urls: string[], words: string, now: Date): Next {
  if (album.remade >= remakesAtMost) {
    const all = album.content.items.map(({ url }) => url);
    return { life: composedAnew(life, withoutMedia(withoutCounts(life.effort), all)), words };
  }
  const children = album.children.filter(({ url }) => !urls.includes(url));
  const pause = { notBefore: later(now, partPauseInMs), waitsFor: words };
  return { life: { ...goneOn(life, { ...album, children, remade: album.remade + 1 }), ...pause }, words };
}

/** One step is done: what waited or counted for it is over. */
function goneOn({ effort, chain }: Pending, album: Album): Pending {
  return {
    state: "pending",
    effort: withoutCounts(effort),
    album,
    ...(chain === undefined ? {} : { chain }),
  };
}

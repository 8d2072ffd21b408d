import type { FeedloomEvent } from "../core/events.ts";
import { type Post, titleOf } from "../core/post.ts";
import { shownAddress } from "../core/shown-address.ts";
import { announce } from "../runtime/announce.ts";
import type { Services } from "../runtime/services.ts";
import type { DrainReport } from "./drain-account.ts";
import { postFigures } from "./figures.ts";

/** Says of a post that came to an end, on the bus and in the run's report. One that goes on is not news. */
export async function tell(
  post: Post,
  services: Pick<Services, "bus" | "log" | "meter">,
  report: DrainReport,
): Promise<void> {
  const event = eventOf(post, report);
  if (event === undefined) return;
  const { log, meter } = services;
  meter.record(postFigures(post));
  const { id, account, life } = post;
  if (life.state === "held" || life.state === "failed") {
    log.warn(`post set aside: ${life.state}`, { post: id, account, reason: life.reason, words: life.words });
  }
  await announce([event], { post: id }, services);
}

/** Says once that Threads refuses an account's whole line. No post is set aside for good: they wait and go on by themselves. */
export async function tellOfLine(
  post: Post,
  words: string,
  services: Pick<Services, "bus" | "log">,
  report: DrainReport,
): Promise<void> {
  const reason = "line-refused";
  const title = titleOf(post);
  report.held.push({ post: post.id, title, reason, words });
  services.log.warn("line.refused", { account: post.account, post: post.id, words });
  const detail = {
    account: post.account,
    feed: shownAddress(post.feed),
    post: post.id,
    title,
    reason,
    words,
  };
  await announce([{ type: "PostHeld", detail }], { post: post.id }, services);
}

function eventOf(post: Post, report: DrainReport): FeedloomEvent | undefined {
  const title = titleOf(post);
  const detail = { account: post.account, feed: shownAddress(post.feed), post: post.id, title };
  const linked = post.entry.link === undefined ? detail : { ...detail, link: post.entry.link };
  const { life } = post;
  switch (life.state) {
    case "published": {
      const permalink = life.permalink === undefined ? {} : { permalink: life.permalink };
      const mediaId = life.mediaId === undefined ? {} : { mediaId: life.mediaId };
      const without = life.without.length === 0 ? {} : { without: life.without };
      report.published.push({ post: post.id, title, ...permalink });
      return { type: "PostPublished", detail: { ...linked, ...permalink, ...mediaId, ...without } };
    }
    case "failed":
      report.failed.push({ post: post.id, title, reason: life.reason, words: life.words });
      return { type: "PostFailed", detail: { ...linked, reason: life.reason, words: life.words } };
    case "held":
      report.held.push({ post: post.id, title, reason: life.reason, words: life.words });
      return { type: "PostHeld", detail: { ...linked, reason: life.reason, words: life.words } };
    default:
      return undefined;
  }
}

/** Where a post stands, for the person who asked for it. */
export interface PostOutcome {
  post: string;
  title: string;
  state: Post["life"]["state"];
  permalink?: string;
  /** Why it waits, or was held or refused. */
  why?: string;
  /** The key was known: nothing was posted anew. */
  repeated?: boolean;
}

export function outcomeOf(post: Post): PostOutcome {
  const { life } = post;
  const known = { post: post.id, title: titleOf(post), state: life.state };
  switch (life.state) {
    case "published":
      return life.permalink === undefined ? known : { ...known, permalink: life.permalink };
    case "held":
    case "skipped":
      return { ...known, why: life.words };
    case "failed":
      return { ...known, why: `${life.reason}: ${life.words}` };
    default:
      return life.waitsFor === undefined ? known : { ...known, why: life.waitsFor };
  }
}

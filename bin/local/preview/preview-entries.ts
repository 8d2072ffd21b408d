import { comingWords, dueEntries } from "../../../functions/core/coming-entries.ts";
import { contentOf } from "../../../functions/core/compose-post.ts";
import type { Route } from "../../../functions/core/configuration.ts";
import { type ReadableRequest, readableRequests } from "../../../functions/core/container-request.ts";
import type { Content } from "../../../functions/core/content.ts";
import { FeedloomError } from "../../../functions/core/errors.ts";
import { unreadFeed } from "../../../functions/core/feed-schedule.ts";
import { identityWords, sharedWords } from "../../../functions/core/identity-words.ts";
import { keyedEntries, type NewEntry } from "../../../functions/core/new-entries.ts";
import { newPost } from "../../../functions/core/new-post.ts";
import { freshLife, type Post } from "../../../functions/core/post.ts";
import { graphemesOf, threadsLength } from "../../../functions/core/post-text.ts";
import { type Pace, waitFor } from "../../../functions/core/posting-pace.ts";
import { filtered } from "../../../functions/core/route-filter.ts";
import { shownAddress } from "../../../functions/core/shown-address.ts";
import { fetchFeed } from "../../../functions/feed-poller/fetch-feed.ts";
import { lookAtPictures } from "../../../functions/feed-poller/look-at-pictures.ts";
import { ReadingTime } from "../../../functions/feed-poller/reading-time.ts";
import type { PollerServices } from "../../../functions/runtime/services.ts";

/** One post, or a part of a chain, with its counts. */
export interface PreviewedPart {
  content: Content;
  graphemes: number;
  /** As Meta counts, by the safe reading; 500 is the limit. */
  threadsLength: number;
}

/** An entry as its route would post it, and every decision on the way. */
export interface PreviewedEntry {
  title: string;
  style: Route["style"];
  decision: "post" | "skip";
  why: string[];
  parts: PreviewedPart[];
  requests: ReadableRequest[];
}

export interface FeedPreview {
  feed: string;
  /** The feed's own title. */
  title?: string;
  account: string;
  /** Which mark tells its entries apart. */
  identity: string;
  /** How many entries the feed has. */
  total: number;
  /** What holds for all of them: entries that could not be read, and whether posts would wait now. */
  notes: string[];
  /** The newest first. */
  entries: PreviewedEntry[];
  /** The same as posts in line, the oldest first, for a sandbox to publish. */
  posts: Post[];
}

type Parts = Pick<PollerServices, "clock" | "log" | "feedSource" | "pictures"> & {
  /** The account's, which holds together with the route's. */
  pace?: Pace | undefined;
};

/** The newest entries of a feed, taken and composed as live, as if all of them were new. Writes nothing, asks Threads nothing. */
export async function previewFeed(
  route: Route,
  account: string,
  count: number,
  parts: Parts,
): Promise<FeedPreview> {
  const services = { ...parts, time: new ReadingTime(route.url) };
  const fetched = await fetchFeed(unreadFeed(route.url, services.clock.now()), true, services);
  if (fetched.kind !== "feed")
    throw new FeedloomError(
      "FEED_UNREACHABLE",
      `${shownAddress(route.url)} gives no feed now (${fetched.kind}); check the address, or try later`,
    );
  const now = services.clock.now();
  const { foundAt } = fetched;
  const { feed, coming } = dueEntries(fetched.feed, route, now);
  const { entries, shared } = keyedEntries(feed, now, { feed: route.url, identity: route.identity });
  const repeated = route.identity === undefined ? sharedWords(shared) : undefined;
  const newest = entries
    .slice(-count)
    .map((entry): NewEntry => filtered({ ...entry, decision: { verdict: "post" } }, route, now));
  const looked = await lookAtPictures(newest, route, services);
  const posts = looked.map((found) => newPost(found, route.url, account, now));
  const waits = [services.pace ?? {}, route].flatMap((pace) => waitFor(pace, undefined, now) ?? []);
  return {
    feed: route.url,
    ...(feed.title === undefined ? {} : { title: feed.title }),
    account,
    identity: identityWords(route.identity),
    total: feed.entries.length,
    notes: [
      ...(repeated === undefined ? [] : [repeated]),
      ...(foundAt === undefined ? [] : [`it is a page; its feed is ${shownAddress(foundAt)}`]),
      ...feed.unreadable,
      ...coming.map(comingWords).map(({ title, words }) => `${title}: ${words}`),
      ...(feed.isTruncated ? ["the feed is cut off: what is missing is read once it is there"] : []),
      ...waits.map(({ until, why }) => `now they would wait until ${until.toISOString()}: ${why}`),
    ],
    entries: posts.map((post) => previewed(post, route)).reverse(),
    posts: posts.filter(({ life }) => life.state === "pending"),
  };
}

function previewed(post: Post, route: Route): PreviewedEntry {
  const { entry, life } = post;
  const title = entry.title ?? entry.summary?.split("\n")[0] ?? entry.link ?? post.id;
  const about = { title, style: route.style };
  if (life.state === "skipped")
    return { ...about, decision: "skip", why: [life.words], parts: [], requests: [] };
  const { parts, why } = contentOf(post, [route], freshLife.effort);
  return {
    ...about,
    decision: "post",
    why,
    parts: parts.map(counted),
    requests: readableRequests(parts),
  };
}

function counted(content: Content): PreviewedPart {
  return { content, graphemes: graphemesOf(content.text).length, threadsLength: threadsLength(content.text) };
}

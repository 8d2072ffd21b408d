import type { GraphCall } from "../answer-call.ts";
import { after, dayMs, wireTime } from "../clock.ts";
import { caller } from "../oauth/check-token.ts";
import { badParameter, noBreakdown, unknownMetric } from "../refusal.ts";
import type { Site } from "../site.ts";
import { success, type WireAnswer } from "../wire.ts";
import type { Post } from "../world.ts";
import { has } from "./container-parameters.ts";
import { isGone } from "./post-life.ts";
import { ownProfile } from "./profile.ts";
import { instant, ownPost } from "./read-posts.ts";
import { conversationUnder, repliesTo } from "./threads-of-posts.ts";

/**
 * Figures in the documented shapes. Nobody looks at a sandbox, so views, likes, shares, clicks and followers are 0;
 * replies, reposts and quotes are counted.
 *
 * @see https://developers.facebook.com/docs/threads/insights (read 2026-04)
 */
interface Metric {
  title: string;
  description: string;
}

const metrics: Readonly<Record<string, Metric>> = {
  views: { title: "Views", description: "How often it was seen." },
  likes: { title: "Likes", description: "How many liked it." },
  replies: { title: "Replies", description: "How many replies there are." },
  reposts: { title: "Reposts", description: "How often it was reposted." },
  quotes: { title: "Quotes", description: "How often it was quoted." },
  shares: { title: "Shares", description: "How often it was shared." },
  clicks: { title: "Clicks", description: "How often a link was followed, by link." },
  followers_count: { title: "Followers", description: "How many follow the profile." },
  follower_demographics: { title: "Follower demographics", description: "Who follows the profile." },
};
const ofMedia = ["views", "likes", "replies", "reposts", "quotes", "shares"];
const ofProfile = [
  "views",
  "likes",
  "replies",
  "reposts",
  "quotes",
  "clicks",
  "followers_count",
  "follower_demographics",
];
const breakdowns = ["country", "city", "age", "gender"];
/** Nothing is kept from before: 13 April 2024. */
const firstInstant = new Date(1_712_991_600_000);

export function readMediaInsights(call: GraphCall): WireAnswer {
  const { person } = caller(call, "threads_manage_insights");
  const post = ownPost(call, person.id);
  const wanted = wantedMetrics(call, ofMedia);
  // Of what only passes a post on there are none.
  if (post.content.repostOf !== undefined) return success({ data: [] });
  const { site } = call;
  return success({
    data: wanted.map((name) => ({
      ...described(name, "lifetime", post.id),
      values: [{ value: totalOf(site, name, [post]) }],
    })),
  });
}

export function readProfileInsights(call: GraphCall): WireAnswer {
  const { site } = call;
  const { person } = ownProfile(call, "threads_manage_insights");
  const wanted = wantedMetrics(call, ofProfile);
  const now = site.clock.now();
  const [since, until] = [instant(call, "since") ?? after(now, -dayMs), instant(call, "until") ?? now];
  if (since < firstInstant || until < firstInstant)
    throw badParameter(`Param since and until must be at least ${firstInstant.getTime() / 1000}`);
  if (since > until) throw badParameter("Param since must not be after until");
  const posts = [...site.world.posts.values()].filter(
    (post) => post.personId === person.id && !isGone(post, now),
  );
  return success({
    data: wanted.map((name) => ({
      ...described(name, "day", person.id),
      ...profileFigure(call, name, posts, until),
    })),
  });
}

function profileFigure(call: GraphCall, name: string, posts: readonly Post[], until: Date): object {
  if (name === "views") return { values: [{ value: 0, end_time: wireTime(until) }] };
  if (name === "clicks") return { link_total_values: [] };
  if (name !== "follower_demographics") return { total_value: { value: totalOf(call.site, name, posts) } };
  const breakdown = call.parameters.get("breakdown") ?? "";
  if (!has(call.parameters, "breakdown")) throw noBreakdown();
  if (!breakdowns.includes(breakdown))
    throw badParameter(`Param breakdown must be one of {${breakdowns.join(", ")}}`);
  return { total_value: { breakdowns: [{ dimension_keys: [breakdown], results: [] }] } };
}

/** @throws Refusal - code 1 for a metric that the object does not have, as was seen. */
function wantedMetrics({ parameters }: GraphCall, known: readonly string[]): string[] {
  const wanted = (parameters.get("metric") ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (wanted.length === 0) throw badParameter("The parameter metric is required");
  if (!wanted.every((name) => known.includes(name))) throw unknownMetric();
  return [...new Set(wanted)];
}

function described(name: string, period: "day" | "lifetime", id: string): object {
  return { name, period, ...metrics[name], id: `${id}/insights/${name}/${period}` };
}

function totalOf(site: Site, name: string, posts: readonly Post[]): number {
  return posts.reduce((sum, post) => sum + countOf(site, name, post), 0);
}

function countOf(site: Site, name: string, post: Post): number {
  const now = site.clock.now();
  const count = (isOne: (other: Post) => boolean) =>
    [...site.world.posts.values()].filter((other) => !isGone(other, now) && isOne(other)).length;
  switch (name) {
    case "replies":
      // Of a root all that was said under it, of a reply only what answers it.
      return post.content.replyToId === undefined
        ? conversationUnder(site, post).filter((reply) => !isGone(reply, now)).length
        : repliesTo(site, post).length;
    case "reposts":
      return count((other) => other.content.repostOf === post.id);
    case "quotes":
      return count((other) => other.content.quotePostId === post.id);
    default:
      return 0;
  }
}

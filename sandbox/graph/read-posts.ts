import type { GraphCall } from "../answer-call.ts";
import { dayMs, wireTime } from "../clock.ts";
import { caller } from "../oauth/check-token.ts";
import { badParameter, noSuchObject, Refusal } from "../refusal.ts";
import type { Site } from "../site.ts";
import { success, type WireAnswer } from "../wire.ts";
import type { Post } from "../world.ts";
import { pageOf } from "./list-page.ts";
import { isListed, permalinkOnceKnown, visiblePost } from "./post-life.ts";
import { ownProfile } from "./profile.ts";
import { roomToDelete } from "./quotas.ts";
import { readFields } from "./read-fields.ts";

type Field = (post: Post) => unknown;

/** Fields of a post. Threads says TEXT when written and TEXT_POST when read. */
function postFields(site: Site): Record<string, Field> {
  const nothing: Field = () => undefined;
  const rootOf = (post: Post): string => {
    const parent =
      post.content.replyToId === undefined ? undefined : site.world.posts.get(post.content.replyToId);
    return parent === undefined ? post.id : rootOf(parent);
  };
  const idOf = (id: string | undefined) => (id === undefined ? undefined : { id });
  return {
    id: (post) => post.id,
    media_product_type: () => "THREADS",
    media_type: ({ content }) => (content.mediaType === "TEXT" ? "TEXT_POST" : content.mediaType),
    media_url: ({ content }) => content.picture && `${site.baseUrl()}/media/${content.picture.file}`,
    permalink: (post) => permalinkOnceKnown(site, post),
    owner: (post) => (post.content.replyToId === undefined ? { id: post.personId } : undefined),
    username: (post) => site.world.people.get(post.personId)?.username,
    text: ({ content }) => (content.text === "" ? undefined : content.text),
    timestamp: (post) => wireTime(post.publishedAt),
    shortcode: (post) => post.shortcode,
    alt_text: ({ content }) => content.altText,
    link_attachment_url: ({ content }) => content.card?.url,
    topic_tag: ({ content }) => content.topicTag,
    poll_attachment: ({ content }) => content.poll,
    is_quote_post: ({ content }) => content.quotePostId !== undefined,
    quoted_post: ({ content }) => idOf(content.quotePostId),
    is_spoiler_media: ({ content }) => content.isSpoiler,
    ghost_post_status: ({ content, publishedAt }) => {
      if (!content.isGhost) return undefined;
      return site.clock.now().getTime() - publishedAt.getTime() < dayMs ? "ACTIVE" : "ARCHIVED";
    },
    is_reply: ({ content }) => content.replyToId !== undefined,
    replied_to: ({ content }) => idOf(content.replyToId),
    root_post: (post) => (post.content.replyToId === undefined ? undefined : { id: rootOf(post) }),
    has_replies: (post) => site.world.posts.values().some((other) => other.content.replyToId === post.id),
    is_reply_owned_by_me: ({ content }) => (content.replyToId === undefined ? undefined : true),
    hide_status: ({ content }) => (content.replyToId === undefined ? undefined : "NOT_HUSHED"),
    reply_audience: ({ content }) => (content.replyControl ?? "everyone").toUpperCase(),
    is_verified: () => false,
    thumbnail_url: nothing,
    children: nothing,
    reposted_post: nothing,
    gif_url: nothing,
    text_entities: nothing,
    text_attachment: nothing,
    ghost_post_expiration_timestamp: nothing,
    profile_picture_url: nothing,
    allowlisted_country_codes: nothing,
    location_id: nothing,
    location: nothing,
    reply_approval_status: nothing,
  };
}

export function readPost(call: GraphCall): WireAnswer {
  const { person } = caller(call);
  return success(
    readFields(ownPost(call, person.id), postFields(call.site), call.parameters.get("fields"), ["id"]),
  );
}

/** The caller's own posts or replies, newest first. */
export function listPosts(call: GraphCall, which: "posts" | "replies"): WireAnswer {
  const { site, parameters } = call;
  const { person } = ownProfile(call);
  const [since, until] = [instant(call, "since"), instant(call, "until")];
  const posts = [...site.world.posts.values()]
    .filter((post) => post.personId === person.id && isListed(site, post))
    .filter((post) => (post.content.replyToId === undefined) === (which === "posts"))
    .filter((post) => since === undefined || post.publishedAt >= since)
    .filter((post) => until === undefined || post.publishedAt <= until)
    .reverse();
  const fields = postFields(site);
  const path = `/v1.0/${person.id}/${which === "posts" ? "threads" : "replies"}`;
  return success(
    pageOf(posts, parameters, `${site.baseUrl()}${path}`, (post) =>
      readFields(post, fields, parameters.get("fields"), ["id"]),
    ),
  );
}

export function deletePost(call: GraphCall): WireAnswer {
  const { site } = call;
  const { person } = caller(call, "threads_delete");
  const post = ownPost(call, person.id);
  if (!roomToDelete(call))
    throw new Refusal({ shape: "graph", type: "OAuthException", ...site.behaviour.quotaAnswer });
  post.deletedAt = site.clock.now();
  return success({ success: true, deleted_id: post.id });
}

function ownPost({ site, pathPart }: GraphCall, personId: string): Post {
  const id = pathPart("id");
  const post = visiblePost(site, id);
  if (post === undefined || post.personId !== personId) throw noSuchObject(id);
  return post;
}

function instant({ parameters }: GraphCall, name: string): Date | undefined {
  const value = parameters.get(name);
  if (value === undefined || value === "") return undefined;
  if (!/^[0-9]{1,11}$/.test(value)) throw badParameter(`Param ${name} must be a Unix timestamp`);
  return new Date(Number(value) * 1000);
}

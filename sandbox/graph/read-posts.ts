import type { GraphCall } from "../answer-call.ts";
import { caller } from "../oauth/check-token.ts";
import { badParameter, noSuchObject, Refusal } from "../refusal.ts";
import { success, type WireAnswer } from "../wire.ts";
import type { Post } from "../world.ts";
import { pageOf } from "./list-page.ts";
import { asPost, postFields } from "./post-fields.ts";
import { isListed, visiblePost } from "./post-life.ts";
import { ownProfile } from "./profile.ts";
import { roomToDelete } from "./quotas.ts";
import { readFields } from "./read-fields.ts";
import { conversationUnder } from "./threads-of-posts.ts";

export function readPost(call: GraphCall): WireAnswer {
  const { person } = caller(call);
  const fields = postFields(call.site, person.id);
  return success(readFields(ownObject(call, person.id), fields, call.parameters.get("fields"), ["id"]));
}

const paths = { posts: "threads", replies: "replies", ghosts: "ghost_posts" } as const;

/** The caller's own posts, replies or ghost posts, newest first. */
export function listPosts(call: GraphCall, which: keyof typeof paths): WireAnswer {
  const { site } = call;
  const { person } = ownProfile(call);
  const [since, until] = [instant(call, "since"), instant(call, "until")];
  const posts = [...site.world.posts.values()]
    .filter((post) => post.personId === person.id && isListed(site, post))
    .filter(({ content }) => (content.replyToId !== undefined) === (which === "replies"))
    .filter(({ content }) => which !== "ghosts" || content.isGhost)
    .filter((post) => since === undefined || post.publishedAt >= since)
    .filter((post) => until === undefined || post.publishedAt <= until)
    .reverse();
  return postList(call, posts, person.id, `${person.id}/${paths[which]}`);
}

/**
 * What was said under an own post, newest first unless `reverse` is false: `replies` are those to the post
 * itself, `conversation` those to its replies as well, and only for a root post.
 */
export function listReplies(call: GraphCall, which: "replies" | "conversation"): WireAnswer {
  const { site, parameters } = call;
  const { person } = caller(call, "threads_read_replies");
  const post = ownPost(call, person.id);
  if (which === "replies" && site.behaviour.repliesList === "refuse-in-development")
    throw badParameter("The app is in dev mode and cannot read replies; make it live first");
  if (which === "conversation" && post.content.replyToId !== undefined)
    throw badParameter("The conversation can only be read of a root post");
  const found = conversationUnder(site, post)
    .filter((reply) => which === "conversation" || reply.content.replyToId === post.id)
    .filter((reply) => isListed(site, reply))
    .sort((one, other) => one.publishedAt.getTime() - other.publishedAt.getTime());
  const isNewestFirst = !["false", "0"].includes(parameters.get("reverse") ?? "");
  return postList(call, isNewestFirst ? found.reverse() : found, person.id, `${post.id}/${which}`);
}

/** A page of posts with the fields asked for. @param path - where its next page is asked for. */
export function postList(
  { site, parameters }: GraphCall,
  posts: readonly Post[],
  readerId: string,
  path: string,
): WireAnswer {
  const fields = postFields(site, readerId);
  return success(
    pageOf(posts, parameters, `${site.baseUrl()}/v1.0/${path}`, (post) =>
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

/** A post, or a picture or video in one. */
function ownObject(call: GraphCall, personId: string): Post {
  const id = call.pathPart("id");
  const album = call.site.world.posts
    .values()
    .find((post) => post.children?.some((item) => item.id === id) === true);
  const item = album?.children?.find((one) => one.id === id);
  if (album === undefined || item === undefined) return ownPost(call, personId);
  return asPost(ownPost({ ...call, pathPart: () => album.id }, personId), item);
}

export function ownPost({ site, pathPart }: GraphCall, personId: string): Post {
  const id = pathPart("id");
  const post = visiblePost(site, id);
  if (post === undefined || post.personId !== personId) throw noSuchObject(id);
  return post;
}

/** Unix seconds, or a date, which Meta's examples have too. */
export function instant({ parameters }: GraphCall, name: string): Date | undefined {
  const value = parameters.get(name);
  if (value === undefined || value === "") return undefined;
  if (/^[0-9]{1,11}$/.test(value)) return new Date(Number(value) * 1000);
  const date = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : undefined;
  if (date === undefined || Number.isNaN(date.getTime()))
    throw badParameter(`Param ${name} must be a Unix timestamp or a date`);
  return date;
}

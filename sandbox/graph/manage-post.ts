import type { GraphCall } from "../answer-call.ts";
import { decimalId } from "../identifiers.ts";
import { caller } from "../oauth/check-token.ts";
import { badParameter, noSuchObject } from "../refusal.ts";
import { success, type WireAnswer } from "../wire.ts";
import type { Container } from "../world.ts";
import { has, isTrue } from "./container-parameters.ts";
import { isGone, visiblePost } from "./post-life.ts";
import { publishNow } from "./publish-container.ts";

/**
 * Passes a post on. What comes of it is a post of its own, without a text, and counts as one.
 * @see https://developers.facebook.com/docs/threads/posts/reposts (read 2026-04)
 */
export function repost(call: GraphCall): WireAnswer {
  const { site, pathPart } = call;
  const { person } = caller(call, "threads_content_publish");
  const post = visiblePost(site, pathPart("id"));
  if (post === undefined) throw noSuchObject(pathPart("id"));
  if (post.content.repostOf !== undefined) throw badParameter("A repost cannot be reposted");
  const now = site.clock.now();
  const container: Container = {
    id: decimalId("container", site.world.nextNumber()),
    personId: person.id,
    content: {
      mediaType: "TEXT",
      text: "",
      isTopicFromText: false,
      isSpoiler: false,
      isGhost: false,
      isCarouselItem: false,
      repostOf: post.id,
    },
    createdAt: now,
    readyAt: now,
  };
  site.world.containers.set(container.id, container);
  return success({ id: publishNow(site, container).id });
}

/** Hides a reply to a post of one's own, or shows it again; those below it follow. */
export function manageReply(call: GraphCall): WireAnswer {
  const { site, parameters, pathPart } = call;
  const { person } = caller(call, "threads_manage_replies");
  if (!has(parameters, "hide")) throw badParameter("The parameter hide is required");
  if (!["true", "false", "1", "0"].includes((parameters.get("hide") ?? "").toLowerCase()))
    throw badParameter("Param hide must be a boolean");
  const reply = site.world.posts.get(pathPart("id"));
  const above = visiblePost(site, reply?.content.replyToId ?? "");
  if (reply === undefined || isGone(reply, site.clock.now()) || above?.personId !== person.id)
    throw noSuchObject(pathPart("id"));
  if (above.content.replyToId !== undefined)
    throw badParameter("Only a reply to the root post can be hidden; those below it follow");
  reply.isHidden = isTrue(parameters, "hide");
  return success({ success: true });
}

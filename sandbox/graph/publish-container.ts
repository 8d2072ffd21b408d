import type { GraphCall } from "../answer-call.ts";
import { after, secondMs } from "../clock.ts";
import type { Twist } from "../faults.ts";
import { decimalId, shortcode } from "../identifiers.ts";
import { badParameter, notFoundYet, Refusal } from "../refusal.ts";
import type { Site } from "../site.ts";
import { success, type WireAnswer } from "../wire.ts";
import type { AlbumItem, Container, Post } from "../world.ts";
import { childrenOf, refuseUnready } from "./carousel-children.ts";
import { containerStatus } from "./container-status.ts";
import { visiblePost } from "./post-life.ts";
import { ownProfile } from "./profile.ts";
import { usedOfQuota } from "./quotas.ts";

/**
 * Makes a finished container public. Anything else about it is "not found", as Meta has it, except for a
 * carousel whose children are not ready.
 */
export function publishContainer(call: GraphCall): WireAnswer {
  const { site, parameters, twist } = call;
  const { person } = ownProfile(call, "threads_content_publish");
  const creationId = parameters.get("creation_id") ?? "";
  if (creationId === "") throw badParameter("The parameter creation_id is required");
  const container = site.world.containers.get(creationId);
  if (container === undefined || container.personId !== person.id) throw notFoundYet(creationId);
  if (container.content.isCarouselItem) throw badParameter("A carousel item cannot be published by itself");
  const status = containerStatus(container, site.clock.now());
  switch (status) {
    case "FINISHED":
      refuseUnready(site, childrenOf(site, container));
      if (container.isNeverFound === true || !hasParent(site, container)) throw notFoundYet(creationId);
      return success({ id: publishNow(site, container, twist).id });
    case "PUBLISHED":
      return success({ id: publishAgain(site, container) });
    case "IN_PROGRESS":
    case "ERROR":
      refuseUnready(site, childrenOf(site, container));
      throw notFoundYet(creationId);
    case "EXPIRED":
      throw notFoundYet(creationId);
    default:
      return status satisfies never;
  }
}

/** A reply whose parent went away in the meantime is not found itself, for good. */
function hasParent(site: Site, { content }: Container): boolean {
  return content.replyToId === undefined || visiblePost(site, content.replyToId) !== undefined;
}

/** @throws Refusal - what `quotaAnswer` says, when the last 24 hours are full. */
export function publishNow(site: Site, container: Container, twist?: Twist): Post {
  const { world, behaviour } = site;
  const now = site.clock.now();
  const isReply = container.content.replyToId !== undefined;
  const used = usedOfQuota(site, container.personId, isReply ? "replies" : "posts", now);
  if (used >= (isReply ? behaviour.replyQuota : behaviour.postQuota))
    throw new Refusal({ shape: "graph", type: "OAuthException", ...behaviour.quotaAnswer });
  const id = decimalId("media", world.nextNumber());
  const vanishes = twist?.kind === "post-vanishes" ? twist.afterSeconds : behaviour.vanishAfterSeconds;
  const post: Post = {
    id,
    containerId: container.id,
    personId: container.personId,
    shortcode: shortcode(id),
    content: container.content,
    children: container.content.childIds && albumItems(site, container),
    publishedAt: now,
    vanishesAt: vanishes === null ? undefined : after(now, vanishes * secondMs),
  };
  world.posts.set(id, post);
  container.mediaId = id;
  return post;
}

/** What covers a carousel covers all its items. */
function albumItems(site: Site, parent: Container): AlbumItem[] {
  return childrenOf(site, parent).map((child) => {
    const id = decimalId("media", site.world.nextNumber());
    if (site.behaviour.usedChildren === "published") child.mediaId = id;
    const isSpoiler = parent.content.isSpoiler || child.content.isSpoiler;
    return { id, containerId: child.id, content: { ...child.content, isSpoiler } };
  });
}

/** Meta promises nothing here; the one measurement found gave the same id and no second post. */
function publishAgain(site: Site, container: Container): string {
  switch (site.behaviour.republish) {
    case "same-id":
      return container.mediaId ?? "";
    case "second-post":
      return publishNow(site, container).id;
    case "error":
      throw badParameter("The media has already been published");
    default:
      return site.behaviour.republish satisfies never;
  }
}

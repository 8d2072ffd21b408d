import type { GraphCall } from "../answer-call.ts";
import { after, secondMs } from "../clock.ts";
import { decimalId, shortcode } from "../identifiers.ts";
import { badParameter, notFoundYet, Refusal } from "../refusal.ts";
import type { Site } from "../site.ts";
import { success, type WireAnswer } from "../wire.ts";
import type { Container, Post } from "../world.ts";
import { containerStatus } from "./container-status.ts";
import { ownProfile } from "./profile.ts";
import { usedOfQuota } from "./quotas.ts";

/** Makes a finished container public. Anything else about it is "not found", as Meta has it. */
export function publishContainer(call: GraphCall): WireAnswer {
  const { site, parameters } = call;
  const { person } = ownProfile(call, "threads_content_publish");
  const creationId = parameters.get("creation_id") ?? "";
  if (creationId === "") throw badParameter("The parameter creation_id is required");
  const container = site.world.containers.get(creationId);
  if (container === undefined || container.personId !== person.id) throw notFoundYet(creationId);
  if (container.content.isCarouselItem) throw badParameter("A carousel item cannot be published by itself");
  const status = containerStatus(container, site.clock.now());
  switch (status) {
    case "FINISHED":
      return success({ id: publishNow(site, container).id });
    case "PUBLISHED":
      return success({ id: publishAgain(site, container) });
    case "IN_PROGRESS":
    case "ERROR":
    case "EXPIRED":
      throw notFoundYet(creationId);
    default:
      return status satisfies never;
  }
}

/** @throws Refusal - what `quotaAnswer` says, when the last 24 hours are full. */
export function publishNow(site: Site, container: Container): Post {
  const { world, behaviour } = site;
  const now = site.clock.now();
  const isReply = container.content.replyToId !== undefined;
  const used = usedOfQuota(site, container.personId, isReply ? "replies" : "posts", now);
  if (used >= (isReply ? behaviour.replyQuota : behaviour.postQuota))
    throw new Refusal({ shape: "graph", type: "OAuthException", ...behaviour.quotaAnswer });
  const id = decimalId("media", world.nextNumber());
  const vanishes = behaviour.vanishAfterSeconds;
  const post: Post = {
    id,
    containerId: container.id,
    personId: container.personId,
    shortcode: shortcode(id),
    content: container.content,
    publishedAt: now,
    vanishesAt: vanishes === null ? undefined : after(now, vanishes * secondMs),
  };
  world.posts.set(id, post);
  container.mediaId = id;
  return post;
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

import type { GraphCall } from "../answer-call.ts";
import { after, secondMs } from "../clock.ts";
import { decimalId } from "../identifiers.ts";
import { badParameter, Refusal } from "../refusal.ts";
import type { Site } from "../site.ts";
import { success, type WireAnswer } from "../wire.ts";
import type { Container } from "../world.ts";
import { childContainers } from "./carousel-children.ts";
import { checkAudience, checkParent } from "./check-audience.ts";
import { containerContent } from "./container-content.ts";
import {
  checkedMediaType,
  checkParameters,
  has,
  isTrue,
  type MediaType,
  valueGiven,
} from "./container-parameters.ts";
import { attachedLink, checkJsonParameters } from "./json-parameters.ts";
import { ownProfile } from "./profile.ts";
import { publishNow } from "./publish-container.ts";
import { bareLinksIn, linksIn, textLength, textLimit } from "./text-rules.ts";

/**
 * Makes a container: everything Threads holds against a post it says here, except what it finds
 * out when it fetches the media.
 */
export async function createContainer(call: GraphCall): Promise<WireAnswer> {
  const { site, parameters, twist } = call;
  const { person, token } = ownProfile(call, "threads_content_publish");
  const mediaType = checkedMediaType(parameters);
  checkParameters(mediaType, parameters);
  checkJsonParameters(parameters);
  checkText(call, mediaType);
  checkParent(call, { person, token });
  checkAudience(call, { person, token });
  const children = mediaType === "CAROUSEL" ? childContainers(call, person.id) : [];

  const isAutoPublished = isTrue(parameters, "auto_publish_text");
  const now = site.clock.now();
  const { content, failure } = await containerContent(call, mediaType, children);
  const seconds = twist?.kind === "container-slow" ? twist.readyAfterSeconds : readySeconds(site, mediaType);
  const container: Container = {
    id: decimalId("container", site.world.nextNumber()),
    personId: person.id,
    content,
    createdAt: now,
    // A carousel made too early waits for its children, and fails with the first that does.
    readyAt: latest([after(now, isAutoPublished ? 0 : seconds * secondMs), ...children.map(readyAt)]),
    failure:
      twist?.kind === "container-error"
        ? twist.errorMessage
        : (failure ?? children.find((child) => child.failure !== undefined)?.failure),
    isNeverFound: twist?.kind === "container-never-found" ? true : undefined,
  };
  site.world.containers.set(container.id, container);
  // One call for all of it: what is answered is then the media id.
  return success({ id: isAutoPublished ? publishNow(site, container, twist).id : container.id });
}

function readySeconds({ behaviour }: Site, mediaType: MediaType): number {
  switch (mediaType) {
    case "TEXT":
      return behaviour.textReadySeconds;
    case "IMAGE":
      return behaviour.imageReadySeconds;
    case "VIDEO":
      return behaviour.videoReadySeconds;
    case "CAROUSEL":
      return behaviour.carouselReadySeconds;
    default:
      return mediaType satisfies never;
  }
}

const readyAt = (container: Container): Date => container.readyAt;

function latest(instants: readonly Date[]): Date {
  return new Date(Math.max(...instants.map((instant) => instant.getTime())));
}

function checkText({ site, parameters }: GraphCall, mediaType: MediaType): void {
  const text = parameters.get("text") ?? "";
  const { behaviour } = site;
  if (textLength(text, behaviour.textCount) > textLimit)
    throw badParameter(`Param text must be at most ${textLimit} characters long.`);
  const others = ["link_attachment", "poll_attachment", "gif_attachment", "text_attachment", "quote_post_id"];
  if (mediaType === "TEXT" && text.trim() === "" && !others.some((name) => has(parameters, name)))
    throw badParameter("The parameter text is required");
  const links = new Set(linksIn(text));
  for (const link of [valueGiven(parameters, "link_attachment"), attachedLink(parameters)])
    if (link !== undefined) links.add(link);
  if (behaviour.bareLinks === "count") for (const link of bareLinksIn(text)) links.add(link);
  if (links.size > behaviour.linkLimit) throw tooManyLinks(behaviour.linkLimitAnswer);
}

/** Third-party fixtures disagree on where the constant stands. */
function tooManyLinks(where: "message" | "code"): Refusal {
  const constant = "THREADS_API__LINK_LIMIT_EXCEEDED";
  if (where === "message") return badParameter(constant);
  return new Refusal({
    shape: "graph",
    http: 400,
    code: constant,
    type: "THApiException",
    message: "The post has too many links",
  });
}

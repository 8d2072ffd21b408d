import type { GraphCall } from "../answer-call.ts";
import { after, secondMs } from "../clock.ts";
import { fetchPicture } from "../fetching/fetch-picture.ts";
import { linkCard } from "../fetching/link-card.ts";
import { decimalId } from "../identifiers.ts";
import type { Caller } from "../oauth/check-token.ts";
import { badLink, badMedia, badParameter, missingPermission, notFoundYet, Refusal } from "../refusal.ts";
import { success, type WireAnswer } from "../wire.ts";
import type { Container, Content } from "../world.ts";
import {
  checkedMediaType,
  checkParameters,
  has,
  listOf,
  type MediaType,
  valueGiven,
} from "./container-parameters.ts";
import { attachedLink, checkJsonParameters, pollOf } from "./json-parameters.ts";
import { visiblePost } from "./post-life.ts";
import { ownProfile } from "./profile.ts";
import { publishNow } from "./publish-container.ts";
import { linksIn, textLength, textLimit, topicIn } from "./text-rules.ts";

/**
 * Makes a container: everything Threads holds against a post it says here, except what it finds
 * out when it fetches the media.
 */
export async function createContainer(call: GraphCall): Promise<WireAnswer> {
  const { site, parameters } = call;
  const { person, token } = ownProfile(call, "threads_content_publish");
  const mediaType = checkedMediaType(parameters);
  checkParameters(mediaType, parameters);
  checkJsonParameters(parameters);
  checkText(call, mediaType);
  checkParent(call, { person, token });
  checkAudience(call, { person, token });
  if (mediaType === "VIDEO" || mediaType === "CAROUSEL")
    throw badParameter(`media_type ${mediaType} is not simulated yet`);

  const isAutoPublished = /^(true|1)$/i.test(parameters.get("auto_publish_text") ?? "");
  const now = site.clock.now();
  const { content, failure } = await fetchedContent(call, mediaType);
  const readySeconds =
    mediaType === "TEXT" ? site.behaviour.textReadySeconds : site.behaviour.imageReadySeconds;
  const container: Container = {
    id: decimalId("container", site.world.nextNumber()),
    personId: person.id,
    content,
    createdAt: now,
    readyAt: after(now, isAutoPublished ? 0 : readySeconds * secondMs),
    failure,
  };
  site.world.containers.set(container.id, container);
  // One call for all of it: what is answered is then the media id.
  return success({ id: isAutoPublished ? publishNow(site, container).id : container.id });
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

function checkParent({ site, parameters }: GraphCall, { person, token }: Caller): void {
  const parentId = valueGiven(parameters, "reply_to_id");
  if (parentId !== undefined) {
    const parent = visiblePost(site, parentId);
    if (parent === undefined) throw notFoundYet(parentId);
    const scopes =
      parent.personId === person.id
        ? ["threads_manage_replies"]
        : ["threads_manage_mentions", "threads_keyword_search"];
    if (!scopes.some((scope) => token.scopes.includes(scope)))
      throw missingPermission(site.behaviour.missingPermission);
  }
  const quotedId = valueGiven(parameters, "quote_post_id");
  if (quotedId !== undefined && visiblePost(site, quotedId) === undefined) throw notFoundYet(quotedId);
}

function checkAudience({ site, parameters }: GraphCall, { token }: Caller): void {
  const countries = valueGiven(parameters, "allowlisted_country_codes");
  if (countries !== undefined) {
    if (!listOf(countries).every((country) => /^[A-Z]{2}$/.test(country)))
      throw badParameter("THREADS_API__GEO_GATING_INVALID_COUNTRY_CODES");
    // Nobody here is eligible: `is_eligible_for_geo_gating` is false for every profile.
    throw badParameter("THREADS_API__FEATURE_NOT_AVAILABLE");
  }
  if (has(parameters, "location_id") && !token.scopes.includes("threads_location_tagging"))
    throw missingPermission(site.behaviour.missingPermission);
}

async function fetchedContent(
  { site, parameters }: GraphCall,
  mediaType: "TEXT" | "IMAGE",
): Promise<{ content: Content; failure?: string }> {
  const text = parameters.get("text") ?? "";
  const topicTag = valueGiven(parameters, "topic_tag");
  const content: Content = {
    mediaType,
    text,
    link: valueGiven(parameters, "link_attachment"),
    imageUrl: valueGiven(parameters, "image_url"),
    altText: valueGiven(parameters, "alt_text"),
    topicTag: topicTag ?? topicIn(text),
    isTopicFromText: topicTag === undefined,
    replyToId: valueGiven(parameters, "reply_to_id"),
    quotePostId: valueGiven(parameters, "quote_post_id"),
    replyControl: valueGiven(parameters, "reply_control"),
    isSpoiler: parameters.get("is_spoiler_media") === "true",
    isGhost: parameters.get("is_ghost_post") === "true",
    isCarouselItem: parameters.get("is_carousel_item") === "true",
    poll: pollOf(parameters),
  };
  if (content.imageUrl !== undefined) {
    const fetched = await fetchPicture(site, content.imageUrl);
    if ("picture" in fetched) return { content: { ...content, picture: fetched.picture } };
    if (site.behaviour.badImage === "refuse-at-creation") throw badMedia(fetched.message);
    return { content, failure: fetched.status };
  }
  const link = content.link ?? linksIn(text)[0];
  if (link === undefined) return { content };
  const { card, isWhole } = await linkCard(site, link);
  if (!isWhole && content.link !== undefined && site.behaviour.badLinkCard === "refuse-at-creation")
    throw badLink(link);
  return { content: { ...content, card } };
}

import type { GraphCall } from "../answer-call.ts";
import { type BadMedia, fetchPicture } from "../fetching/fetch-picture.ts";
import { fetchVideo } from "../fetching/fetch-video.ts";
import { linkCard } from "../fetching/link-card.ts";
import { badLink, badMedia } from "../refusal.ts";
import type { Container, ContainerFailure, Content } from "../world.ts";
import { isTrue, listOf, type MediaType, valueGiven } from "./container-parameters.ts";
import { pollOf, spoilersOf } from "./json-parameters.ts";
import { linksIn, topicIn } from "./text-rules.ts";

interface Fetched {
  content: Content;
  /** What the container is to say once it is processed. */
  failure?: ContainerFailure;
}

/** Puts together what a container holds, fetching what it only names. */
export async function containerContent(
  call: GraphCall,
  mediaType: MediaType,
  children: readonly Container[],
): Promise<Fetched> {
  const content = givenContent(call, mediaType);
  switch (mediaType) {
    case "TEXT":
      return withCard(call, content);
    case "IMAGE":
      return withPicture(call, content);
    case "VIDEO":
      return withVideo(call, content);
    case "CAROUSEL":
      return { content: { ...content, childIds: children.map((child) => child.id) } };
    default:
      return mediaType satisfies never;
  }
}

function givenContent({ parameters }: GraphCall, mediaType: MediaType): Content {
  const text = parameters.get("text") ?? "";
  const topicTag = valueGiven(parameters, "topic_tag");
  const countries = valueGiven(parameters, "allowlisted_country_codes");
  return {
    mediaType,
    text,
    link: valueGiven(parameters, "link_attachment"),
    imageUrl: valueGiven(parameters, "image_url"),
    videoUrl: valueGiven(parameters, "video_url"),
    altText: valueGiven(parameters, "alt_text"),
    topicTag: topicTag ?? topicIn(text),
    isTopicFromText: topicTag === undefined,
    replyToId: valueGiven(parameters, "reply_to_id"),
    quotePostId: valueGiven(parameters, "quote_post_id"),
    replyControl: valueGiven(parameters, "reply_control"),
    countryCodes: countries === undefined ? undefined : listOf(countries),
    isSpoiler: isTrue(parameters, "is_spoiler_media"),
    isGhost: isTrue(parameters, "is_ghost_post"),
    isCarouselItem: isTrue(parameters, "is_carousel_item"),
    poll: pollOf(parameters),
    textEntities: spoilersOf(parameters),
    locationId: valueGiven(parameters, "location_id"),
  };
}

async function withPicture({ site }: GraphCall, content: Content): Promise<Fetched> {
  const fetched = await fetchPicture(site, content.imageUrl ?? "");
  if ("picture" in fetched) return { content: { ...content, picture: fetched.picture } };
  return unusable(content, fetched, site.behaviour.badImage);
}

async function withVideo({ site }: GraphCall, content: Content): Promise<Fetched> {
  const { videoFailure, badVideo } = site.behaviour;
  const fetched = await fetchVideo(site, content.videoUrl ?? "");
  if (!("video" in fetched)) return unusable(content, fetched, badVideo);
  const whole = { content: { ...content, video: fetched.video } };
  return videoFailure === null ? whole : { ...whole, failure: videoFailure };
}

function unusable(
  content: Content,
  { failure, message }: BadMedia,
  when: "error-later" | "refuse-at-creation",
): Fetched {
  if (when === "refuse-at-creation") throw badMedia(message);
  return { content, failure };
}

/** Only a text has a card: of the link given, or else of the first one in it. */
async function withCard({ site }: GraphCall, content: Content): Promise<Fetched> {
  const link = content.link ?? linksIn(content.text)[0];
  if (link === undefined) return { content };
  const { card, isWhole } = await linkCard(site, link);
  if (!isWhole && content.link !== undefined && site.behaviour.badLinkCard === "refuse-at-creation")
    throw badLink(link);
  return { content: { ...content, card } };
}

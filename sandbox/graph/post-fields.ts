import { dayMs, wireTime } from "../clock.ts";
import type { Site } from "../site.ts";
import type { AlbumItem, Content, Post } from "../world.ts";
import { permalinkOnceKnown } from "./post-life.ts";
import { pictureUrl } from "./profile-picture.ts";
import { type FieldReader, readFields } from "./read-fields.ts";
import { repliesTo, rootOf } from "./threads-of-posts.ts";

/** Threads says TEXT and CAROUSEL when written, and this when read. */
const readTypes: Readonly<Record<Content["mediaType"], string>> = {
  TEXT: "TEXT_POST",
  IMAGE: "IMAGE",
  VIDEO: "VIDEO",
  CAROUSEL: "CAROUSEL_ALBUM",
};

/** The fields of a post. @param readerId - who asks: some are about them. */
export function postFields(site: Site, readerId: string): Readonly<Record<string, FieldReader<Post>>> {
  const nothing = () => undefined;
  const idOf = (id: string | undefined) => (id === undefined ? undefined : { id });
  return {
    id: (post) => post.id,
    media_product_type: () => "THREADS",
    media_type: ({ content }) =>
      content.repostOf === undefined ? readTypes[content.mediaType] : "REPOST_FACADE",
    media_url: ({ content }) => {
      const file = content.picture?.file ?? content.video?.file;
      return file === undefined ? undefined : `${site.baseUrl()}/media/${file}`;
    },
    permalink: (post) => permalinkOnceKnown(site, post),
    owner: (post) => (post.content.replyToId === undefined ? { id: post.personId } : undefined),
    username: (post) => site.world.people.get(post.personId)?.username,
    text: ({ content }) => (content.text === "" ? undefined : content.text),
    timestamp: (post) => wireTime(post.publishedAt),
    shortcode: (post) => post.shortcode,
    children: ({ children, ...album }, inner) => {
      if (children === undefined) return undefined;
      const fields = postFields(site, readerId);
      return { data: children.map((item) => readFields(asPost(album, item), fields, inner, ["id"])) };
    },
    allowlisted_country_codes: ({ content }) => content.countryCodes,
    alt_text: ({ content }) => content.altText,
    link_attachment_url: ({ content }) => content.card?.url ?? content.link,
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
    root_post: (post) => (post.content.replyToId === undefined ? undefined : { id: rootOf(site, post).id }),
    has_replies: (post) => repliesTo(site, post).length > 0,
    is_reply_owned_by_me: ({ content, personId }) =>
      content.replyToId === undefined ? undefined : personId === readerId,
    hide_status: ({ content, isHidden }) => {
      if (content.replyToId === undefined) return undefined;
      return isHidden === undefined ? "NOT_HUSHED" : isHidden ? "HIDDEN" : "UNHUSHED";
    },
    reply_audience: ({ content }) => (content.replyControl ?? "everyone").toUpperCase(),
    is_verified: () => false,
    thumbnail_url: nothing,
    reposted_post: ({ content }) => idOf(content.repostOf),
    gif_url: nothing,
    text_entities: ({ content }) => content.textEntities,
    text_attachment: nothing,
    ghost_post_expiration_timestamp: nothing,
    profile_picture_url: ({ personId }) => pictureUrl(site, site.world.people.get(personId)),
    location_id: ({ content }) => content.locationId,
    location: ({ content }) => idOf(content.locationId),
    reply_approval_status: nothing,
  };
}

/** A carousel's child as something to read: what it has not of its own is the carousel's. */
export function asPost(album: Post, { id, containerId, content }: AlbumItem): Post {
  return { ...album, id, containerId, content, children: undefined };
}

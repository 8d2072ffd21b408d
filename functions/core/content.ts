import * as z from "zod";

/** Who may answer a post. @see https://developers.facebook.com/docs/threads/reference/publishing (read 2026-04) */
const replyControls = [
  "everyone",
  "accounts_you_follow",
  "mentioned_only",
  "parent_post_author_only",
  "followers_only",
] as const;

/** ISO 3166-1 alpha-2. @see https://developers.facebook.com/docs/threads/posts/geo-gating (read 2026-04) */
const countryCode = z.string().regex(/^[A-Z]{2}$/, {
  error: "must be a country's two capital letters, such as DE",
});

/** What may be said of a post of any kind. */
export const audienceSchema = z.object({
  replyControl: z.enum(replyControls).exactOptional().meta({
    description: "Who may answer the post.",
    otherwise: "left to Threads",
    example: "accounts_you_follow",
  }),
  countries: z
    .array(countryCode)
    .min(1)
    .exactOptional()
    .meta({
      description: "Only people in these countries see the post; Meta allows it to some profiles only.",
      takes: "a list of countries, each by its two capital letters",
      otherwise: "everybody sees it",
      example: ["DE", "AT", "CH"],
    }),
});
export type Audience = z.output<typeof audienceSchema>;

const everyKind = {
  text: z.string(),
  topicTag: z.string().exactOptional(),
  ...audienceSchema.shape,
};
/** Covers pictures and videos until they are tapped; Meta has it for media only. */
const media = { isSpoiler: z.boolean().exactOptional() };

/** A picture or video by its address: Meta fetches it from there. */
const mediaItemSchema = z.object({
  kind: z.enum(["image", "video"]),
  url: z.string(),
  altText: z.string().exactOptional(),
});
export type MediaItem = z.output<typeof mediaItemSchema>;

/** @see https://developers.facebook.com/docs/threads/posts (read 2026-04) */
export const carouselItems = { least: 2, most: 20 };

export const carouselSchema = z.object({
  kind: z.literal("carousel"),
  items: z.array(mediaItemSchema).min(carouselItems.least).max(carouselItems.most),
  ...media,
  ...everyKind,
});
export type Carousel = z.output<typeof carouselSchema>;

/** What is sent to Threads for one post, in the terms of its network: fixed once a container was made of it. */
export const contentSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("text"), linkAttachment: z.string().exactOptional(), ...everyKind }),
  z.object({
    kind: z.literal("image"),
    imageUrl: z.string(),
    altText: z.string().exactOptional(),
    ...media,
    ...everyKind,
  }),
  z.object({
    kind: z.literal("video"),
    videoUrl: z.string(),
    altText: z.string().exactOptional(),
    ...media,
    ...everyKind,
  }),
  carouselSchema,
]);
export type Content = z.output<typeof contentSchema>;

/** The addresses that Meta fetches for a post. */
export function mediaUrls(content: Content): string[] {
  switch (content.kind) {
    case "text":
      return [];
    case "image":
      return [content.imageUrl];
    case "video":
      return [content.videoUrl];
    case "carousel":
      return content.items.map(({ url }) => url);
  }
}

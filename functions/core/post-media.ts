import { type Content, carouselItems } from "./content.ts";
import { isLoopback } from "./picture-demands.ts";
import type { StoredEntry, Style } from "./post.ts";
import { shorten } from "./post-text.ts";
import { shownAddress } from "./shown-address.ts";

/** @see https://developers.facebook.com/docs/threads/create-posts/accessibility (read 2026-04) */
const altTextLimit = 1000;

type MediaContent<Kind extends Content["kind"]> = Omit<Extract<Content, { kind: Kind }>, "text">;
type Media = MediaContent<"image"> | MediaContent<"video"> | MediaContent<"carousel">;

/** Whether a style shows pictures or videos of the entry. */
export function isMedia(style: Style): boolean {
  return style === "image" || style === "carousel" || style === "video";
}

/**
 * What a style shows besides text: its own, or the next best; undefined where there is nothing to show.
 *
 * @param unusable - addresses that Threads refused before.
 * @param why - gets the reasons where it is less than was wanted.
 */
export function mediaFor(
  entry: StoredEntry,
  style: Style,
  unusable: readonly string[],
  why: string[],
): Media | undefined {
  if (!isMedia(style)) return undefined;
  const isUsable = (url: string) => (url.startsWith("https:") || isLoopback(url)) && !unusable.includes(url);
  const images = entry.images.filter(({ url }) => isUsable(url));
  why.push(
    ...(entry.leftOut ?? []).map(({ url, why: reason }) => `${shownAddress(url)} is left out: ${reason}`),
  );
  if (style === "carousel") {
    const items = images
      .slice(0, carouselItems.most)
      .map((image) => ({ kind: "image" as const, ...described(image) }));
    if (images.length > items.length)
      why.push(`of its ${images.length} pictures a carousel takes ${items.length}`);
    if (items.length >= carouselItems.least) return { kind: "carousel", items };
    why.push(`it has ${counted(items.length)}, and a carousel needs ${carouselItems.least}`);
  }
  if (style === "video") {
    const videoUrl = entry.videos?.find(isUsable);
    if (videoUrl !== undefined) return { kind: "video", videoUrl };
    why.push("it has no video that Threads takes");
  }
  const [picture] = images;
  if (picture === undefined) {
    const rest = entry.link === undefined ? "as text: it has no link either" : "with its link";
    why.push(`${missing(unusable, entry)}, so it is posted ${rest}`);
    return undefined;
  }
  const { url: imageUrl, ...alt } = described(picture);
  return { kind: "image", imageUrl, ...alt };
}

function counted(pictures: number): string {
  return pictures === 0 ? "no usable picture" : `${pictures} usable picture${pictures === 1 ? "" : "s"}`;
}

function missing(unusable: readonly string[], entry: StoredEntry): string {
  if (entry.images.some(({ url }) => unusable.includes(url))) return "Threads refused the picture";
  return entry.images.length === 0 ? "it has no picture" : "its pictures are not on https";
}

function described({ url, alt }: { url: string; alt?: string }): { url: string; altText?: string } {
  return alt === undefined
    ? { url }
    : { url, altText: shorten(alt, altTextLimit, (text) => [...text].length) };
}

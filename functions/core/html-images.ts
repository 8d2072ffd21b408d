import { decodeHTMLAttribute } from "entities";
import { cleanText, oneLine } from "./clean-text.ts";
import type { ImageCandidate } from "./entry-images.ts";
import { resolveAddress } from "./feed-addresses.ts";
import { type OpenTag, readMarkup } from "./markup-tokens.ts";
import { sourceSizes } from "./srcset.ts";

/** An entry shows at most 20 pictures on Threads; more than this are never looked at. */
const mostImages = 60;

/** Up to this many pixels wide or high a picture is there to count readers, not to be seen. */
const pixelSize = 3;

/**
 * The pictures of a piece of HTML in its order, without those that are there for machines or for decoration.
 */
export function htmlImages(html: string, base: string | undefined): ImageCandidate[] {
  if (!/<img/i.test(html)) return [];
  const images: ImageCandidate[] = [];
  readMarkup(html, "html", {
    open(tag) {
      if (tag.name !== "img" || images.length >= mostImages || isPixel(tag) || isEmoji(tag) || isAvatar(tag))
        return;
      const url = sourceOf(tag, base);
      if (url === undefined) return;
      images.push({
        url,
        alt: oneLine(cleanText(attributeText(tag, "alt") ?? "")) || undefined,
        mediaType: undefined,
        // How wide it is shown says nothing about how wide it is.
        width: undefined,
      });
    },
  });
  return images;
}

export function attributeText(tag: OpenTag, name: string): string | undefined {
  const value = tag.attributes.find((attribute) => attribute.name === name)?.value;
  return value === undefined ? undefined : decodeHTMLAttribute(value).trim() || undefined;
}

/** A picture that stands for a character. */
function isEmoji(tag: OpenTag): boolean {
  return (
    tag.name === "img" &&
    (/\b(?:emoji|wp-smiley|twemoji)\b/i.test(attributeText(tag, "class") ?? "") ||
      /\/(?:emoji|twemoji|smilies)\//i.test(attributeText(tag, "src") ?? ""))
  );
}

/** WordPress turns emoji into pictures; their `alt` is what was typed. */
export function emojiText(tag: OpenTag): string {
  return isEmoji(tag) ? cleanText(attributeText(tag, "alt") ?? "") : "";
}

function isAvatar(tag: OpenTag): boolean {
  return /\bavatar\b/i.test(attributeText(tag, "class") ?? "");
}

function isPixel(tag: OpenTag): boolean {
  const isSmall = ["width", "height"].some((name) => (sizeOf(tag, name) ?? Infinity) <= pixelSize);
  return isSmall || /display\s{0,5}:\s{0,5}none/i.test(attributeText(tag, "style") ?? "");
}

function sizeOf(tag: OpenTag, name: string): number | undefined {
  const size = Number.parseInt(attributeText(tag, name) ?? "", 10);
  return Number.isNaN(size) ? undefined : size;
}

/** Pages that load pictures late keep the real address elsewhere and a placeholder in `src`. */
const sources = ["data-src", "data-lazy-src", "data-original", "data-orig-file", "src"];

function sourceOf(tag: OpenTag, base: string | undefined): string | undefined {
  for (const name of sources) {
    const url = resolveAddress(attributeText(tag, name), base);
    if (url !== undefined) return url;
  }
  return resolveAddress(
    widest(attributeText(tag, "srcset") ?? attributeText(tag, "data-srcset") ?? ""),
    base,
  );
}

function widest(srcset: string): string | undefined {
  let best: { url: string; size: number } | undefined;
  for (const { url, descriptor } of sourceSizes(srcset)) {
    const size = Number.parseFloat(descriptor || "1x") || 0;
    if (best === undefined || size > best.size) best = { url, size };
  }
  return best?.url;
}

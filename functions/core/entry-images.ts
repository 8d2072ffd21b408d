import type { EntryImage } from "./entry.ts";
import { pictureAddress } from "./picture-address.ts";

/** A picture that an entry offers, before it is known whether it is a good one. */
export interface ImageCandidate {
  url: string;
  alt: string | undefined;
  mediaType: string | undefined;
  width: number | undefined;
}

type Sized = ImageCandidate & { size: number };

/** A carousel holds 20; the rest is spare for those that turn out unusable. */
const mostImages = 50;

/**
 * The pictures of an entry, best first, each once.
 *
 * The same picture often comes under several addresses, as `media:content` and again in the text. It keeps its
 * first place, takes the largest that is offered (the one whose address asks for no size before all), and
 * the description from whichever has one.
 *
 * @param candidates - by where they come from: what the feed names as the entry's picture before what stands
 *   in its text.
 */
export function bestImages(candidates: ImageCandidate[]): EntryImage[] {
  const pictures = new Map<string, Sized>();
  for (const candidate of candidates) {
    if (isForMachines(candidate.url)) continue;
    const image = inFullSize(candidate);
    const { key, size } = pictureAddress(image.url);
    const found = { ...image, size: image.width ?? size };
    const known = pictures.get(key);
    if (known === undefined) {
      if (pictures.size < mostImages) pictures.set(key, found);
      continue;
    }
    const best = isBetter(found, known) ? found : known;
    pictures.set(key, { ...best, alt: known.alt ?? image.alt });
  }
  return [...pictures.values()].map(({ url, alt, mediaType }) => ({
    url,
    ...(alt === undefined ? {} : { alt }),
    ...(mediaType === undefined ? {} : { mediaType }),
  }));
}

/** Avatars, counters and buttons, by the places they come from. */
const forMachines = [
  /\bgravatar\.com\/avatar\//,
  /^https?:\/\/medium\.com\/_\/stat\b/,
  /^https?:\/\/feeds\.(?:feedburner|wordpress)\.com\//,
  /^https?:\/\/(?:stats\.wordpress|pixel\.wp)\.com\//,
  /\bdoubleclick\.net\//,
  /\bfeedsportal\.com\//,
  /\/images\/core\/emoji\//,
  /\/(?:emoji|twemoji|smilies)\//,
];

function isForMachines(url: string): boolean {
  const start = url.slice(0, 500);
  return forMachines.some((pattern) => pattern.test(start));
}

/** What Threads takes and is largest comes first: as declared, or as asked for in the address. */
function isBetter(image: Sized, known: Sized): boolean {
  if (isTaken(image) !== isTaken(known)) return isTaken(image);
  if (image.size !== known.size) return image.size > known.size;
  return image.url.startsWith("https:") && !known.url.startsWith("https:");
}

/** Threads takes neither of the formats that servers make for browsers. */
function isTaken({ url }: Sized): boolean {
  return !/(?:\.|format[/:]|f_|fm=|format=)(?:webp|avif|heic)(?=$|[/?&,])/i.test(url);
}

const bloggerSize = /\/[swh]\d{1,4}(?:-[a-z0-9]{1,6}){0,4}(?=\/[^/]*$)/;

/**
 * Blogger and WordPress.com name thumbnails of 72 or 150 pixels; without the size, their address gives the
 * picture.
 */
function inFullSize(candidate: ImageCandidate): ImageCandidate {
  const url = new URL(candidate.url);
  if (/(?:\.bp\.blogspot|blogger\.googleusercontent)\.com$/.test(url.host)) {
    url.pathname = url.pathname.replace(bloggerSize, "/s1600");
  } else if (url.host.endsWith(".files.wordpress.com")) {
    url.search = "";
  } else {
    return candidate;
  }
  return { ...candidate, url: url.href, width: undefined };
}

import type { EntryImage } from "./entry.ts";

/** A picture that an entry offers, before it is known whether it is a good one. */
export interface ImageCandidate {
  url: string;
  alt: string | undefined;
  mediaType: string | undefined;
  width: number | undefined;
}

/** A carousel holds 20; the rest is spare for those that turn out unusable. */
const mostImages = 50;

/**
 * The pictures of an entry, best first, each once.
 *
 * The same picture often comes in several sizes, as `media:content` and again in the text. It keeps its
 * first place, takes the widest size that is offered (the one whose address asks for none before all), and
 * the description from whichever has one.
 *
 * @param candidates - by where they come from: what the feed names as the entry's picture before what stands
 *   in its text.
 */
export function bestImages(candidates: ImageCandidate[]): EntryImage[] {
  const pictures = new Map<string, ImageCandidate>();
  for (const candidate of candidates) {
    if (isForMachines(candidate.url)) continue;
    const image = inFullSize(candidate);
    const key = pictureKey(image.url);
    const known = pictures.get(key);
    if (known === undefined) {
      if (pictures.size < mostImages) pictures.set(key, image);
      continue;
    }
    const best = sizeOf(image) > sizeOf(known) ? image : known;
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

/** Parameters by which image servers are asked for another size of the same picture. */
const sizing = new Set("w h width height q quality fit crop resize auto dpr s ssl strip fm".split(" "));

/** As declared, or as asked for in the address; an address that asks for no size gives the whole picture. */
function sizeOf({ url, width }: ImageCandidate): number {
  const { searchParams, pathname } = new URL(url);
  const asked =
    searchParams.get("w") ??
    searchParams.get("width") ??
    squarespaceSize.exec(searchParams.get("format") ?? "")?.[1] ??
    wordpressSize.exec(pathname)?.[1];
  return width ?? (asked === undefined ? Number.POSITIVE_INFINITY : Number.parseInt(asked, 10) || 0);
}

/** Squarespace asks for a width by the name of a format: `format=1500w`. */
const squarespaceSize = /^(\d{2,5})w$/;

/** WordPress writes the size into the name: beach-300x200.jpg. */
const wordpressSize = /-(\d{2,5})x\d{2,5}(?=\.[a-z]{3,4}$)/i;

function pictureKey(address: string): string {
  const url = new URL(address);
  for (const [name, value] of [...url.searchParams]) {
    if (sizing.has(name) || (name === "format" && squarespaceSize.test(value))) url.searchParams.delete(name);
  }
  const path = url.pathname.replace(wordpressSize, "");
  return `${url.host}${path}?${url.searchParams}`;
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

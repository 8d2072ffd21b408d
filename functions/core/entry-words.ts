import type { Entry } from "./entry.ts";
import { canonicalLink, keyDigest } from "./entry-key.ts";
import { withoutTeaser } from "./teaser-tail.ts";

/** More text than tells two entries apart. */
const comparedLength = 20_000;
/** Shorter ones ("Read more", "Photo") stand under many entries, and say nothing by themselves. A choice of ours. */
const telling = 30;
const comparedPictures = 20;

/** What an entry shows, to be compared: its words in one spelling, and its pictures. */
export interface EntryWords {
  digest: string;
  /** Enough to be known by without a title. */
  isTelling: boolean;
}

/**
 * The text of an entry as one value: without markup, so that addresses in it may change, without the line that only leads to
 * the page, and with its pictures, since entries of a photo blog have no words. Nothing where it has neither.
 */
export function entryWords({ contentHtml, summary, images }: Entry): EntryWords | undefined {
  const written = (contentHtml ?? summary ?? "").slice(0, comparedLength * 4);
  const line = written
    .replace(/<[^<>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, comparedLength);
  const words = withoutTeaser(line).toLowerCase();
  const pictures = images
    .slice(0, comparedPictures)
    .map(({ url }) => canonicalLink(url).replace(/\?.*$/s, ""));
  if (words === "" && pictures.length === 0) return undefined;
  return {
    digest: keyDigest([words, ...pictures].join("\n")),
    isTelling: words.length >= telling || pictures.length > 0,
  };
}

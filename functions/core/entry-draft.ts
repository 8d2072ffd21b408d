import type { Entry, EntryEnclosure } from "./entry.ts";
import { bestImages, type ImageCandidate } from "./entry-images.ts";
import { fileAddress } from "./feed-addresses.ts";
import { isProtected, whyProtected } from "./protected-entry.ts";

/** What a format found of an entry, before the rules that hold for every format. */
export interface EntryDraft {
  id: string | undefined;
  title: string | undefined;
  link: string | undefined;
  /** The addresses among which `link` was looked for, as written. */
  linksAsWritten: readonly (string | undefined)[];
  summary: string | undefined;
  contentHtml: string | undefined;
  publishedAt: Date | undefined;
  updatedAt: Date | undefined;
  authors: (string | undefined)[];
  tags: (string | undefined)[];
  /** The best source first. */
  images: ImageCandidate[];
  enclosures: EntryEnclosure[];
  /** As `languageTag()` gives it. */
  language: string | undefined;
}

/** More authors, tags or files than this are no longer something to post, only something to carry around. */
const mostOfEach = 100;
/** Room for any name; what is longer is a text in the wrong field. */
const longestName = 200;

/** @returns the entry, or why there is none: nothing of it could be read, or nothing is for the public. */
export function finishEntry(draft: EntryDraft): Entry | string {
  if (isProtected(draft)) return whyProtected;
  const entry: Entry = {
    authors: distinct(draft.authors),
    tags: distinct(draft.tags.map((tag) => tag?.replace(/^#+/, ""))),
    images: bestImages(draft.images),
    enclosures: draft.enclosures.slice(0, mostOfEach),
  };
  if (draft.id) entry.id = draft.id;
  if (draft.title) entry.title = draft.title;
  if (draft.link) entry.link = draft.link;
  else {
    const file = draft.linksAsWritten.map(fileAddress).find((address) => address !== undefined);
    if (file !== undefined) entry.fileLink = file;
  }
  if (draft.summary) entry.summary = draft.summary;
  if (draft.contentHtml?.trim()) entry.contentHtml = draft.contentHtml.trim();
  if (draft.publishedAt) entry.publishedAt = draft.publishedAt;
  if (draft.updatedAt) entry.updatedAt = draft.updatedAt;
  if (draft.language) entry.language = draft.language;

  const { authors, tags, publishedAt, updatedAt } = entry;
  const hasAnything = isPostable(entry) || authors.length > 0 || tags.length > 0 || publishedAt !== undefined;
  return hasAnything || updatedAt !== undefined ? entry : nothingToPost;
}

/** One without any of id, address, words and files can't be told from others, and there is nothing to say of it. */
export function isPostable({ id, title, link, summary, contentHtml, images, enclosures }: Entry): boolean {
  const written = [id, title, link, summary, contentHtml].some((text) => text !== undefined);
  return written || images.length > 0 || enclosures.length > 0;
}

/** Why an entry that is not postable is none. */
export const nothingToPost = "has no id, no address, no title and no text";

/** Each name once, as first written. */
function distinct(names: (string | undefined)[]): string[] {
  const seen = new Map<string, string>();
  for (const name of names) {
    const trimmed = name
      ?.toWellFormed()
      .trim()
      .slice(0, longestName)
      .replace(/[\ud800-\udbff]$/, "")
      .trimEnd();
    if (trimmed && !seen.has(trimmed.toLowerCase()) && seen.size < mostOfEach)
      seen.set(trimmed.toLowerCase(), trimmed);
  }
  return [...seen.values()];
}

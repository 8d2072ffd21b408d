import type { FeedPace } from "./feed-pace.ts";

/** One picture that an entry brings along, best first in {@link Entry.images}. */
export interface EntryImage {
  /** Absolute, http or https. */
  url: string;
  /** The address that the feed gives, where it leads to one that may be good for minutes only. */
  source?: string;
  /** What the feed says the picture shows; never invented. */
  alt?: string;
  mediaType?: string;
}

/** A file that an entry encloses: a podcast's sound, a video, a picture. */
export interface EntryEnclosure {
  /** Absolute, http or https. */
  url: string;
  mediaType?: string;
  /** As the feed states it; feeds are known to say 0. */
  lengthInBytes?: number;
}

/**
 * One item of a feed, whatever the feed's format: what was readable, cleaned, and nothing guessed.
 *
 * Texts are plain, one line where `title`, and hold no control characters; addresses are absolute.
 */
export interface Entry {
  /** `guid` or `id` exactly as published: opaque, never resolved, never changed in case. */
  id?: string;
  /** Plain text; absent when the feed has none or an empty one (notes, microblogs). */
  title?: string;
  /** The page about this entry. */
  link?: string;
  /** Where the feed names a file on its writer's computer, and no page. */
  fileLink?: string;
  /** Plain text of the summary or description, paragraphs kept as line breaks. */
  summary?: string;
  /** HTML of the full text when the feed carries it, addresses in it made absolute. */
  contentHtml?: string;
  /** Only ever used to order: a date never decides whether an entry is new. */
  publishedAt?: Date;
  updatedAt?: Date;
  authors: string[];
  /** Categories as written, without `#`. */
  tags: string[];
  images: EntryImage[];
  enclosures: EntryEnclosure[];
  language?: string;
}

/** A feed as read once. Entries stand in the order of the document. */
export interface ParsedFeed {
  format: "rss" | "atom" | "rdf" | "json";
  title?: string;
  /** The blog's page. */
  homePage?: string;
  language?: string;
  entries: Entry[];
  /** Where its older entries stand, as it says itself (RFC 5005, `next_url` of JSON Feed). */
  nextPage?: string;
  /** How often the feed wants to be looked at, where it says so. */
  pace?: FeedPace;
  /** Items that could not be read or hold nothing to post, each with the reason, so that none is lost without a word. */
  unreadable: string[];
  /** True when the document ends before its root does: a cut-off answer; its whole entries are good. */
  isTruncated: boolean;
}

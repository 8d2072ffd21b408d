import type { Entry, ParsedFeed } from "../../functions/core/entry.ts";

/** An entry that has only what is named. */
export function anEntry(named: Partial<Entry> = {}): Entry {
  return { authors: [], tags: [], images: [], enclosures: [], ...named };
}

/** A feed with these entries, in the order of the document. */
export function aFeedOf(...entries: Entry[]): ParsedFeed {
  return { format: "rss", entries, unreadable: [], isTruncated: false };
}

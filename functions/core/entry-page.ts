import type { Entry, EntryEnclosure } from "./entry.ts";

/** A longer address than any page's, picture's or sound's: a record has many and stays far below what a store allows. */
export const longestStoredAddress = 2_048;

/** Where an entry leads: its page; an episode without a page is its sound. */
export function pageOf({ link, enclosures }: Entry): string | undefined {
  return link ?? enclosures.find(isSound)?.url;
}

function isSound({ url, mediaType = "" }: EntryEnclosure): boolean {
  return mediaType.startsWith("audio/") && url.length <= longestStoredAddress;
}

import type { Entry } from "./entry.ts";
import { type EntryDraft, finishEntry, isPostable, nothingToPost } from "./entry-draft.ts";
import { FeedloomError } from "./errors.ts";

/**
 * Blogs that put their whole archive into the feed stay below; what has more is a dump, and only its newest
 * matter.
 */
export const mostEntries = 2_000;

export interface ReadEntries {
  entries: Entry[];
  unreadable: string[];
}

/**
 * Reads the items of a feed one by one, so that a poisoned one costs itself and no other.
 *
 * @param read - gives the entry, or the reason why there is none.
 */
export function readEntries<Item>(
  items: readonly Item[],
  read: (item: Item) => EntryDraft | string,
): ReadEntries {
  const entries: Entry[] = [];
  const unreadable: string[] = [];
  for (const [index, item] of items.slice(0, mostEntries).entries()) {
    const outcome = outcomeOf(item, read);
    const isEntry = typeof outcome !== "string";
    if (isEntry) entries.push(outcome);
    if (!isEntry) unreadable.push(`entry ${index + 1} ${outcome}`);
    else if (!isPostable(outcome)) unreadable.push(`entry ${index + 1} ${nothingToPost}`);
  }
  if (items.length > mostEntries) {
    unreadable.push(
      `entries ${mostEntries + 1} to ${items.length} were left out: only the first ${mostEntries} of a feed are read`,
    );
  }
  return { entries, unreadable };
}

function outcomeOf<Item>(item: Item, read: (item: Item) => EntryDraft | string): Entry | string {
  try {
    const draft = read(item);
    return typeof draft === "string" ? draft : finishEntry(draft);
  } catch (error) {
    if (error instanceof FeedloomError) throw error;
    return `could not be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

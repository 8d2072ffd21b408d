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
  const skipped = isOldestFirst(items, read) ? items.length - mostEntries : 0;
  for (const [at, item] of items.slice(skipped, skipped + mostEntries).entries()) {
    const index = skipped + at;
    const outcome = outcomeOf(item, read);
    const isEntry = typeof outcome !== "string";
    if (isEntry) entries.push(outcome);
    if (!isEntry) unreadable.push(`entry ${index + 1} ${outcome}`);
    else if (!isPostable(outcome)) unreadable.push(`entry ${index + 1} ${nothingToPost}`);
  }
  if (items.length > mostEntries) {
    const others = skipped === 0 ? `${mostEntries + 1} to ${items.length}` : `1 to ${skipped}`;
    const those = skipped === 0 ? "first" : "last";
    unreadable.push(`entries ${others} were left out: only the ${those} ${mostEntries} of a feed are read`);
  }
  return { entries, unreadable };
}

/** So many entries at an end tell how a feed is ordered, one without a date among them. */
const atAnEnd = 5;

/** Of more than are read, those at the end are the newest: it has a date, and the beginning an older one or was passed over. */
function isOldestFirst<Item>(items: readonly Item[], read: (item: Item) => EntryDraft | string): boolean {
  if (items.length <= mostEntries) return false;
  const dates = (some: readonly Item[]) =>
    some.flatMap((item) => {
      const outcome = outcomeOf(item, read);
      return typeof outcome === "string" ? [] : (outcome.publishedAt ?? outcome.updatedAt ?? []);
    });
  const [first, last] = [dates(items.slice(0, atAnEnd)).at(0), dates(items.slice(-atAnEnd)).at(-1)];
  return last !== undefined && (first === undefined || first < last);
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

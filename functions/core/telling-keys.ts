import type { Entry } from "./entry.ts";
import { idKey, keyDigest, linkKey, sameTitle, titleAndDateKey } from "./entry-key.ts";
import { entryWords } from "./entry-words.ts";

/** What can tell the entries of a feed apart, the strongest first. */
export const identities = ["id", "link", "title-and-date", "text"] as const;
export type Identity = (typeof identities)[number];

/** So many are remembered; a feed has one or two, or its generator gives none that is any good. */
const mostRemembered = 50;

export interface TellingKeys {
  /** Each entry's key; of several that are one entry, only the first is here. */
  keys: Map<Entry, string>;
  /** Keys that stand for several entries of this document, or did in an earlier one: they tell nothing apart. */
  shared: string[];
}

/**
 * The key of each entry: the first of id, link, title and date, and text that no other entry of the document has. One that
 * several share says nothing about any of them, then and later, since the next document may show only one of those.
 *
 * Two that have the same key are one entry written twice when they also say the same; and so are two versions of one
 * Atom entry, which have its page and the date of its publication (RFC 4287, 4.1.1).
 *
 * @param identity - what its owner says tells entries apart: then that counts, and whatever shares it is one entry.
 * @param remembered - shared keys of earlier documents.
 */
export function tellingKeys(
  entries: readonly Entry[],
  {
    identity,
    remembered = [],
  }: { identity?: Identity | undefined; remembered?: readonly string[] | undefined } = {},
): TellingKeys {
  const shared = new Set(remembered);
  const kinds = identity === undefined ? identities : [identity, ...identities];
  const keys = new Map<Entry, string>();
  let open = [...entries];
  for (const [index, kind] of kinds.entries()) {
    const isLast = index === kinds.length - 1;
    const groups = Map.groupBy(open, (entry) => keyOf(entry, kind) ?? "");
    open = [];
    for (const [key, group] of groups) {
      if (key === "" || (identity === undefined && !isLast && shared.has(key))) open.push(...group);
      else {
        const different = identity === undefined ? differentOnes(group) : group.slice(0, 1);
        const [first] = different;
        if (first === undefined) continue;
        if (different.length === 1 || isLast) keys.set(first, key);
        else {
          shared.add(key);
          open.push(...different);
        }
      }
    }
  }
  return { keys: inDocumentOrder(entries, keys), shared: [...shared].slice(0, mostRemembered) };
}

/** The key by one kind of mark, where the entry has it. */
export function keyOf(entry: Entry, kind: Identity): string | undefined {
  switch (kind) {
    case "id":
      return idKey(entry);
    case "link":
      return linkKey(entry);
    case "title-and-date":
      return titleAndDateKey(entry);
    case "text":
      return `words-${keyDigest(`all\n${sameTitle(entry.title ?? "")}\n${entryWords(entry)?.digest ?? ""}`)}`;
  }
}

function inDocumentOrder(entries: readonly Entry[], keys: Map<Entry, string>): Map<Entry, string> {
  return new Map(
    entries.flatMap((entry): [Entry, string][] => {
      const key = keys.get(entry);
      return key === undefined ? [] : [[entry, key]];
    }),
  );
}

/** The first of each that says something else. */
function differentOnes(group: readonly Entry[]): Entry[] {
  if (group.length < 2) return [...group];
  const seen = new Set<string>();
  return group.filter((entry) => {
    const names = [...versionOf(entry), saidBy(entry)];
    const isNew = !names.some((name) => seen.has(name));
    for (const name of names) seen.add(name);
    return isNew;
  });
}

function saidBy(entry: Entry): string {
  const { title = "", publishedAt } = entry;
  return `${sameTitle(title)}\n${publishedAt?.toISOString() ?? ""}\n${entryWords(entry)?.digest ?? ""}`;
}

/** What the versions of one entry have in common, where it says when it was changed. */
function versionOf({ link, publishedAt, updatedAt }: Entry): string[] {
  if (link === undefined || publishedAt === undefined || updatedAt === undefined) return [];
  return [`${link}\n${publishedAt.toISOString()}`];
}

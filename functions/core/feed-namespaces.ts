import { vocabularyOf } from "./feed-names.ts";
import type { FeedStart } from "./feed-prolog.ts";

/** The prefixes in force at a place of a feed, and what an element is called by them. */
export interface FeedNamespaces {
  /** What the attributes of a start tag declare. @returns the prefixes, to be given to `end()` with the element. */
  begin(tagName: string, attributes: ReadonlyMap<string, string>): string[];
  end(prefixes: string[]): void;
  /** Vocabulary and local name: `title`, `atom:link`, `content:encoded`. @param tagName - in lower case. */
  keyOf(tagName: string): string;
}

export function feedNamespaces(root: FeedStart["root"]): FeedNamespaces {
  const scopes = new Map<string, string[]>();
  let rootPrefix: string | undefined;
  return {
    begin(tagName, attributes) {
      const isRoot = rootPrefix === undefined;
      rootPrefix ??= prefixOf(tagName);
      const prefixes: string[] = [];
      for (const [name, value] of attributes) {
        if (!name.startsWith("xmlns")) continue;
        // Some RSS roots carry Atom's namespace as their default and mean nothing by it.
        if (name === "xmlns" && isRoot && root === "rss") continue;
        const prefix = name.slice("xmlns:".length);
        const addresses = scopes.get(prefix) ?? [];
        addresses.push(value);
        scopes.set(prefix, addresses);
        prefixes.push(prefix);
      }
      return prefixes;
    },
    end(prefixes) {
      for (const prefix of prefixes) scopes.get(prefix)?.pop();
    },
    keyOf(tagName) {
      const prefix = prefixOf(tagName);
      const local = tagName.slice(tagName.indexOf(":") + 1);
      const known = vocabularyOf(prefix, scopes.get(prefix)?.at(-1));
      if (known !== undefined) return known === "plain" ? local : `${known}:${local}`;
      // Without a known namespace, names written like the root belong with the root.
      if (prefix === rootPrefix) return root === "feed" ? `atom:${local}` : local;
      return `?:${local}`;
    },
  };
}

function prefixOf(tagName: string): string {
  return tagName.slice(0, Math.max(0, tagName.indexOf(":")));
}

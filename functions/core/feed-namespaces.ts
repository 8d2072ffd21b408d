import { isOfRssAlone, vocabularyOf } from "./feed-names.ts";
import type { FeedStart } from "./feed-prolog.ts";

/** The prefixes in force at a place of a feed, and what an element is called by them. */
export interface FeedNamespaces {
  /** What the attributes of a start tag declare. @returns the prefixes, to be given to `end()` with the element. */
  begin(tagName: string, attributes: ReadonlyMap<string, string>): string[];
  end(prefixes: string[]): void;
  /** Vocabulary and local name: `title`, `atom:link`, `content:encoded`. @param tagName - in lower case. */
  keyOf(tagName: string): string;
}

/** What holds a feed together; its names are those of the root's vocabulary. */
const frame = new Set(["rss", "rdf", "channel", "items", "item", "feed", "entry"]);

export function feedNamespaces(root: FeedStart["root"]): FeedNamespaces {
  const scopes = new Map<string, string[]>();
  let rootPrefix: string | undefined;
  return {
    begin(tagName, attributes) {
      const isFrame = rootPrefix === undefined || frame.has(tagName);
      rootPrefix ??= prefixOf(tagName);
      const prefixes: string[] = [];
      for (const [name, value] of attributes) {
        if (!name.startsWith("xmlns")) continue;
        // Roots and channels of RSS carry Atom's namespace as their default, feeds of Atom one of RSS or a misspelled one: what
        // the names mean is clear without.
        if (name === "xmlns" && isFrame) continue;
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
      const own = root === "feed" ? `atom:${local}` : local;
      const known = vocabularyOf(prefix, scopes.get(prefix)?.at(-1));
      if (known === "plain") return own;
      if (known === "atom" && root !== "feed" && isOfRssAlone(local)) return local;
      if (known !== undefined) return `${known}:${local}`;
      // Without a known namespace, names without a prefix or written like the root belong with the root.
      return prefix === "" || prefix === rootPrefix ? own : `?:${local}`;
    },
  };
}

function prefixOf(tagName: string): string {
  return tagName.slice(0, Math.max(0, tagName.indexOf(":")));
}

import { holdsEntries, isEntry } from "./feed-names.ts";
import type { XmlElement } from "./feed-xml.ts";

/** The entries of a document: in its channel, beside it (RSS 1.0), or in a list of their own. */
export function entriesIn(holder: XmlElement): XmlElement[] {
  return holder.children.flatMap((child) => {
    if (typeof child === "string") return [];
    if (isEntry(child.key)) return [child];
    return holdsEntries(child.key) ? entriesIn(child) : [];
  });
}

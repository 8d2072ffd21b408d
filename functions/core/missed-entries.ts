import { textOf } from "./element-text.ts";
import type { XmlElement } from "./feed-xml.ts";

/** What an entry has, whatever its vocabulary; two of them make one. */
const names =
  "title headline link url guid id description summary content encoded body pubdate published updated date";
const fields = new Set(names.split(" "));
/** These have a title and a link as well, and are none. */
const others = new Set(["image", "textinput", "channel", "rss", "rdf", "feed"]);

/** A whole feed in a text: an element before it was never closed, or it was escaped once too often. */
const markup = /<\/(?:[\w.-]{1,40}:)?(?:item|entry)\s{0,9}>/i;

/**
 * What may be the entries of a feed in which none was found: elements of a vocabulary that nobody knows, or a text that
 * swallowed them.
 *
 * @returns nothing where a feed has no entries yet.
 */
export function missedEntries(root: XmlElement): string | undefined {
  const counts = new Map<string, number>();
  const left = [root];
  for (let element = left.pop(); element !== undefined; element = left.pop()) {
    const inside = element.children.filter((child) => typeof child !== "string");
    if (isLikeAnEntry(element, inside)) counts.set(element.name, (counts.get(element.name) ?? 0) + 1);
    else for (const child of inside) left.push(child);
  }
  const [most] = [...counts].toSorted(([, one], [, other]) => other - one);
  if (most !== undefined)
    return `what may be its entries (<${most[0].slice(0, 40)}>, ${most[1]}) is none of RSS or Atom`;
  return markup.test(textOf(root)) ? "its entries stand inside of a text" : undefined;
}

function isLikeAnEntry(element: XmlElement, inside: XmlElement[]): boolean {
  const local = localName(element);
  if (others.has(local)) return false;
  if (local === "item" || local === "entry") return true;
  return new Set(inside.map(localName).filter((name) => fields.has(name))).size > 1;
}

function localName({ key }: XmlElement): string {
  return key.slice(key.indexOf(":") + 1);
}

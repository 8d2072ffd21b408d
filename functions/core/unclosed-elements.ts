import { isEntry, isField, isShortField, isTextField, mayHold } from "./feed-names.ts";
import type { XmlElement } from "./feed-xml.ts";

type Open = readonly { readonly element: XmlElement }[];

/** How deep below an unclosed field inline markup may stand open: `<title>a <b>bold <i>word`. */
const deepestInline = 4;

/**
 * How many of the innermost open elements end when a field begins: a text field that was never closed, and what
 * stands open in it where the field is a short one. A description may hold a drawing with a `title` of its own.
 */
export function unclosedFields(open: Open): number {
  for (let depth = 1; depth <= deepestInline + 1 && depth < open.length; depth++) {
    const key = open.at(-depth)?.element.key ?? "";
    if (isTextField(key)) return depth === 1 || isShortField(key) ? depth : 0;
    if (isField(key)) return 0;
  }
  return 0;
}

/** Real feeds have two or three; what is nested deeper is no slip. */
const deepestUnclosed = 20;

/**
 * Gives an entry back what an element that was never closed took in of the entry's own fields: a guid inside of a picture is
 * the entry's.
 *
 * @param owner - where the entry stands in `open`.
 * @param target - where the innermost element stands that has its end; those behind it have none. In a text that has its end
 *   everything is its markup.
 */
export function giveBackFields(open: Open, owner: number, target: number): void {
  const entry = open[owner]?.element;
  if (entry === undefined || target < owner || target - owner > deepestUnclosed) return;
  if (open.slice(owner + 1, target + 1).some(({ element }) => isLongText(element.key))) return;
  for (const { element } of open.slice(target + 1, target + 1 + deepestUnclosed)) {
    const isIn = new Set(target === owner ? entry.children.map(keyOf) : []);
    const taken = element.children.filter(
      (child) =>
        typeof child !== "string" && isField(child.key) && !isEntry(child.key) && !staysIn(element, child),
    );
    if (taken.length === 0) continue;
    const others = taken.filter((child) => !mayHold(element.key, keyOf(child)));
    const ofBoth = taken.filter((child) => mayHold(element.key, keyOf(child)));
    // Of two titles inside of a picture the second is the entry's, unless that has one.
    const lasts = target === owner ? [...new Map(ofBoth.map((child) => [keyOf(child), child])).values()] : [];
    const given = new Set([...others, ...lasts.filter((child) => !isIn.has(keyOf(child)))]);
    entry.children.push(...limited([...given]));
    const left = element.children.filter((child) => !given.has(child));
    element.children.splice(0, element.children.length);
    for (const child of left) element.children.push(child);
  }
}

/** No entry has more fields than these; and a call takes no more arguments than some ten thousand. */
function limited<Child>(children: Child[]): Child[] {
  return children.slice(0, 1_000);
}

function keyOf(child: XmlElement | string): string {
  return typeof child === "string" ? "" : child.key;
}

/** What belongs together: a thumbnail and a title in a picture; not a picture in a picture. */
function staysIn(holder: XmlElement, child: XmlElement): boolean {
  const vocabulary = holder.key.slice(0, holder.key.indexOf(":") + 1);
  if (holder.key === "media:group")
    return vocabulary !== "" && child.key.startsWith(vocabulary) && child.key !== holder.key;
  return (
    vocabulary === "media:" &&
    child.key.startsWith(vocabulary) &&
    !["media:content", "media:group"].includes(child.key)
  );
}

function isLongText(key: string): boolean {
  return [
    "description",
    "content:encoded",
    "atom:content",
    "atom:summary",
    "content",
    "body",
    "xhtml:body",
  ].includes(key);
}

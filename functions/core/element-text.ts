import { escapeAttribute, escapeText } from "entities";
import { cleanText } from "./clean-text.ts";
import { parseFeedDate } from "./feed-dates.ts";
import { longestText, type XmlElement } from "./feed-xml.ts";
import { isVoid } from "./html-names.ts";

/** An entry is asked for some fifty keys, and may be made of half a million elements. */
const byKey = new WeakMap<XmlElement, Map<string, XmlElement[]>>();

/** The children with one of these keys, in the order of the keys, then of the document. */
export function childrenOf(element: XmlElement, ...keys: string[]): readonly XmlElement[] {
  let index = byKey.get(element);
  if (index === undefined) {
    index = Map.groupBy(
      element.children.filter((child) => typeof child !== "string"),
      ({ key }) => key,
    );
    byKey.set(element, index);
  }
  const [first, ...others] = keys.map((key) => index.get(key) ?? none);
  return others.length === 0 ? (first ?? none) : [...(first ?? none), ...others.flat()];
}

const none: readonly XmlElement[] = [];

/** All text inside an element, cleaned and trimmed. */
export function textOf(element: XmlElement | undefined): string {
  if (element === undefined) return "";
  const pieces: string[] = [];
  collect(element, pieces);
  return cleanText(pieces.join("").slice(0, longestText)).trim();
}

function collect(element: XmlElement, pieces: string[]): void {
  for (const child of element.children) {
    if (typeof child === "string") pieces.push(child);
    else collect(child, pieces);
  }
}

/** The text of the first child that has any, by the order of the keys. */
export function firstText(element: XmlElement, ...keys: string[]): string | undefined {
  for (const child of childrenOf(element, ...keys)) {
    const text = textOf(child);
    if (text !== "") return text;
  }
  return undefined;
}

/** The first child that says when. */
export function firstDate(element: XmlElement, ...keys: string[]): Date | undefined {
  for (const child of childrenOf(element, ...keys)) {
    const date = parseFeedDate(textOf(child));
    if (date !== undefined) return date;
  }
  return undefined;
}

/** The text of an attribute. */
export function attributeOf(element: XmlElement | undefined, name: string): string | undefined {
  const value = element?.attributes.get(name);
  return value === undefined ? undefined : cleanText(value).trim() || undefined;
}

export interface Markup {
  html: string;
  /**
   * Whether it was elements: if not, `html` is the text as it stood, markup in it escaped once more by its
   * writer or not.
   */
  hasElements: boolean;
}

/**
 * The inside of an element as HTML.
 *
 * @param text - `escaped` where a text next to elements is a text (XHTML in Atom), `raw` where it is markup
 *   itself (an RSS description that forgot to escape some of its tags).
 */
export function markupOf(element: XmlElement, text: "escaped" | "raw"): Markup {
  const hasElements = element.children.some((child) => typeof child !== "string");
  if (!hasElements) return { html: cleanText(element.children.join("").slice(0, longestText)), hasElements };
  const pieces: string[] = [];
  for (const child of element.children) serialise(child, text === "escaped", pieces);
  return { html: cleanText(pieces.join("").slice(0, longestText)), hasElements };
}

function serialise(node: XmlElement | string, isEscaping: boolean, pieces: string[]): void {
  if (typeof node === "string") {
    pieces.push(isEscaping ? escapeText(node) : node);
    return;
  }
  pieces.push("<", node.name);
  for (const [name, value] of node.attributes) {
    if (!name.startsWith("xml")) pieces.push(" ", name, '="', escapeAttribute(value), '"');
  }
  pieces.push(">");
  for (const child of node.children) serialise(child, isEscaping, pieces);
  if (!isVoid(node.name.toLowerCase())) pieces.push("</", node.name, ">");
}

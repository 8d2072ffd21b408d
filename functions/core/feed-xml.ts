import { firstDate } from "./element-text.ts";
import { FeedloomError } from "./errors.ts";
import { describeAddress, resolveAddress } from "./feed-addresses.ts";
import { entityDecoder } from "./feed-entities.ts";
import { holdsEntries, isEntry, isField } from "./feed-names.ts";
import { feedNamespaces } from "./feed-namespaces.ts";
import { escapeStrayAngles, type FeedStart } from "./feed-prolog.ts";
import { type MarkupAttribute, type OpenTag, readMarkup } from "./markup-tokens.ts";
import { mostEntries } from "./readable-entries.ts";
import { giveBackFields, unclosedFields } from "./unclosed-elements.ts";

export interface XmlElement {
  /** Vocabulary and local name in lower case: `title`, `atom:link`, `content:encoded`. */
  readonly key: string;
  /** Local name as written. */
  readonly name: string;
  /** By name as written but in lower case, decoded. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: (XmlElement | string)[];
  /** The `xml:base` in force, absolute. */
  readonly base: string | undefined;
  /** The `xml:lang` in force; an empty one takes the outer one back. */
  readonly language: string | undefined;
  /** False when the document ends inside of it. */
  isClosed: boolean;
}

/** Real feeds stay below 30, XHTML content included; what goes deeper is made to overflow a stack. */
const deepest = 1_000;
/** 100 for each of the 2,000 entries that are read at most. */
const mostElements = 200_000;
/**
 * The longest text that is taken from a feed, in characters: ten times a book's chapter in HTML. What is longer is a flood,
 * or has a whole film in it; no post ever shows what stands behind this.
 */
export const longestText = 1_000_000;
/** A base is prepended to every relative address, so a long one multiplies. */
const longestBase = 2_048;

/** Characters of all bases together: 5,000 long ones. Each element may make another of a short word. */
const mostBases = 10_000_000;

const noAttributes: ReadonlyMap<string, string> = new Map();

interface OpenElement {
  element: XmlElement;
  tagName: string;
  declaredPrefixes: string[];
}

/**
 * Builds the tree of a feed as a lenient reader sees it: unclosed fields and entries end where the next
 * begins, closing tags that fit nothing are dropped, entities of HTML and of the DOCTYPE are known,
 * everything after the root is ignored.
 *
 * @param address - where the feed came from: what relative addresses resolve against.
 * @throws FeedloomError `FEED_MALFORMED` - nested deeper or larger than any feed.
 */
export function readFeedXml(start: FeedStart, address: string): XmlElement {
  const { root, entries, isOldestFirst } = readTree(start, address, 0);
  return isOldestFirst ? readTree(start, address, entries - mostEntries).root : root;
}

interface Tree {
  root: XmlElement;
  entries: number;
  /** There are more entries than are read, and of those that were, the last is newer than the first. */
  isOldestFirst: boolean;
}

/** @param passedOver - so many entries at the beginning are left empty; those beyond `mostEntries` behind them always are. */
function readTree(start: FeedStart, address: string, passedOver: number): Tree {
  const text = escapeStrayAngles(start.text);
  const open: OpenElement[] = [];
  const openTags = new Map<string, number>();
  const namespaces = feedNamespaces(start.root);
  const decode = entityDecoder(start.entities);
  // A feed in a file has no address on the web that its links could be relative to.
  const webAddress = resolveAddress(address, undefined);
  let root: XmlElement | undefined;
  let isOver = false;
  let elements = 0;
  let entries = 0;
  let openEntries = 0;
  let entryAt = 0;
  let firstRead: XmlElement | undefined;
  let lastRead: XmlElement | undefined;
  let basesLeft = mostBases;

  const closeTop = () => {
    const top = open.pop();
    if (top === undefined) return;
    top.element.isClosed = true;
    if (isEntry(top.element.key)) openEntries--;
    openTags.set(top.tagName, (openTags.get(top.tagName) ?? 1) - 1);
    namespaces.end(top.declaredPrefixes);
    if (open.length === 0) isOver = true;
  };

  const openTag = (tag: OpenTag) => {
    if (isOver) return;
    const tagName = tag.name.toLowerCase();
    const attributes = attributesOf(tag.attributes, decode);
    const declaredPrefixes = namespaces.begin(tagName, attributes);
    const key = namespaces.keyOf(tagName);
    const isEmpty = isEntry(key) && isNothing(tag, attributes, text);
    if (isEntry(key) && openEntries > 0 && !isEmpty) {
      giveBackFields(open, entryAt, entryAt);
      while (!isEntry(open.at(-1)?.element.key ?? "")) closeTop();
      closeTop();
    } else if (isEntry(key) && openEntries === 0) {
      // It stands in one of these and nowhere else, so whatever was opened in it meanwhile was never closed.
      while (open.length > 1 && !holdsEntries(open.at(-1)?.element.key ?? "")) closeTop();
    } else if (isField(key) && open.length > 1) {
      for (let left = unclosedFields(open); left > 0; left--) closeTop();
    }
    // Of an archive of a hundred thousand entries only the newest are read: nobody needs the inside of the others.
    const isPassedOver = openEntries > 0 && (entries <= passedOver || entries > passedOver + mostEntries);
    if (!isPassedOver && ++elements > mostElements)
      throw tooLarge(address, `has more than ${mostElements} elements`);
    if (open.length >= deepest) throw tooLarge(address, `has elements nested more than ${deepest} deep`);

    const parent = open.at(-1)?.element;
    const outer = parent === undefined ? webAddress : parent.base;
    const base = basesLeft > 0 ? baseOf(attributes.get("xml:base"), outer) : outer;
    if (base !== outer) basesLeft -= base?.length ?? 0;
    const element: XmlElement = {
      key,
      name: tag.name.slice(tag.name.indexOf(":") + 1),
      attributes,
      children: [],
      base,
      language: languageOf(attributes.get("xml:lang"), parent?.language),
      isClosed: false,
    };
    if (!isPassedOver) parent?.children.push(element);
    root ??= element;
    open.push({ element, tagName, declaredPrefixes });
    openTags.set(tagName, (openTags.get(tagName) ?? 0) + 1);
    if (isEntry(key)) {
      if (!isEmpty || openEntries === 0) entryAt = open.length - 1;
      openEntries++;
      entries++;
      if (entries <= mostEntries) lastRead = element;
      firstRead ??= element;
    }
    if (tag.isSelfClosing) closeTop();
  };

  const close = (name: string) => {
    const tagName = name.toLowerCase();
    if (isOver || (openTags.get(tagName) ?? 0) === 0) return;
    if (open.at(-1)?.tagName !== tagName) {
      const target = open.findLastIndex((one) => one.tagName === tagName);
      if (openEntries > 0) giveBackFields(open, entryAt, target);
      while (open.length > target + 1) closeTop();
    }
    closeTop();
  };

  readMarkup(text, "xml", {
    open: openTag,
    close,
    // Of `</rss>` the last character is the one that is most often lost.
    unfinished: (raw) => close(/^<\/([\w.:-]{1,60})\s{0,9}$/.exec(raw)?.[1] ?? ""),
    text: (raw) => {
      if (!isOver) open.at(-1)?.element.children.push(decode(raw.slice(0, longestText)));
    },
    literal: (written) => {
      if (!isOver) open.at(-1)?.element.children.push(written);
    },
  });
  if (root === undefined) throw tooLarge(address, "ends inside of its first tag");
  const [first, last] = [firstRead && entryDate(firstRead), lastRead && entryDate(lastRead)];
  const isOldestFirst = entries > mostEntries && first !== undefined && last !== undefined && first < last;
  return { root, entries, isOldestFirst };
}

/** As far as it tells the order of entries. */
function entryDate(entry: XmlElement): Date | undefined {
  return firstDate(
    entry,
    "pubdate",
    "dc:date",
    "dcterms:issued",
    "atom:published",
    "atom:issued",
    "atom:updated",
  );
}

/** An element with nothing in it ends none: the entry around it goes on. Microsoft's CDF has all of an item in its tag. */
function isNothing(tag: OpenTag, attributes: ReadonlyMap<string, string>, text: string): boolean {
  if (attributes.has("href") || attributes.has("rdf:about")) return false;
  if (tag.isSelfClosing) return true;
  const end = /^\s*<\/([\w.:-]{1,60})\s{0,9}>/.exec(text.slice(tag.end, tag.end + 200))?.[1];
  return end !== undefined && end.toLowerCase() === tag.name.toLowerCase();
}

function attributesOf(list: MarkupAttribute[], decode: (raw: string) => string): ReadonlyMap<string, string> {
  if (list.length === 0) return noAttributes;
  const attributes = new Map<string, string>();
  for (const { name, value } of list) {
    const key = name.toLowerCase();
    if (!attributes.has(key)) attributes.set(key, decode(value));
  }
  return attributes;
}

function baseOf(written: string | undefined, outer: string | undefined): string | undefined {
  if (written === undefined || written.length > longestBase) return outer;
  const base = resolveAddress(written, outer);
  return base === undefined || base.length > longestBase ? outer : base;
}

function languageOf(written: string | undefined, outer: string | undefined): string | undefined {
  if (written === undefined) return outer;
  return written.trim() || undefined;
}

function tooLarge(address: string, finding: string): FeedloomError {
  return new FeedloomError(
    "FEED_MALFORMED",
    `${describeAddress(address)} ${finding}: that is no feed; check what the address serves`,
  );
}

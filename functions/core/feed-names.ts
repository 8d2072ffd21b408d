/** The vocabularies that feeds are written in, by the name they go by in the rest of the code. */
export type Vocabulary =
  | "plain"
  | "atom"
  | "rdf"
  | "content"
  | "dc"
  | "dcterms"
  | "media"
  | "itunes"
  | "feedburner"
  | "xhtml"
  | "xml";

/** Keys without scheme, `www.` and closing `/` or `#`: feeds get exactly those wrong. */
const byAddress = new Map<string, Vocabulary>([
  ["w3.org/2005/atom", "atom"],
  ["purl.org/atom/ns", "atom"],
  ["w3.org/1999/02/22-rdf-syntax-ns", "rdf"],
  ["purl.org/rss/1.0", "plain"],
  ["my.netscape.com/rdf/simple/0.9", "plain"],
  ["channel.netscape.com/rdf/simple/0.9", "plain"],
  ["backend.userland.com/rss2", "plain"],
  ["blogs.law.harvard.edu/tech/rss", "plain"],
  ["purl.org/rss/1.0/modules/content", "content"],
  ["purl.org/dc/elements/1.1", "dc"],
  ["purl.org/dc/elements/1.0", "dc"],
  ["purl.org/dc/terms", "dcterms"],
  ["search.yahoo.com/mrss", "media"],
  ["rssboard.org/media-rss", "media"],
  ["itunes.com/dtds/podcast-1.0.dtd", "itunes"],
  ["rssnamespace.org/feedburner/ext/1.0", "feedburner"],
  ["w3.org/1999/xhtml", "xhtml"],
  ["w3.org/xml/1998/namespace", "xml"],
]);

/** What a prefix means when its address is missing or unknown. */
const byPrefix = new Map<string, Vocabulary>([
  ["rss", "plain"],
  ["atom", "atom"],
  ["atom10", "atom"],
  ["a10", "atom"],
  ["rdf", "rdf"],
  ["content", "content"],
  ["dc", "dc"],
  ["dcterms", "dcterms"],
  ["media", "media"],
  ["itunes", "itunes"],
  ["feedburner", "feedburner"],
  ["xhtml", "xhtml"],
  ["xml", "xml"],
]);

/** @param address - the namespace in force for the prefix, if one is declared. */
export function vocabularyOf(prefix: string, address: string | undefined): Vocabulary | undefined {
  const bare = address
    ?.slice(0, 200)
    .trim()
    .toLowerCase()
    .replace(/^(?:https?:)?(?:\/\/)?(?:www\.)?/, "")
    .replace(/[/#]{1,3}$/, "");
  return (bare === undefined ? undefined : byAddress.get(bare)) ?? byPrefix.get(prefix);
}

/**
 * The elements of RSS and Atom whose inside is text. One of these that stands open when the next field of the
 * vocabulary begins was never closed, so the reader closes it.
 */
const textFields = new Set([
  "title",
  "link",
  "description",
  "guid",
  "pubdate",
  "category",
  "comments",
  "author",
  "language",
  "lastbuilddate",
  "generator",
  "copyright",
  "webmaster",
  "managingeditor",
  "ttl",
  "enclosure",
  "atom:title",
  "atom:id",
  "atom:link",
  "atom:updated",
  "atom:published",
  "atom:category",
  "atom:rights",
  "atom:generator",
  "atom:icon",
  "atom:logo",
  "atom:subtitle",
  "dc:creator",
  "dc:date",
  "dc:subject",
  "content:encoded",
  "media:thumbnail",
  "itunes:image",
]);
const containers = new Set([
  "item",
  "image",
  "atom:entry",
  "atom:author",
  "atom:summary",
  "atom:content",
  "media:content",
  "media:group",
]);

/** Fields of an entry that may as well be those of what stands in it. */
export function mayHold(holder: string, field: string): boolean {
  if (holder === "image") return ["title", "link", "description"].includes(field);
  return holder === "atom:source" && field.startsWith("atom:");
}

export function isTextField(key: string): boolean {
  return textFields.has(key);
}

/** Those that nobody writes paragraphs into. */
export function isShortField(key: string): boolean {
  return isTextField(key) && key !== "description" && key !== "content:encoded";
}

export function isField(key: string): boolean {
  return textFields.has(key) || containers.has(key);
}

/** Of these names Atom knows none. */
const ofRssAlone = new Set(
  "channel item items guid pubdate description enclosure comments language lastbuilddate managingeditor webmaster ttl".split(
    " ",
  ),
);

export function isOfRssAlone(name: string): boolean {
  return ofRssAlone.has(name);
}

/** Where entries stand; RSS 1.0 has them beside its channel, some hand-made feeds in a list of their own. */
export function holdsEntries(key: string): boolean {
  return ["channel", "rss", "rdf:rdf", "atom:feed", "items"].includes(key);
}

/** One entry never stands in another: an open one was not closed. */
export function isEntry(key: string): boolean {
  return key === "item" || key === "atom:entry";
}

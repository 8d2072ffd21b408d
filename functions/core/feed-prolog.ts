import { readEntities } from "./feed-entities.ts";

/** Where a feed begins in its document, and what the document declares before it. */
export interface FeedStart {
  /** From the root's tag on. */
  text: string;
  root: "rss" | "feed" | "rdf" | "channel";
  /** The DOCTYPE's own entities: short, plain ones only. */
  entities: ReadonlyMap<string, string>;
}

/** No feed: the name of the first tag that was there, if any. */
export interface NoFeed {
  root: undefined;
  firstTag: string | undefined;
}

/**
 * Finds the root of a feed behind whatever comes before it: blank lines, a PHP warning, comments (which may
 * show a feed as an example), processing instructions, a DOCTYPE.
 */
export function findFeed(document: string): FeedStart | NoFeed {
  const next = finder(document);
  const entities = new Map<string, string>();
  let firstTag: string | undefined;
  let isPage = false;
  let at = next("<", 0);
  while (at >= 0) {
    let end = next(">", at);
    if (document.startsWith("<!--", at)) {
      end = next("-->", at);
    } else if (document.startsWith("<!", at)) {
      const bracket = next("[", at);
      if (bracket >= 0 && bracket < end) {
        end = next(">", Math.max(next("]", bracket), bracket));
        readEntities(document.slice(bracket, end), entities);
      }
      // Whatever its DOCTYPE says: what follows may be a feed all the same, but only at once.
      if (/^<!doctype\s+html/i.test(document.slice(at, at + 40))) isPage = true;
    } else {
      const name = /^<([\w.:-]{1,60})/.exec(document.slice(at, at + 64))?.[1]?.toLowerCase();
      const root = rootOf(name);
      if (root !== undefined) return { text: document.slice(at), root, entities };
      firstTag ??= isPage && name !== undefined ? "html" : name;
      if (firstTag === "html") break;
    }
    at = end < 0 ? -1 : next("<", end);
  }
  return { root: undefined, firstTag };
}

function rootOf(name: string | undefined): FeedStart["root"] | undefined {
  const local = name?.slice(name.indexOf(":") + 1);
  return local === "rss" || local === "feed" || local === "rdf" || local === "channel" ? local : undefined;
}

/**
 * Escapes each `<` that opens nothing (`1 <2`, `I <3 you`), since a tokenizer of XML takes whatever follows it
 * for a tag and loses the text up to the next `>`.
 */
export function escapeStrayAngles(document: string): string {
  const next = finder(document);
  let escaped = "";
  let pieces: string[] = [];
  let kept = 0;
  let at = next("<", 0);
  while (at >= 0) {
    let end = at + 1;
    if (document.startsWith("<![CDATA[", at)) end = next("]]>", at);
    else if (document.startsWith("<!--", at)) end = next("-->", at);
    else if (!opensSomething(document, at)) {
      pieces.push(document.slice(kept, at), "&lt;");
      kept = at + 1;
      // A document of nothing else would make ten million of them.
      if (pieces.length > mostPieces) {
        escaped += pieces.join("");
        pieces = [];
      }
    }
    at = end < 0 ? -1 : next("<", end);
  }
  return kept === 0 ? document : escaped + pieces.join("") + document.slice(kept);
}

const mostPieces = 10_000;

/** Whether a tag, comment, declaration or instruction can begin with the `<` here. */
function opensSomething(document: string, at: number): boolean {
  const first = document.charCodeAt(at + 1);
  if (first !== slash) return first === bang || first === question || beginsName(first);
  const second = document.charCodeAt(at + 2);
  return beginsName(second) || second === closingAngle || second <= blank;
}

const [bang, slash, question, closingAngle, blank] = [0x21, 0x2f, 0x3f, 0x3e, 0x20];

/** Letters, `_` and `:`. @see https://www.w3.org/TR/xml/#NT-NameStartChar */
function beginsName(code: number): boolean {
  const isLetter = (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code >= 0xc0;
  return isLetter || code === 0x5f || code === 0x3a;
}

/** `indexOf` that remembers its last answer per needle, so that a walk forward stays linear however it goes. */
function finder(text: string): (needle: string, from: number) => number {
  const found = new Map<string, number>();
  return (needle, from) => {
    const last = found.get(needle) ?? -2;
    if (last === -1 || last >= from) return last;
    const at = text.indexOf(needle, from);
    found.set(needle, at);
    return at;
  };
}

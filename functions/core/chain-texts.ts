import { withFewLinks } from "./fewer-links.ts";
import { linksInText, type Measure, shorten, textLimit } from "./post-text.ts";
import { paragraphs } from "./template.ts";
import { isLeadIn, sentenceEnd } from "./thought-end.ts";

/** Longer chains are not read to their end: who came so far takes the page. A choice of ours. */
export const chainAtMost = 10;

/** Room for the longest number, `10/10`, and the blank line before it. */
export const numberRoom = 7;

/** Less room than this beside title and link is left empty: the text begins with the second post. A choice of ours. */
const leastBeside = 80;

export interface ChainWish {
  /** What stands before the text in the first post. */
  head: string;
  /** What stands behind it there: the link, where it is no card. */
  tail: string;
  /** Whether the text begins in the first post, or behind it where that is a whole of its own. */
  startsBeside: boolean;
  /** The entry's own, which does not count among a post's links. */
  link: string;
  /** What the last post ends with when the text is longer than the chain. */
  readOn: string;
  measure: Measure;
  /** How many addresses may stand in a post besides the link; four if not said. */
  furtherLinks?: number;
}

/**
 * A text as a numbered chain of posts (`2/5` as each one's last line), cut between paragraphs where that leaves no post
 * half empty, else between sentences, else between words with an ellipsis; never inside a word, a link or a mention.
 *
 * @returns at most {@link chainAtMost} texts; one without a number when everything fits into one post.
 */
export function chainTexts(
  text: string,
  { head, tail, startsBeside, link, readOn, measure, furtherLinks = linksInText }: ChainWish,
): string[] {
  const few = (said: string) => withFewLinks(said, furtherLinks, link);
  const alone = few(paragraphs(head, text.trim(), tail));
  if (startsBeside && measure(alone) <= textLimit) return [alone];
  const room = textLimit - numberRoom;
  const beside = (...parts: string[]) =>
    room - parts.filter((part) => part !== "").reduce((sum, part) => sum + measure(part) + 2, 0);
  const opening = few(paragraphs(head, tail));
  const isApart = !startsBeside || (opening !== "" && beside(head, tail) < leastBeside);
  const texts: string[] = isApart ? [opening] : [];
  let left = text.trim();
  while (left !== "" && texts.length < chainAtMost) {
    const isFirst = texts.length === 0;
    const isLast = texts.length === chainAtMost - 1;
    let { part, rest } = firstPart(left, isFirst ? beside(head, tail) : room, measure);
    const isCut = isLast && rest !== "";
    if (isCut) ({ part, rest } = firstPart(left, beside(readOn) - measure(" …"), measure));
    const said = few(part);
    if (isFirst && said === "" && opening !== "") {
      // Its first word is too long to stand beside the title: it may fit into a post of its own.
      texts.push(opening);
      continue;
    }
    if (isFirst) texts.push(few(paragraphs(head, said, tail)));
    else if (isCut) texts.push(paragraphs(said.endsWith("…") ? said : `${said} …`.trim(), readOn));
    else if (said !== "") texts.push(said);
    left = rest;
  }
  return texts.map((one, index) => paragraphs(one, `${index + 1}/${texts.length}`));
}

/** As much of a text as fits into one post, and what remains. */
function firstPart(text: string, room: number, measure: Measure): { part: string; rest: string } {
  if (measure(text) <= room) return { part: text, rest: "" };
  const end =
    paragraphEnd(text, room, measure) ??
    sentenceEnd(text, room, measure, "whole") ??
    sentenceEnd(text, room, measure, "any");
  if (end !== undefined) return { part: text.slice(0, end).trimEnd(), rest: text.slice(end).trimStart() };
  const part = shorten(text, room, measure);
  const taken = part.replace(/ ?…$/u, "");
  if (taken !== "" && text.startsWith(taken))
    return {
      part,
      rest: text
        .slice(taken.length)
        .replace(/^[.,;:。、]+/u, "")
        .trimStart(),
    };
  // Not even one word fits: a page of nothing but marks, or an address longer than a post, which nobody misses.
  const words = text.replace(onlyMarks, "");
  return { part: "", rest: words === text ? text.replace(/^\S+\s*/u, "") : words };
}

/** All of them at once: one by one, each would be measured with everything behind it. */
const onlyMarks = /^[\s\p{P}\p{S}]+/u;

/** The last paragraph's end that leaves the post at least half full, none behind a heading while there is another. */
function paragraphEnd(text: string, room: number, measure: Measure): number | undefined {
  let found: number | undefined;
  let used = 0;
  let from = 0;
  for (const { index } of text.slice(0, room * 2).matchAll(/\n\n/gu)) {
    const paragraph = text.slice(from, index);
    used += measure(paragraph);
    from = index;
    if (used > room) break;
    if (used >= room / 2 && !isLeadIn(paragraph)) found = index;
  }
  return found;
}

import { withoutEnd } from "./clean-text.ts";

/**
 * Meta's limit for a post's text. Its documentation counts an emoji as its bytes in UTF-8 and any other character
 * as one; texts with curly apostrophes were refused as if those, too, counted as bytes, while full posts in
 * Chinese and Japanese letters are accepted. {@link threadsLength} is the reading that is safe for all three.
 *
 * @see https://developers.facebook.com/docs/threads/overview (read 2026-04)
 * @see https://github.com/gitroomhq/postiz-app/issues/1946 (the refused texts, 2026-08)
 */
export const textLimit = 500;

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });
const utf8 = new TextEncoder();

/** A text as what a reader takes for its characters. */
export function graphemesOf(text: string): string[] {
  return [...graphemes.segment(text)].map(({ segment }) => segment);
}

/** ASCII, and letters, their marks and digits of any script: what is known to count as one. */
const countsAsOne = /^[\u0000-\u007f\p{L}\p{M}\p{Nd}]$/u;

/** The one measure of a text for Threads: letters and ASCII as one, everything else as its bytes in UTF-8. */
export function threadsLength(text: string): number {
  let length = 0;
  for (const { segment } of graphemes.segment(text)) length += graphemeLength(segment);
  return length;
}

function graphemeLength(grapheme: string): number {
  // A keycap or a flag starts with ASCII or is made of several: an emoji counts whole.
  if (/\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u.test(grapheme))
    return lengthInUtf8Bytes(grapheme);
  let length = 0;
  for (const character of grapheme) length += countsAsOne.test(character) ? 1 : lengthInUtf8Bytes(character);
  return length;
}

/** The strictest reading: a text of at most 500 bytes fits whatever Meta counts. */
export function lengthInUtf8Bytes(text: string): number {
  return utf8.encode(text).length;
}

/** How a text's length is taken; see {@link threadsLength} and {@link lengthInUtf8Bytes}. */
export type Measure = (text: string) => number;

/**
 * The text, or its longest beginning that fits with an ellipsis: between words where there is one in the last
 * third, never inside a grapheme and never inside a web address.
 *
 * @returns "" when not even one word and the ellipsis fit.
 */
export function shorten(text: string, limit: number, measure: Measure = threadsLength): string {
  if (measure(text) <= limit) return text;
  const room = limit - measure("…");
  let kept = "";
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    used += measure(segment);
    if (used > room) break;
    kept += segment;
  }
  const next = text.charAt(kept.length);
  const whole = wholeUntil(text, kept.length);
  // With the line that only named what is cut: "Shop: https://…".
  if (whole < kept.length) kept = kept.slice(0, whole).replace(/\n[^\n]*[:：]\s*$/u, "");
  else if (next !== "" && !/\s/.test(next)) kept = atWordEnd(kept);
  kept = withoutTrail(withoutStub(kept));
  // Right behind an address the ellipsis would become a part of it.
  while (lastAddress.test(kept)) {
    if (measure(`${kept} …`) <= limit) return `${kept} …`;
    kept = withoutTrail(kept.slice(0, kept.search(lastAddress)));
  }
  return kept === "" ? "" : `${kept}…`;
}

const address = String.raw`https?:\/\/[^\s<>"\])\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}\u3000-\u303f\uff00-\uffef]+`;
/** Every web address in a text; scripts that write no blanks around one are no part of it. */
export const everyAddress = new RegExp(address, "giu");
/** Meta refuses a sixth address in a post: these, and the entry's own. @see https://developers.facebook.com/docs/threads/changelog (2025-12-08) */
export const linksInText = 4;
const lastAddress = new RegExp(`${address}$`, "iu");
const everyAddressAfterBlanks = new RegExp(`(?<![ \\t])[ \\t]*${address}`, "giu");
/** A mention or a tag: cut, they would name somebody or something else. Behind a defused `@` stands a word joiner. */
const everyName = /(?<![\p{L}\p{N}])[@＠#＃]\u2060?[\p{L}\p{M}\p{N}._]+/gu;

/** Where an address was; no feed's text and no letter has it. */
const gap = "\ue000";

/**
 * Addresses beyond a limit are taken out: a text with the others is better than a refused post. A line that only named
 * one ("Shop: https://…") goes with it.
 *
 * @param own - the entry's own link, which does not count and always stays.
 */
export function withoutManyLinks(text: string, limit: number, own: string): string {
  const kept = new Set<string>();
  // With the blanks before it: a gap would tell that something is missing.
  const stripped = (part: string) =>
    part.replace(everyAddressAfterBlanks, (found, at: number) => {
      const address = withLettersBehind(part, at + found.length - found.trimStart().length);
      if (kept.size < limit) kept.add(address);
      return kept.has(address) ? found : gap;
    });
  const few = own === "" ? stripped(text) : text.split(wholeLink(own)).map(stripped).join(own);
  return few.includes(gap)
    ? few.replace(/^(?:[^\n\r\u2028\u2029\ue000]*[:：])?\ue000+[ \t]*(?:\n|$)/gmu, "").replaceAll(gap, "")
    : few;
}

/** An address up to the next blank: whether Threads sees it end before a Japanese letter is not known, so each counts. */
function withLettersBehind(text: string, start: number): string {
  const [found = ""] = /^[^\s<>"]{1,2000}/u.exec(text.slice(start, start + 4_000)) ?? [];
  return withoutEnd(found, /[.,;:!?'")\]}…]/u);
}

/** Whether a text has a link whole, and not only another that begins like it. */
export function hasLink(text: string, link: string): boolean {
  return wholeLink(link).test(text);
}

/** A text as a part of a regular expression that finds it to the letter. */
export function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

/** A link, up to where Threads, too, sees its end. */
export function wholeLink(link: string): RegExp {
  return new RegExp(`${literally(link)}(?=$|[\\s<>"]|[.,;:!?')\\]}…]+(?:$|\\s))`, "u");
}

/** Where to end so that no address, mention or tag is cut at `end`. */
function wholeUntil(text: string, end: number): number {
  const near = text.slice(0, end + 1_000);
  for (const { index, 0: found } of near.matchAll(everyAddressAtMost)) {
    // Where a bracket or a letter without blanks follows, nobody can tell whether it belongs to the address.
    const sure = /^https?:\/\/[\x21-\x7e]*/iu.exec(found)?.[0].length ?? 0;
    if (index < end && index + found.length > end && found.length - sure <= longestTail) return index;
  }
  for (const every of [everyAddress, everyName]) {
    for (const { index, 0: found } of near.matchAll(every))
      if (index < end && index + found.length > end) return index;
  }
  return end;
}

const everyAddressAtMost = /https?:\/\/[^\s<>"“”«»、。！？「」『』（）]+/giu;
/** Of letters that write no blanks: more is a sentence behind an address. */
const longestTail = 60;

/** Without the marks that look odd before an ellipsis; what belongs to an address stays. */
function withoutTrail(text: string): string {
  const trimmed = text.trimEnd();
  return lastAddress.test(trimmed) ? trimmed : withoutEnd(trimmed, /[\s.,;:。、–—([-]/u);
}

/** One or two words of a new sentence tell nothing ("For much…"): back to the end of the one before, where that gives up little. */
function withoutStub(text: string): string {
  const stub = /(?<=[.!?…。！？]["”’»)\]]?)\s+[^\s:/]{1,15}(?:\s[^\s:/]{1,15})?\s*$/u.exec(text);
  return stub !== null && stub.index >= (text.length * 4) / 5 ? text.slice(0, stub.index) : text;
}

/** Back to the last blank, unless that gives up more than a third: scripts without blanks are cut where they are full. */
function atWordEnd(text: string): string {
  const blank = text.search(/\s\S*$/);
  return blank >= (text.length * 2) / 3 ? text.slice(0, blank) : text;
}

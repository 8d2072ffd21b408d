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
  const inAddress = /(?:^|\s)\S*https?:\/\/\S*$/i.exec(kept);
  const next = text.charAt(kept.length);
  if (inAddress !== null && next !== "" && !/\s/.test(next)) kept = kept.slice(0, inAddress.index);
  else if (next !== "" && !/\s/.test(next)) kept = atWordEnd(kept);
  kept = kept.replace(/[\s,;:–—-]+$/u, "");
  return kept === "" ? "" : `${kept}…`;
}

/** Back to the last blank, unless that gives up more than a third: scripts without blanks are cut where they are full. */
function atWordEnd(text: string): string {
  const blank = text.search(/\s\S*$/);
  return blank >= (text.length * 2) / 3 ? text.slice(0, blank) : text;
}

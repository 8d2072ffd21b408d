/**
 * What windows-1252 has at 0x80–0x9F; a blank where it has nothing.
 *
 * @see https://encoding.spec.whatwg.org/index-windows-1252.txt
 */
const windows1252 = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

const unwanted = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufdd0-\ufdef\ufeff\ufffe\uffff]/;
const everyUnwanted = new RegExp(unwanted, "g");

/**
 * Drops what no text should hold: control characters, non-characters, stray byte order marks and halves of
 * surrogate pairs. Line ends become `\n`.
 *
 * Characters U+0080–U+009F never were meant: they are windows-1252 that somebody took for Latin-1 (`&#146;`
 * for an apostrophe), so they become what the writer saw.
 */
export function cleanText(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  return unwanted.test(wellFormed)
    ? wellFormed.replaceAll("\r\n", "\n").replace(everyUnwanted, mended)
    : wellFormed;
}

function mended(character: string): string {
  const code = character.charCodeAt(0);
  if (code === 0x0d) return "\n";
  if (code === 0x0b || code === 0x0c) return " ";
  return code >= 0x80 && code <= 0x9f ? (windows1252[code - 0x80] ?? "").trim() : "";
}

/** One line: every run of white space is one blank, none at the ends. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Nothing, for a reader: what Unicode says is not shown, the fillers of Korean and of Braille, marks of direction. */
const unseen = /^[\s\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]*$/u;
const unseenStart = /^[\s\u00ad\u200b\u2060\u2800\u3164\ufeff\uffa0]+/u;
const unseenEnd = /[\u200b\u2060\u2800\u3164\uffa0]/u;

/** Whether a reader would see anything of a text. */
export function isUnseen(text: string): boolean {
  return unseen.test(text);
}

/** Without what nobody sees at its ends, where it would be an empty line. Marks of direction stay: they order what follows. */
export function withoutUnseenEnds(text: string): string {
  return isUnseen(text) ? "" : withoutEnd(text.replace(unseenStart, ""), unseenEnd);
}

/**
 * A text without the characters at its end that a pattern of one character matches. A search for `[…]+$` would begin anew
 * at each of a million such characters in the middle.
 */
export function withoutEnd(text: string, character: RegExp): string {
  let end = text.length;
  while (end > 0 && character.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** Without soft hyphens: instructions for a browser, litter in a post. */
export function withoutInvisible(text: string): string {
  return text.replaceAll("\u00ad", "");
}

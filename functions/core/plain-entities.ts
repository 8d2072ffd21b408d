import { decodeHTMLStrict } from "entities";

/** What a writer marks as code, in the way of plain texts. */
const code = /(`[^`\n]{1,500}`)/;
const entity = /&(?:#x?[\da-f]{1,7}|[a-z][a-z\d]{1,31});/gi;

/**
 * Decodes the entities of a text that says it is plain: programs leave them there, and nobody writes `&#8217;` to be read.
 * Only known ones with a semicolon count, once. What stands in backticks is about them, and so is one that would be
 * white space between blanks ("what &nbsp; does").
 */
export function withoutEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text
    .split(code)
    .map((piece, index) => (index % 2 === 1 ? piece : piece.replace(entity, decoded)))
    .join("");
}

function decoded(written: string, at: number, text: string): string {
  const sign = decodeHTMLStrict(written);
  const isAlone =
    !/[^\s"“„«'‘(]/u.test(text.charAt(at - 1)) &&
    !/[^\s"”“»'’),.:;?!]/u.test(text.charAt(at + written.length));
  return isAlone && /^[\s\p{Cf}\p{Cc}]+$/u.test(sign) ? written : sign;
}

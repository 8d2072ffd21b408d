import { wholeLink, withoutManyLinks } from "./post-text.ts";

/** `example.com`, `www.example.com/a?b`: what may be taken for a link although no `https://` says so; no mail address. */
const everyBareLink =
  /(?<![\p{L}\p{N}@._/:-])(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,63}(?![\p{L}\p{N}@_-])(?:\/[^\s<>"]{0,2000})?/gu;

/**
 * A text with at most so many addresses besides its own. Where none may stand Threads has refused some, so that nothing is
 * left that it may count: names of sites stay readable, as words.
 */
export function withFewLinks(text: string, limit: number, own: string): string {
  const few = withoutManyLinks(text, limit, own);
  if (limit > 0) return few;
  return own === "" ? asWords(few) : few.split(wholeLink(own)).map(asWords).join(own);
}

function asWords(text: string): string {
  return text.replace(everyBareLink, (found) => found.replace(/\/.*$/su, "").replaceAll(".", " "));
}

/** The page that a chain's last part leads to, before its number. */
const lastLink = /https?:\/\/[^\s<>"]{1,2000}(?=(?:\s{1,4}\d{1,2}\/\d{1,2})?$)/iu;

/** A chain's part with fewer links than it has: the last one alone, or none. @returns undefined where it has none. */
export function partWithFewerLinks(text: string): string | undefined {
  const [last = ""] = lastLink.exec(text) ?? [];
  return [withFewLinks(text, 0, last).trim(), withFewLinks(text, 0, "").trim()].find((few) => few !== text);
}

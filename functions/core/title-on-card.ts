import type { PostFields } from "./post-fields.ts";
import { lengthInUtf8Bytes, textLimit, threadsLength } from "./post-text.ts";
import { endingWhole, isLeadIn, isThought } from "./thought-end.ts";

/** Shorter ones are labels ("Comments.", "New episode.") more often than sentences: twenty letters in Japanese. A choice of ours. */
const leastWords = 60;

/** What opens a sentence that goes on with something said before it: the title. In the languages that we met. */
const referring =
  /^["“„«「『(]*(?:its?|this|that|these|those|they|he|she|his|her|their|and|but|so|or|because|es|dies\p{L}*|das ist|das war|er|sie|ihre?|und|aber|denn|cela|ça|c['’]est|elles?|ils|et|mais|esto|eso|y|pero|isso|isto|mas|questo|questa|ma|это|он|она|они|и|но|dit|deze|maar)(?![\p{L}\p{N}])/iu;

/**
 * Whether a post may leave its title to the card of its page: the card has it in bold, right under the text. Not where the
 * card is likely to say something else, nor where the summary is no whole sentence or goes on with the title's.
 */
export function isLeftToCard({ title, summary, link, tags }: PostFields): boolean {
  if (title === "" || !isPageOfItsOwn(link) || lengthInUtf8Bytes(summary) < leastWords) return false;
  // What a title asks, the summary answers; and beside further links a reader has to know which is the entry's.
  if (/[?？؟]/u.test(title) || /https?:/iu.test(summary)) return false;
  const [first = ""] = summary.split("\n\n", 1);
  if (!/^["“„«「『(¿¡]*[\p{Lu}\p{Lt}\p{Lo}\p{N}]/u.test(summary) || isLeadIn(first)) return false;
  if (referring.test(summary) || /^[^.!。！\n]{0,80}[?？؟]/u.test(summary)) return false;
  return isThought(endingWhole(summary, textLimit - (tags === "" ? 0 : threadsLength(tags) + 2)));
}

/** Of a file, a blog's front page or a place within a page, the card names something else than the entry. */
function isPageOfItsOwn(link: string): boolean {
  if (!URL.canParse(link)) return false;
  const { pathname, search, hash } = new URL(link);
  const isFront = pathname === "/" && !/[?&](?!utm_)/u.test(search);
  return (
    !isFront &&
    hash === "" &&
    !/\.(?!(?:html?|xhtml|php|aspx?|jsp|cgi|md)$)[a-z][a-z0-9]{1,4}$/iu.test(pathname)
  );
}

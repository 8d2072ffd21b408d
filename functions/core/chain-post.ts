import { chainAtMost, chainTexts, numberRoom } from "./chain-texts.ts";
import { defuseMentions } from "./defuse-mentions.ts";
import { fitText } from "./fit-text.ts";
import type { StoredEntry } from "./post.ts";
import { besideTitle, isBeginningOf, type PostFields } from "./post-fields.ts";
import { hasLink, type Measure, shorten, textLimit } from "./post-text.ts";
import { readOnIn } from "./read-on.ts";
import type { Template } from "./template.ts";

/** Of the last post; leaves room for its text and number. A choice of ours. */
const longestEnd = 450;

export interface ChainManner {
  template: Template | undefined;
  isCarded: boolean;
  measure: Measure;
  furtherLinks?: number;
  isOwnWords: boolean;
  readOn: string | undefined;
}

/**
 * An entry as the texts of a chain: the title and the text's beginning first, or what the template makes of the entry; then the text.
 *
 * @param why - gets the reasons where it is not the whole text, or no chain.
 */
export function chainOf(
  entry: StoredEntry,
  fields: PostFields,
  manner: ChainManner,
  why: string[],
): [string, ...string[]] {
  const { template, isCarded, measure, isOwnWords, readOn = readOnIn(entry.language) } = manner;
  const fewer = manner.furtherLinks === undefined ? {} : { furtherLinks: manner.furtherLinks };
  const written = besideTitle(entry, entry.body ?? entry.summary ?? "");
  const body = isOwnWords ? written : defuseMentions(written);
  const single = (): [string] => {
    const fit = fitText(fields, { template, withLink: !isCarded, measure, ...fewer });
    why.push(...fit.why);
    return [fit.text];
  };
  if (body === "") {
    why.push("it has no text to make a chain of, so it is one post");
    return single();
  }
  const tail = isCarded || template !== undefined ? "" : fields.link;
  const titleRoom = Math.min(textLimit / 2, textLimit - numberRoom - measure(tail) - 2);
  const isTitled = fields.title !== "" && fields.title !== body && !isBeginningOf(fields.title, body);
  const head =
    template === undefined
      ? { text: isTitled ? shorten(fields.title, titleRoom, measure) : "", why: [] }
      : fitText(fields, { template, withLink: !isCarded, measure, ...fewer, reserved: numberRoom });
  why.push(...head.why);
  const wholeEnd = fields.link === "" ? "" : `${readOn} ${fields.link}`.trimStart();
  const [first, ...rest] = chainTexts(body, {
    head: head.text,
    tail: tail !== "" && hasLink(head.text, tail) ? "" : tail,
    startsBeside: template === undefined,
    link: fields.link,
    readOn: measure(wholeEnd) <= longestEnd ? wholeEnd : fields.link,
    measure,
    ...fewer,
  });
  if (first === undefined) return single();
  if (rest.length === 0) why.push("its text fits into one post");
  else if (rest.length + 1 === chainAtMost && rest.at(-1)?.includes("…"))
    why.push(
      `its text is longer than ${chainAtMost} posts, so the last one ${wholeEnd === "" ? "ends in an ellipsis: it has no link" : "leads to the page"}`,
    );
  return [first, ...rest];
}

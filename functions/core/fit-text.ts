import { withFewLinks } from "./fewer-links.ts";
import { isBeginningOf, type PostFields } from "./post-fields.ts";
import { hasLink, linksInText, type Measure, shorten, textLimit } from "./post-text.ts";
import { messageOf, paragraphs, plainTemplate, type Template } from "./template.ts";
import { endingWhole } from "./thought-end.ts";

export interface TextWish {
  template?: Template | undefined;
  /** The link is not shown as a card: it must stand in the text. */
  withLink: boolean;
  measure: Measure;
  /** How many addresses may stand besides the link; four if not said. */
  furtherLinks?: number;
  /** Left for what is put behind it: a chain's number. */
  reserved?: number;
}

export interface FittedText {
  text: string;
  why: string[];
}

/**
 * An entry's text within Meta's limit. What shrinks is the summary, then the title, then the tags go, then names, and at
 * last what the template itself says; never the link.
 */
export function fitText(fields: PostFields, wish: TextWish): FittedText {
  const { template = plainTemplate, measure } = wish;
  try {
    return fitted(fields, template, wish);
  } catch (error) {
    const fit = fitted(fields, plainTemplate, { ...wish, measure });
    return { ...fit, why: [`the template failed with "${messageOf(error)}", so it is posted without`] };
  }
}

function fitted(given: PostFields, template: Template, wish: TextWish): FittedText {
  const { withLink, measure, furtherLinks = linksInText, reserved = 0 } = wish;
  const limit = textLimit - reserved;
  const link = withLink ? given.link : "";
  const full = withoutRepetition(given, template);
  const finish = (text: string) => {
    const tidy = withFewLinks(tidied(text), furtherLinks, given.link);
    return link === "" || hasLink(tidy, link) ? tidy : paragraphs(tidy, link);
  };
  const render = (fields: PostFields) => finish(template(fields));
  const fittedAs = (fields: PostFields): FittedText => {
    const said = tidied(template(fields));
    const isStripped = withFewLinks(said, furtherLinks, given.link) !== said;
    const why =
      furtherLinks === 0
        ? "Threads refused its further links, so only its own stays"
        : `it has more than ${furtherLinks} further links, of which the first ${furtherLinks} stay`;
    return { text: orLink(render(fields), given), why: isStripped ? [why] : [] };
  };
  const fits = (fields: PostFields) => measure(render(fields)) <= limit;

  const atSummary = (budget: number) => ({ ...full, summary: endingWhole(full.summary, budget, measure) });
  const bySummary = largest(limit, (budget) => fits(atSummary(budget)));
  if (bySummary !== undefined) return fittedAs(atSummary(bySummary));

  const bare = { ...full, summary: "" };
  const atTitle = (budget: number) => ({ ...bare, title: shorten(full.title, budget, measure) });
  // With the room for a word at least: a post of nothing but tags is worse than one without them.
  const byTitle = largest(limit, (budget) => fits(atTitle(budget)));
  if (byTitle !== undefined && (full.title === "" || atTitle(byTitle).title !== ""))
    return fittedAs(atTitle(byTitle));

  if (full.tags !== "") {
    const { text, why } = fitted({ ...given, tags: "" }, template, wish);
    return { text, why: ["there is no room for its tags", ...why] };
  }
  if (full.author !== "" || full.blog !== "") {
    const names = { author: "", blog: "" };
    const { text, why } = fitted({ ...given, ...names }, template, wish);
    return { text, why: ["there is no room for its author", ...why] };
  }
  const words = tidied(template({ ...bare, link: "" }));
  const room = limit - (given.link === "" ? 0 : measure(given.link) + 2);
  const kept = withFewLinks(shorten(words, room, measure), furtherLinks, given.link);
  return {
    text: paragraphs(kept, given.link),
    why: ["what the template says besides the entry's own words is too long, so it is cut"],
  };
}

/** A post must say something: at worst where to look. */
function orLink(text: string, { link }: PostFields): string {
  return text === "" ? link : text;
}

/** Where the title is but the beginning of the summary that is shown, it is left out. */
function withoutRepetition(fields: PostFields, template: Template): PostFields {
  if (!isBeginningOf(fields.title, fields.summary)) return fields;
  const untitled = { ...fields, title: "" };
  return template(untitled).includes(fields.summary.slice(0, 20)) ? untitled : fields;
}

/** Templates leave blanks and empty lines where a field is empty; a function may cut an emoji in half. */
function tidied(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, "")
    .replace(/(?<![ \t])[ \t]+$/gmu, "")
    .replace(/\n{3,}/gu, "\n\n")
    .trim();
}

/** The largest of 0…most that does, found by halving; undefined when not even 0 does. */
function largest(most: number, does: (value: number) => boolean): number | undefined {
  if (does(most)) return most;
  if (!does(0)) return undefined;
  let [low, high] = [0, most];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (does(middle)) low = middle;
    else high = middle;
  }
  return low;
}

import * as z from "zod";
import type { Entry } from "./entry.ts";
import type { NewEntry } from "./new-entries.ts";
import { htmlToText } from "./plain-text.ts";
import { literally } from "./post-text.ts";

const list = z.array(z.string().trim().min(1, { error: "must not be empty" })).min(1);
const marks = z.strictObject({
  categories: list.exactOptional().meta({
    description: "Whole categories, in any case.",
    example: ["weaving", "dyeing"],
  }),
  words: list.exactOptional().meta({
    description: "Whole words or phrases of the title or the text, in any case.",
    example: ["sponsored"],
  }),
  authors: list.exactOptional().meta({
    description: "Whole names of authors, in any case.",
    example: ["Ann Author"],
  }),
});

/** What a route says about the entries that it takes. */
export const filterFields = {
  only: marks.exactOptional().meta({
    description: "Only entries that have one of each list given are posted; the others are skipped.",
    otherwise: "all entries",
    example: { categories: ["weaving", "dyeing"] },
  }),
  not: marks.exactOptional().meta({
    description: "Entries that have any of these are skipped.",
    example: { words: ["sponsored"] },
  }),
  maxAgeInDays: z.number().positive().exactOptional().meta({
    description: "Entries that are older when they are first seen are skipped; those without a date are not.",
    otherwise: "any age",
    example: 7,
  }),
};
const filterSchema = z.object(filterFields);
export type Filter = z.output<typeof filterSchema>;

const dayInMs = 24 * 60 * 60 * 1000;

/** Why an entry is not posted by its route, naming the rule; undefined when it is. */
export function whyFiltered(
  entry: Entry,
  { only = {}, not = {}, maxAgeInDays }: Filter,
  now: Date,
): { reason: "filter" | "too-old"; words: string } | undefined {
  const filter = (words: string) => ({ reason: "filter" as const, words });
  const { publishedAt } = entry;
  const ageInDays = publishedAt === undefined ? 0 : (now.getTime() - publishedAt.getTime()) / dayInMs;
  if (maxAgeInDays !== undefined && ageInDays > maxAgeInDays)
    return {
      reason: "too-old",
      words: `it is ${Math.floor(ageInDays)} days old, and maxAgeInDays is ${maxAgeInDays}`,
    };
  const text = [entry.title, entry.summary, entry.contentHtml && htmlToText(entry.contentHtml)].join("\n");
  const finders = {
    categories: (wanted: string) => entry.tags.some((tag) => same(tag, wanted)),
    words: (wanted: string) => wholeWord(wanted).test(text.normalize("NFC")),
    authors: (wanted: string) => entry.authors.some((author) => same(author, wanted)),
  };
  for (const kind of ["categories", "words", "authors"] as const) {
    const banned = not[kind]?.find(finders[kind]);
    if (banned !== undefined) return filter(`it has ${named[kind]} "${banned}", which not.${kind} names`);
    const wanted = only[kind];
    if (wanted !== undefined && !wanted.some(finders[kind]))
      return filter(
        `it has no ${named[kind].replace(/^\S+ /, "")} that only.${kind} names (${wanted.join(", ")})`,
      );
  }
  return undefined;
}

/** A new entry with what its route says of it: what it skips is neither posted nor held, and says why. */
export function filtered(found: NewEntry, filter: Filter, now: Date): NewEntry {
  if (found.decision.verdict === "skip") return found;
  const why = whyFiltered(found.entry, filter, now);
  return why === undefined ? found : { ...found, decision: { verdict: "skip", ...why } };
}

const named = { categories: "the category", words: "the word", authors: "the author" };

function same(a: string, b: string): boolean {
  const plain = (text: string) => text.normalize("NFC").replace(/^#+/, "").toLowerCase();
  return plain(a) === plain(b);
}

/** Letters of scripts that write no blanks between words, or, as Korean, hang endings on them. */
const unspaced = String.raw`\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}ー々`;
/** What makes a longer word of a word; not so the marks of vowels in Arabic and Hebrew, which may be left out. */
const letter = String.raw`[[\p{L}\p{N}\p{Mc}]--[${unspaced}]]`;
const hasUnspaced = new RegExp(`[${unspaced}]`, "v");

/** Scripts without blanks between words are searched for the letters. */
function wholeWord(wanted: string): RegExp {
  const letters = wanted.normalize("NFC");
  const [before, behind] = hasUnspaced.test(letters) ? ["", ""] : [`(?<!${letter})`, `(?!${letter})`];
  return new RegExp(`${before}${literally(letters)}${behind}`, "iv");
}

import fc from "fast-check";
import { fieldNames, type PostFields } from "../../functions/core/post-fields.ts";
import { readTemplate, type Template } from "../../functions/core/template.ts";
import { anyText } from "./any-entry.ts";

/** A template, and what it says by itself. */
export interface GivenTemplate {
  template: Template;
  words: string;
  written: string;
}

/** What stands between the fields of a template; braces would be its own. */
const anyWords = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      "",
      "🎧",
      "→",
      "New on the blog:",
      "👨‍👩‍👧‍👦",
      "https://a.example",
      "@ann",
      "#blog",
    ),
  },
  { weight: 1, arbitrary: anyText.map((text) => text.replace(/[{}%"|]/g, "")) },
);
const anyField = fc.constantFrom(...fieldNames);
const anyFilter = fc.constantFrom(
  "",
  " | upcase",
  " | strip_newlines",
  ' | default: "none"',
  " | truncate: 30",
  " | slice: 1, 7",
);

const liquidPiece = fc.oneof(
  { weight: 3, arbitrary: anyWords.map((words) => ({ written: words, words })) },
  {
    weight: 5,
    arbitrary: fc
      .tuple(anyField, anyFilter)
      .map(([name, filter]) => ({ written: `{${name}${filter}}`, words: "" })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(anyField, anyWords)
      .map(([name, words]) => ({ written: `{% if ${name} != "" %}${words} {${name}}{% endif %}`, words })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(anyField, fc.integer({ min: 2, max: 20 }))
      .map(([name, times]) => ({ written: `{% for i in (1..${times}) %}{${name}} {% endfor %}`, words: "" })),
  },
);
const between = fc.constantFrom(" ", "\n", "\n\n", " – ");

/** Liquid, as it stands in a configuration. */
const anyLiquid: fc.Arbitrary<GivenTemplate> = fc
  .tuple(fc.array(liquidPiece, { maxLength: 8 }), between)
  .map(([pieces, glue]) => {
    const written = pieces.map((piece) => piece.written).join(glue);
    const read = readTemplate(written);
    if ("why" in read) throw new Error(`${read.why}: ${written}`);
    return { template: read.template, words: pieces.map(({ words }) => words).join(" "), written };
  });

type Piece = (fields: PostFields) => string;
const anyPiece: fc.Arbitrary<Piece> = fc.oneof(
  anyWords.map(
    (words): Piece =>
      () =>
        words,
  ),
  fc.constantFrom<Piece>(
    ({ title }) => title,
    ({ summary }) => summary,
    ({ link }) => link,
    ({ link }) => `(${link}).`,
    ({ title, tags }) => `${tags} ${title}`,
    ({ title }) => title.toUpperCase(),
    ({ author, blog, date }) => `${author} ${blog} ${date}`,
    ({ summary }) => summary.repeat(3),
    () => "so it goes ".repeat(60),
    ({ title }) => {
      if (title.length % 2 === 1) throw new Error("odd");
      return title;
    },
  ),
);

/** A function, which may throw, repeat and forget. */
const anyFunction: fc.Arbitrary<GivenTemplate> = fc
  .tuple(fc.array(anyPiece, { maxLength: 6 }), between)
  .map(([pieces, glue]) => {
    const template: Template = (fields) => pieces.map((piece) => piece(fields)).join(glue);
    const none = { title: "", summary: "", author: "", link: "", tags: "", date: "", blog: "" };
    return { template, words: template(none), written: "a function" };
  });

export const anyTemplate: fc.Arbitrary<GivenTemplate> = fc.oneof(anyLiquid, anyFunction);

/** A function that takes texts apart as it likes. */
export const anyCuttingFunction: fc.Arbitrary<Template> = fc.tuple(fc.nat(40), fc.nat(400)).map(
  ([from, to]) =>
    ({ title, summary }: PostFields) =>
      `${title.slice(from)}${summary.slice(0, to)}`,
);

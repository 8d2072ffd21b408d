import { Liquid } from "liquidjs";
import { fieldNames, type PostFields, sampleFields } from "./post-fields.ts";
import { graphemesOf, shorten } from "./post-text.ts";

/** An entry as the text of a post. Fitting it into 500 means calling it again with a shorter summary, then title. */
export type Template = (fields: PostFields) => string;

/** `{title}` is what people know from such templates; `{% if … %}` and filters are Liquid's own. */
const liquid = new Liquid({
  outputDelimiterLeft: "{",
  outputDelimiterRight: "}",
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  // No files: a template includes nothing.
  templates: {},
  timezoneOffset: 0,
  locale: "en",
});

// Liquid's own count UTF-16, and would take emoji, accents and addresses apart.
liquid.registerFilter("truncate", (text: unknown, limit = 50) => shorten(String(text), limit));
liquid.registerFilter("slice", (text: unknown, begin: number, count = 1) => {
  const all = Array.isArray(text) ? text : graphemesOf(String(text));
  const from = begin < 0 ? Math.max(0, all.length + begin) : begin;
  const part = all.slice(from, from + count);
  return Array.isArray(text) ? part : part.join("");
});

/** The template's words where it is one, or why it is none, as the end of a sentence that begins with its place. */
export type ReadTemplate = { template: Template } | { why: string };

/**
 * Reads a template as it stands in the configuration, once, and tries it on a sample: what is wrong is said at synth.
 *
 * @see https://liquidjs.com (read 2026-11)
 */
export function readTemplate(written: string | Template): ReadTemplate {
  const read = typeof written === "string" ? parse(written) : { template: written };
  if ("why" in read) return read;
  try {
    const text: unknown = read.template(sampleFields);
    return typeof text === "string" ? read : { why: `must give a text; it gave ${typeof text}` };
  } catch (error) {
    return { why: `must be a template that works; on a sample it failed with "${messageOf(error)}"` };
  }
}

function parse(written: string): ReadTemplate {
  try {
    const parsed = liquid.parse(written);
    const stranger = liquid.globalVariablesSync(parsed).find((name) => !fieldNames.includes(name));
    if (stranger !== undefined)
      return { why: `must not name "${stranger}", which is no field; there are ${fieldNames.join(", ")}` };
    return { template: (fields) => String(liquid.renderSync(parsed, fields)) };
  } catch (error) {
    return { why: `must be a Liquid template; ${messageOf(error)}` };
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
}

/** Without a template: title, summary and hashtags, each a paragraph; the link follows where it is no card. */
export const plainTemplate: Template = ({ title, summary, tags }) => paragraphs(title, summary, tags);

export function paragraphs(...parts: string[]): string {
  return parts.filter((part) => part !== "").join("\n\n");
}

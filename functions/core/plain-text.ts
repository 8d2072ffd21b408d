import { decodeHTML } from "entities";
import { cleanText, oneLine, withoutInvisible } from "./clean-text.ts";
import { attributeText, emojiText } from "./html-images.ts";
import { breaksAround, isOutsideText } from "./html-names.ts";
import { type OpenTag, readMarkup } from "./markup-tokens.ts";
import { textWriter } from "./text-writer.ts";

/**
 * HTML as the text a person would have typed: paragraphs apart by a blank line, lines by a line break, list
 * items with a bullet or their number; no scripts, styles, players or forms.
 *
 * A text without any tag is no HTML that lost its paragraphs, so its blank lines stay.
 */
export function htmlToText(html: string): string {
  if (!html.includes("<")) return tidyText(cleanText(decodeHTML(html)), "paragraphs");
  const writer = textWriter();
  const lists: { nextNumber: number | undefined }[] = [];
  const visible = outsideText();
  readMarkup(html, "html", {
    open(tag) {
      if (!visible.open(tag)) return;
      const { name } = tag;
      if (name === "br") writer.newLine();
      else if (name === "img") writer.write(emojiText(tag));
      else if (name === "q") writer.write("“");
      else if (name === "td" || name === "th") writer.write(" ");
      else writer.breaks(lists.length > 0 && isList(name) ? 1 : breaksAround(name));
      if (tag.isSelfClosing) return;
      if (name === "pre") writer.preformatted(1);
      if (isList(name)) lists.push({ nextNumber: name === "ol" ? firstNumber(tag) : undefined });
      if (name === "li") writer.mark(markerOf(lists));
    },
    close(name) {
      if (!visible.close(name)) return;
      if (isList(name)) lists.pop();
      if (name === "pre") writer.preformatted(-1);
      if (name === "q") writer.write("”");
      if (name === "br") writer.newLine();
      else writer.breaks(lists.length > 0 && isList(name) ? 1 : breaksAround(name));
    },
    text: (raw) => visible.isOn() && writer.write(cleanText(decodeHTML(raw))),
    literal: (text) => visible.isOn() && writer.write(cleanText(text)),
  });
  return writer.text();
}

/**
 * Evens out the white space of a plain text.
 *
 * @param keep - `lines` where every line break was meant, `paragraphs` where only blank lines were.
 */
export function tidyText(text: string, keep: "lines" | "paragraphs"): string {
  const paragraphs = withoutInvisible(text)
    .split("\n")
    .map(oneLine)
    .join("\n")
    .split(/\n{2,}/);
  return paragraphs
    .map((paragraph) => (keep === "lines" ? paragraph : oneLine(paragraph)).trim())
    .filter((paragraph) => paragraph !== "")
    .join("\n\n");
}

function isList(name: string): boolean {
  return name === "ul" || name === "ol" || name === "menu" || name === "dir";
}

function firstNumber(tag: OpenTag): number {
  const start = Number.parseInt(attributeText(tag, "start") ?? "", 10);
  return Number.isSafeInteger(start) ? start : 1;
}

function markerOf(lists: { nextNumber: number | undefined }[]): string {
  const list = lists.at(-1);
  const indent = "  ".repeat(Math.min(Math.max(lists.length - 1, 0), 3));
  if (list?.nextNumber === undefined) return `${indent}• `;
  return `${indent}${list.nextNumber++}. `;
}

/** Follows whether we are inside of something that is no text. Only the outermost of such elements counts. */
function outsideText() {
  let inside: { name: string; depth: number } | undefined;
  return {
    isOn: () => inside === undefined,
    open(tag: OpenTag): boolean {
      if (inside !== undefined) {
        if (tag.name === inside.name && !tag.isSelfClosing) inside.depth++;
        return false;
      }
      if (!isOutsideText(tag.name)) return true;
      if (!tag.isSelfClosing) inside = { name: tag.name, depth: 1 };
      return false;
    },
    close(name: string): boolean {
      if (inside === undefined) return true;
      if (name === inside.name && --inside.depth === 0) inside = undefined;
      return false;
    },
  };
}

import { decodeHTML } from "entities";
import { cleanText, isUnseen, oneLine, withoutInvisible, withoutUnseenEnds } from "./clean-text.ts";
import { isCaption, isClutter } from "./html-clutter.ts";
import { attributeText, emojiText } from "./html-images.ts";
import { breaksAround, isOutsideText, isReading, isVoid } from "./html-names.ts";
import { type OpenTag, readMarkup } from "./markup-tokens.ts";
import { shortcodesOf } from "./page-shortcodes.ts";
import { quotationMarks } from "./quotation-marks.ts";
import { textWriter } from "./text-writer.ts";

/**
 * HTML as the text a person would have typed: paragraphs apart by a blank line, lines by a line break, list
 * items with a bullet or their number, what others said in quotation marks; no scripts, styles, players or forms, no
 * buttons, no footnotes, nothing struck out, of what is folded (`details`) what it says of itself. A picture's caption is the text only where there is no other.
 *
 * A text without any tag is no HTML that lost its paragraphs, so its blank lines stay.
 *
 * @param language - whose quotation marks are set.
 * @param page - the entry's: a mark that leads to a note in it is left out.
 */
export function htmlToText(html: string, language?: string, page?: string): string {
  if (!html.includes("<")) {
    const text = cleanText(decodeHTML(html));
    return tidyText(shortcodesOf(text)?.strip(text) ?? text, "paragraphs");
  }
  return written(html, language, page, isCaption) || written(html, language, page, () => false);
}

function written(
  html: string,
  language: string | undefined,
  page: string | undefined,
  isLeftOut: (tag: OpenTag) => boolean,
): string {
  const marks = quotationMarks(language);
  const writer = textWriter(marks);
  const lists: { nextNumber: number | undefined }[] = [];
  /** Inside of `sup` or `sub`. */
  let script: "sup" | "sub" | undefined;
  const isClutterHere = (tag: OpenTag) => isClutter(tag, { html, page, isRaised: script === "sup" });
  const visible = outsideText((tag) => isOutsideText(tag.name) || isClutterHere(tag) || isLeftOut(tag));
  const shortcodes = shortcodesOf(html);
  /** A word in brackets is code there. */
  let codeDepth = 0;
  // Items of a list stand line by line, also where each is a paragraph.
  const breaks = (name: string) => {
    const count = breaksAround(name);
    return lists.length > 0 && count === 2 ? 1 : count;
  };
  const write = (text: string) => {
    if (!visible.isOn()) return;
    const bare = codeDepth > 0 ? text : (shortcodes?.strip(text) ?? text);
    writer.write(scriptText(cleanText(bare), script));
  };
  readMarkup(html, "html", {
    open(tag) {
      if (!visible.open(tag)) return;
      const { name } = tag;
      if (name === "br") writer.newLine();
      else if (name === "img") writer.write(emojiText(tag));
      else if (name === "q") writer.verbatim(marks.open);
      else if (name === "td" || name === "th") writer.write(" ");
      else writer.breaks(breaks(name));
      if (tag.isSelfClosing) return;
      if (name === "blockquote") writer.openQuote();
      if (isSource(name)) writer.endQuoteAtLine();
      if (name === "sup" || name === "sub") script = name;
      if (name === "pre") writer.preformatted(1);
      if (isCode(name)) codeDepth += 1;
      if (isList(name)) lists.push({ nextNumber: name === "ol" ? firstNumber(tag) : undefined });
      if (name === "li") writer.mark(markerOf(lists));
    },
    close(name) {
      if (!visible.close(name)) return;
      if (isList(name)) lists.pop();
      if (name === "pre") writer.preformatted(-1);
      if (isCode(name)) codeDepth = Math.max(0, codeDepth - 1);
      if (name === "q") writer.verbatim(marks.close);
      if (name === "blockquote") writer.closeQuote();
      if (name === script) script = undefined;
      if (name === "br") writer.newLine();
      else writer.breaks(breaks(name));
    },
    text: (raw) => write(decodeHTML(raw)),
    literal: write,
  });
  return writer.text();
}

/** Who is quoted stands behind the quotation. */
function isSource(name: string): boolean {
  return name === "cite" || name === "footer";
}

function isCode(name: string): boolean {
  return name === "pre" || name === "code" || name === "kbd" || name === "samp";
}

const plainDigits = "0123456789+-=()n";
const smallDigits = { sup: "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", sub: "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙ" };

/** 10<sup>6</sup> is no 106. Letters stay as they are: 1st. */
function scriptText(text: string, script: "sup" | "sub" | undefined): string {
  if (script === undefined || !/^[\d+=()n−-]+$/u.test(text)) return text;
  return text
    .replaceAll("−", "-")
    .replace(/./gu, (digit) => smallDigits[script].charAt(plainDigits.indexOf(digit)));
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
    .filter((paragraph) => !isUnseen(paragraph))
    .map(withoutUnseenEnds)
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
function outsideText(isOutside: (tag: OpenTag) => boolean) {
  let inside: { name: string; depth: number } | undefined;
  const folded = foldedText();
  return {
    isOn: () => inside === undefined && folded.isShown(),
    open(tag: OpenTag): boolean {
      // A paragraph that nobody closed ends where the next one begins, and a reading where its letters do.
      if (inside?.name === "p" && breaksAround(tag.name) > 0) inside = undefined;
      if (
        inside !== undefined &&
        isReading(inside.name) &&
        (isReading(tag.name) || tag.name === "rb" || breaksAround(tag.name) > 0)
      )
        inside = undefined;
      if (inside !== undefined) {
        if (tag.name === inside.name && !tag.isSelfClosing) inside.depth++;
        return false;
      }
      if (!folded.open(tag)) return false;
      if (!isOutside(tag)) return true;
      if (!tag.isSelfClosing && !isVoid(tag.name)) inside = { name: tag.name, depth: 1 };
      return false;
    },
    close(name: string): boolean {
      if (inside !== undefined && isReading(inside.name) && name === "ruby") inside = undefined;
      if (inside === undefined) return folded.close(name);
      if (name === inside.name && --inside.depth === 0) inside = undefined;
      return false;
    },
  };
}

/** Follows whether we are inside of something folded, of which a page shows no more than its summary: a spoiler stays one. */
function foldedText() {
  let depth = 0;
  let isSummary = false;
  return {
    isShown: () => depth === 0 || isSummary,
    open({ name, attributes, isSelfClosing }: OpenTag): boolean {
      const isOpen = attributes.some((attribute) => attribute.name === "open");
      if (name === "details" && !isSelfClosing && (depth > 0 || !isOpen)) {
        depth += 1;
        return depth === 1;
      }
      if (name === "summary" && depth === 1) isSummary = true;
      return depth === 0 || isSummary;
    },
    close(name: string): boolean {
      const isShown = depth === 0 || isSummary;
      if (name === "summary") isSummary = false;
      if (name === "details" && depth > 0) depth -= 1;
      return isShown || depth === 0;
    },
  };
}

import { decodeHTML } from "entities";
import { cleanText, oneLine, withoutInvisible, withoutUnseenEnds } from "./clean-text.ts";
import { emojiText } from "./html-images.ts";
import { breaksAround, isHtmlElement, isOutsideText, isVoid, mayStayOpen } from "./html-names.ts";
import { type OpenTag, readMarkup } from "./markup-tokens.ts";

/** Room for any headline; a "title" that is longer is a whole text in the wrong place. */
const longestTitle = 1_000;
/** What is read of a title that is markup. */
const longestMarkup = 20_000;

/**
 * HTML as one line: what a title says.
 *
 * Titles are where HTML and text get mixed up. A tag that HTML does not know (`List<String>`) or that is
 * opened and never closed ("why <script> blocks") is something that the title is about, so it stays as
 * written.
 */
export function htmlToLine(html: string): string {
  const markup = html.slice(0, longestMarkup);
  const pieces: string[] = [];
  const opened = openElements();

  readMarkup(markup, "html", {
    open(tag) {
      const { name } = tag;
      const raw = markup.slice(tag.start, tag.end);
      const written = raw.includes("&") ? decodeHTML(raw) : raw;
      if (!isHtmlElement(name)) pieces.push(written);
      else if (name === "img") pieces.push(isShown(tag) ? emojiText(tag) : written);
      else if (isTalkedAbout(tag, markup)) {
        // Closed later, it was markup after all.
        if (!isVoid(name) && !tag.isSelfClosing) opened.open(name, pieces.length);
        pieces.push(written);
      } else if (mayStayOpen(name) || tag.isSelfClosing)
        pieces.push(breaksAround(name) > 0 || name === "br" ? " " : "");
      else {
        opened.open(name, pieces.length);
        pieces.push(written);
      }
    },
    close(name) {
      if (!isHtmlElement(name)) {
        pieces.push(`</${name}>`);
        return;
      }
      const blank = breaksAround(name) > 0 ? " " : "";
      const at = opened.close(name, isOutsideText(name));
      if (at !== undefined && isOutsideText(name)) pieces.length = at;
      else if (at !== undefined) pieces[at] = blank;
      pieces.push(blank);
    },
    text: (raw) => pieces.push(decodeHTML(raw)),
    literal: (text) => pieces.push(text),
    unfinished(raw) {
      const name = /^<\/?([a-z][a-z0-9]{0,20})/i.exec(raw)?.[1]?.toLowerCase();
      if (name === undefined || !isHtmlElement(name)) pieces.push(decodeHTML(raw));
    },
  });
  return titleLine(pieces.join(""));
}

/** A plain text as one line of bounded length; nothing where a reader would see none. */
export function titleLine(text: string): string {
  const line = withoutUnseenEnds(oneLine(withoutInvisible(cleanText(text.slice(0, longestMarkup)))));
  return line.length > longestTitle
    ? `${line.slice(0, longestTitle - 1).replace(/[\ud800-\udbff]$/, "")}…`
    : line;
}

/**
 * Whether a tag that needs no end is a word of the title: nobody has a field or a rule in a headline. What parts lines is
 * one where it stands like a word, between blanks; a `br` only at an end, since many write blanks around a break.
 */
function isTalkedAbout({ name, start, end, isSelfClosing }: OpenTag, markup: string): boolean {
  if (!mayStayOpen(name)) return isSelfClosing;
  if (name === "wbr") return false;
  if (name !== "br" && isVoid(name) && name !== "hr") return true;
  const before = markup.slice(Math.max(0, start - 20), start);
  const behind = markup.slice(end, end + 20);
  const isWord =
    /(?:^|[\s("“„«'‘’/]|&quot;)$/.test(before) && /^(?:$|[\s)"”“»'’:;,.!?/]|&quot;)/.test(behind);
  const isInside = start > 0 && end < markup.length;
  return isWord && !(name === "br" && isInside && /\s$/.test(before) && /^\s/.test(behind));
}

/** Which elements stand open, and where; each is looked at twice at most, however many there are. */
function openElements() {
  const all: { name: string; at: number }[] = [];
  const byName = new Map<string, { name: string; at: number }[]>();
  return {
    open(name: string, at: number): void {
      const element = { name, at };
      all.push(element);
      const same = byName.get(name);
      if (same === undefined) byName.set(name, [element]);
      else same.push(element);
    },
    /**
     * @param hasInside - whatever was opened inside of it is gone with it.
     * @returns where the innermost of the name was opened.
     */
    close(name: string, hasInside: boolean): number | undefined {
      const element = byName.get(name)?.pop();
      if (element === undefined || !hasInside) return element?.at;
      for (let top = all.pop(); top !== undefined && top !== element; top = all.pop()) {
        const same = byName.get(top.name);
        if (same?.at(-1) === top) same.pop();
      }
      return element.at;
    },
  };
}

function isShown(tag: OpenTag): boolean {
  return tag.attributes.some(({ name }) => name === "src");
}

import { isUnseen, withoutInvisible, withoutUnseenEnds } from "./clean-text.ts";

/** Before the name of who is quoted. */
const source = "— ";

/**
 * Puts words together as a page would show them: white space collapses, breaks never pile up to more than one
 * blank line, and there are none at the ends.
 *
 * @param marks - those of a quotation.
 */
export function textWriter(marks: { open: string; close: string }) {
  const pieces: string[] = [];
  let pendingBreaks = 0;
  /** As it was typed: French sets a narrow one before its marks. */
  let pendingBlank = "";
  let pendingMark = "";
  /** What a preformatted line begins with, where its words stand in a tag of their own. */
  let indent = "";
  let preformattedDepth = 0;
  let quoteDepth = 0;
  /** Whether the next word opens a quotation, or one is open. */
  let quote: "none" | "next" | "open" = "none";

  const endQuote = () => {
    if (quote === "open") pieces.push(marks.close);
    quote = "none";
  };
  const put = (text: string) => {
    // “… — Somebody”: who is quoted is no part of the quotation.
    if (pendingBreaks > 0 && /^[—–―]\s/u.test(text)) endQuote();
    if (pendingMark === source && /^[—–―-]/u.test(text)) pendingMark = "";
    if (quote === "next") {
      // Its writer set the marks.
      quote = /^["“”„«»‹›‘‚「『]/u.test(text) ? "none" : "open";
      if (quote === "open") pendingMark += marks.open;
    }
    if (pieces.length > 0) {
      if (pendingBreaks > 0) pieces.push("\n".repeat(pendingBreaks), indent);
      else pieces.push(pendingBlank);
    }
    pieces.push(pendingMark, text);
    pendingBreaks = 0;
    pendingBlank = "";
    pendingMark = "";
    indent = "";
  };

  return {
    write(text: string): void {
      const visible = withoutInvisible(text);
      if (preformattedDepth > 0) {
        const lines = visible.replaceAll("\u00a0", " ").replace(/\n{3,}/g, "\n\n");
        const inner = lines
          .replace(/\n{1,2}$/, "")
          .replace(pieces.length === 0 || pendingBreaks > 0 ? /^\n{1,2}/ : "", "");
        // In there a blank between two tags is text as well, and so is what a line begins with: highlighters write so.
        if (inner.trim() !== "" || (inner !== "" && pieces.length > 0 && pendingBreaks === 0)) put(inner);
        else indent += inner.slice(inner.lastIndexOf("\n") + 1);
        if (!lines.endsWith("\n")) return;
        pendingBreaks = Math.max(pendingBreaks, lines.endsWith("\n\n") ? 2 : 1);
        indent = "";
        return;
      }
      const collapsed = visible.replace(/[ \t\n\r\f\u00a0]+/g, " ");
      const words = isUnseen(collapsed) ? "" : collapsed.trim();
      const [before = ""] = collapsed.match(/^\s+/u) ?? [];
      if (before !== "" && pendingBlank !== " ") pendingBlank = blankOf(before);
      if (words === "") return;
      put(words);
      pendingBlank = blankOf(collapsed.slice(collapsed.trimEnd().length));
    },
    /** Exactly so: a quotation mark with its blank. */
    verbatim: put,
    /** At least this many line breaks before the next word. */
    breaks(count: 0 | 1 | 2): void {
      pendingBreaks = Math.max(pendingBreaks, count);
    },
    /** One more line break, up to a blank line. */
    newLine(): void {
      pendingBreaks = Math.min(2, pendingBreaks + 1);
    },
    /** Stands before the next word: the bullet of a list item. An item without words has none. */
    mark(marker: string): void {
      pendingMark = marker;
    },
    /** A quotation begins. One inside of another has no marks of its own. */
    openQuote(): void {
      quoteDepth += 1;
      if (quoteDepth === 1) quote = "next";
    },
    /** The quotation is over where a line of its own follows, such as the one that names who said it. */
    endQuoteAtLine(): void {
      if (pendingBreaks === 0 || quote !== "open") return;
      endQuote();
      pendingMark = source;
    },
    closeQuote(): void {
      quoteDepth = Math.max(0, quoteDepth - 1);
      if (quoteDepth === 0) endQuote();
    },
    preformatted(change: 1 | -1): void {
      preformattedDepth = Math.max(0, preformattedDepth + change);
      indent = "";
    },
    text(): string {
      return withoutUnseenEnds(pieces.join("")).trim();
    },
  };
}

/** One blank for all that stand together. */
function blankOf(space: string): string {
  return space.includes(" ") ? " " : space.slice(0, 1);
}

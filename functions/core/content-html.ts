import { decodeHTMLAttribute, escapeAttribute, escapeText } from "entities";
import { resolveAddress } from "./feed-addresses.ts";
import { longestText } from "./feed-xml.ts";
import { readMarkup } from "./markup-tokens.ts";
import { sourceSizes } from "./srcset.ts";

/** Shared by all entries of one feed while it is read. */
export interface GrowthBudget {
  /** Characters that making addresses absolute may still add. */
  charactersLeft: number;
}

/** Half of the largest feed: a long base times a million short links must not fill the memory. */
export function growthBudget(): GrowthBudget {
  return { charactersLeft: 5_000_000 };
}

const addressAttributes = new Set(["href", "src", "poster", "data-src"]);
const sizesAttributes = new Set(["srcset", "data-srcset"]);

/**
 * Makes the addresses in a piece of HTML absolute and leaves everything else as it is, character by
 * character.
 *
 * Only what resolves to http or https changes. Links to a place on the same page (`#note-1`) go to the
 * entry's page, since a feed has no such place.
 */
export function withAbsoluteAddresses(
  html: string,
  base: string | undefined,
  page: string | undefined,
  budget: GrowthBudget,
): string {
  if (base === undefined || !html.includes("<")) return html;
  const pieces: string[] = [];
  let kept = 0;
  const absolute = (written: string) => {
    if (written === "" || /^[a-z][a-z0-9+.-]{0,20}:/i.test(written)) return undefined;
    return resolveAddress(written, written.startsWith("#") ? (page ?? base) : base);
  };
  const absoluteSizes = (written: string) => {
    const sizes = sourceSizes(written);
    const isRelative = sizes.some(({ url }) => absolute(url) !== undefined);
    const whole = sizes.map(({ url, descriptor }) => `${absolute(url) ?? url} ${descriptor}`.trim());
    return isRelative ? whole.join(", ") : undefined;
  };
  readMarkup(html, "html", {
    open(tag) {
      for (const { name, value, start, end } of tag.attributes) {
        const isSizes = sizesAttributes.has(name);
        if (!(isSizes || addressAttributes.has(name)) || budget.charactersLeft <= 0) continue;
        const written = decodeHTMLAttribute(value).trim();
        const address = isSizes ? absoluteSizes(written) : absolute(written);
        if (address === undefined) continue;
        const replacement = `${name}="${escapeAttribute(address)}"`;
        budget.charactersLeft -= Math.max(0, replacement.length - (end - start));
        pieces.push(html.slice(kept, start), replacement);
        kept = end;
      }
    },
  });
  return kept === 0 ? html : pieces.join("") + html.slice(kept);
}

/** A plain text as HTML: paragraphs at blank lines, line breaks kept. */
export function textAsHtml(text: string): string {
  return (
    text
      .split(/\n(?:[ \t]*\n)+/)
      .map((paragraph) => paragraph.trim())
      .filter((paragraph) => paragraph !== "")
      .map((paragraph) => `<p>${escapeText(paragraph).replaceAll("\n", "<br>")}</p>`)
      .join("\n")
      // A text of nothing but ampersands or line breaks becomes five times as long.
      .slice(0, longestText)
  );
}

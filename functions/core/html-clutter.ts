import { attributeText } from "./html-images.ts";
import type { OpenTag } from "./markup-tokens.ts";

/**
 * What blogging programs write around or between the entry's own words, by the class that they give it: buttons and
 * sign-up boxes (Substack, Ghost), sharing and related posts (WordPress), notes and the marks that lead to them, signs that stand
 * beside headings, and the numbers of code's lines. As their feeds had it in 2026.
 */
const clutter = new Set(
  `subscription-widget-wrap subscription-widget-wrap-editor button-wrapper captioned-button-wrap sharedaddy jp-relatedposts feedflare
  addtoany_share_save_container footnote footnotes footnote-ref footnote-anchor footnote-backref reversefootnote wp-block-footnotes
  screen-reader-text sr-only visually-hidden headerlink header-anchor heading-anchor hash-link lineno linenos lnt rouge-gutter
  katex-mathml kg-signup-card kg-button-card kg-cta-card kg-audio-card kg-file-card kg-bookmark-description kg-bookmark-metadata anchor-link
  instagram-media tiktok-embed`.split(/\s+/),
);

/** @see https://www.w3.org/TR/dpub-aria-1.1/ (read 2026-11) */
const clutterRoles = new Set(["doc-noteref", "doc-backlink", "doc-footnote", "doc-endnotes"]);

/** What stands under a picture, as WordPress and Blogger wrote it before there was `figcaption`. */
const captions = new Set(["wp-caption-text", "gallery-caption", "tr-caption"]);

/** Whether an element is there for the page and says nothing of the entry's own. */
export function isClutter(tag: OpenTag): boolean {
  const has = (name: string) => tag.attributes.some((attribute) => attribute.name === name);
  if (has("hidden") || (tag.name === "sup" && has("data-fn"))) return true;
  // Line numbers; on other elements a matter of layout.
  if (tag.name === "td" && classesOf(tag).includes("gutter")) return true;
  // A sign beside a heading; elsewhere it may be any place of a page.
  if (tag.name === "a" && classesOf(tag).includes("anchor")) return true;
  if (/display\s{0,5}:\s{0,5}none/i.test(attributeText(tag, "style") ?? "")) return true;
  if (
    tag.name === "a" &&
    /#(?:user-content-)?_?fn(?:ref)?\W?\w{0,40}$/.test(attributeText(tag, "href") ?? "")
  )
    return true;
  return (
    clutterRoles.has(attributeText(tag, "role") ?? "") || classesOf(tag).some((name) => clutter.has(name))
  );
}

/** Whether an element says what is to be seen in a picture: beside the picture a caption, without it a riddle. */
export function isCaption(tag: OpenTag): boolean {
  return tag.name === "figcaption" || classesOf(tag).some((name) => captions.has(name));
}

function classesOf(tag: OpenTag): string[] {
  return (attributeText(tag, "class") ?? "").split(/\s+/);
}

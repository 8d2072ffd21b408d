import { decodeHTML } from "entities";
import { withoutUnseenEnds } from "./clean-text.ts";
import { attributeText } from "./html-images.ts";
import type { OpenTag } from "./markup-tokens.ts";

/**
 * What blogging programs write around or between the entry's own words, by the class that they give it: buttons and
 * sign-up boxes (Substack, Ghost), sharing and related posts (WordPress), notes, the numbers of code's lines, spoilers, and what
 * stands in for a post of another network until a script has fetched it. As their feeds had it in 2026.
 */
const clutter = new Set(
  `subscription-widget-wrap subscription-widget-wrap-editor button-wrapper captioned-button-wrap sharedaddy jp-relatedposts feedflare
  addtoany_share_save_container footnotes footnote-ref footnote-anchor footnote-backref reversefootnote wp-block-footnotes
  screen-reader-text sr-only visually-hidden lineno linenos lnt rouge-gutter
  katex-mathml kg-signup-card kg-button-card kg-cta-card kg-audio-card kg-file-card kg-bookmark-description kg-bookmark-metadata
  embedded-post-wrap embedded-publication-wrap install-substack-app-embed poll-embed
  instagram-media tiktok-embed text-post-media mastodon-embed reddit-embed-bq reddit-card fb-xfbml-parse-ignore imgur-embed-pub
  codepen flickr-embed spoiler spoiled md-spoiler-text spoiler-text`.split(/\s+/),
);
/** Threads, Instagram, Mastodon and TikTok name the post that a script is to fetch. */
const embedAttributes = new Set(
  "data-text-post-permalink data-instgrm-permalink data-embed-url data-video-id".split(" "),
);
/** A post of another network with its words, or nothing but its address. */
const embeds = new Set("twitter-tweet twitter-video bluesky-embed wp-block-embed__wrapper".split(" "));

/** Of signs beside headings. Where the heading stands inside of it, it says more than a sign. */
const signs = new Set("headerlink header-anchor heading-anchor hash-link anchor-link anchor".split(" "));

/** @see https://www.w3.org/TR/dpub-aria-1.1/ (read 2026-11) */
const clutterRoles = new Set(["doc-noteref", "doc-backlink", "doc-footnote", "doc-endnotes"]);

/** What stands under a picture, as WordPress and Blogger wrote it before there was `figcaption`. */
const captions = new Set(["wp-caption-text", "gallery-caption", "tr-caption"]);

/** Where an element stands. */
export interface Surroundings {
  /** The document that it is a part of. */
  html: string;
  /** The entry's page, if known. */
  page: string | undefined;
  /** Whether it is inside of `sup`. */
  isRaised: boolean;
}

/** Whether an element is there for the page and says nothing of the entry's own. */
export function isClutter(tag: OpenTag, surroundings: Surroundings): boolean {
  const has = (name: string) => tag.attributes.some((attribute) => attribute.name === name);
  const classes = classesOf(tag);
  if (has("hidden") || (tag.name === "sup" && has("data-fn"))) return true;
  // Line numbers; on other elements a matter of layout.
  if (tag.name === "td" && classes.includes("gutter")) return true;
  if (/display\s{0,5}:\s{0,5}none/i.test(attributeText(tag, "style") ?? "")) return true;
  if (clutterRoles.has(attributeText(tag, "role") ?? "") || classes.some((name) => clutter.has(name)))
    return true;
  const words = () => wordsIn(tag, surroundings.html);
  if (isPlaceholder(tag, classes, words)) return true;
  if (classes.includes("footnote")) return tag.name !== "a" || isMark(words());
  if (classes.some((name) => signs.has(name)) && /^(?:a|span|button)$/.test(tag.name))
    return isSign(words()) && !isWholeHeading(tag, surroundings.html);
  return tag.name === "a" && isNoteMark(attributeText(tag, "href") ?? "", words, surroundings);
}

function isNoteMark(
  href: string,
  words: () => string | undefined,
  { isRaised, page }: Surroundings,
): boolean {
  if (!noteTarget.test(href)) return false;
  return isRaised ? isMark(words()) : isSign(words()?.replace(/\d{1,3}/, "")) && isHere(href, page);
}

/** `#fn1`, `#user-content-fnref-2`, Word's `#_ftn3`, MediaWiki's `#cite_note-4`. */
const noteTarget =
  /#(?:user-content-)?_{0,2}(?:fn|ftn|edn|foot-?notes?|end-?notes?|note|cite[-_]?note|cite[-_]?ref|sdfootnote|easy-footnote)[\w.:-]{0,80}$/i;

/** A post of another network that is not here: nothing but its address, or an attribute for a script. */
function isPlaceholder(tag: OpenTag, classes: string[], words: () => string | undefined): boolean {
  if (tag.name === "blockquote" && tag.attributes.some(({ name }) => embedAttributes.has(name))) return true;
  if (classes.some((name) => embeds.has(name))) return /^(?:\S+\/\S*)?$/.test(words() ?? "more");
  return (
    tag.name === "a" &&
    /\bbsky\.app\//.test(attributeText(tag, "href") ?? "") &&
    words() === "[image or embed]"
  );
}

/** `¶`, `#`, or words that only say that it is a link. */
function isSign(words: string | undefined): boolean {
  const sign = /^(?:[^\p{L}\p{N}]{0,6}|.{0,3}(?:(?:perma|direct |copy )?link(?: to .{0,200})?|anchor))$/iu;
  return words !== undefined && sign.test(words);
}

/** `2`, `[2]`, `b`, `↩︎`. */
function isMark(words: string | undefined): boolean {
  return words !== undefined && /^[^\p{L}]{0,3}(?:[^\p{L}]{0,3}|\p{L}{1,3})[^\p{L}]{0,3}$/u.test(words);
}

/** Whether nothing else stands in the heading. */
function isWholeHeading(tag: OpenTag, html: string): boolean {
  const before = html.slice(Math.max(0, tag.start - longestMark), tag.start);
  const behind = html.slice(tag.end, tag.end + longestMark);
  return /<h[1-6](?:\s[^<>]{0,500})?>\s*$/i.test(before) && /^.*?<\/a\s*>\s*<\/h[1-6]/is.test(behind);
}

/** How much is read of a link's inside: a mark is short. */
const longestMark = 600;

/** The words inside of an element; undefined where it is longer than any mark. */
function wordsIn(tag: OpenTag, html: string): string | undefined {
  if (tag.isSelfClosing) return "";
  const near = html.slice(tag.end, tag.end + longestMark);
  const end = near.search(new RegExp(`</${tag.name}\\b`, "i"));
  if (end < 0) return undefined;
  return withoutUnseenEnds(decodeHTML(near.slice(0, end).replace(/<[^<>]{0,600}>/g, ""))).trim();
}

/** Whether a link leads to a place in the entry's own page. */
function isHere(href: string, page: string | undefined): boolean {
  if (href.startsWith("#") || page === undefined || !URL.canParse(href) || !URL.canParse(page)) return true;
  const path = (address: string) => new URL(address).pathname.replace(/\/$/, "");
  return path(href) === path(page);
}

/** Whether an element says what is to be seen in a picture: beside the picture a caption, without it a riddle. */
export function isCaption(tag: OpenTag): boolean {
  return tag.name === "figcaption" || classesOf(tag).some((name) => captions.has(name));
}

function classesOf(tag: OpenTag): string[] {
  return (attributeText(tag, "class") ?? "").split(/\s+/).filter((name) => name !== "");
}

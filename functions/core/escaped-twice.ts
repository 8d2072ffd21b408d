import { decodeHTML } from "entities";

const blocks =
  "p|div|h[1-6]|ul|ol|dl|blockquote|table|section|article|figure|pre|header|main|center|aside|address|details";
const begins = new RegExp(String.raw`^\s*<(?:${blocks}|img|iframe|hr|br)(?:\s[^<>]{0,2000})?/?>`, "i");
const ends = new RegExp(
  String.raw`(?:</(?:${blocks}|iframe)\s*>|<(?:img|hr|br)(?:\s[^<>]{0,2000})?/?>)\s*$`,
  "i",
);
/** What is read of each end. */
const endLength = 3_000;

/**
 * HTML whose writer escaped it once more than needed, as HTML: where a reader would see nothing but tags. Only where the
 * whole is markup, from a block's tag to a block's tag: "how to use <p>" is about a tag.
 */
export function withoutSecondEscape(html: string): string {
  if (html.includes("<") || !/&(?:amp;)?(?:lt|#60|#x3c);/i.test(html.slice(0, endLength))) return html;
  // `&amp;lt;p&amp;gt;`: escaped a third time.
  const once = decodeHTML(html);
  const markup = once.includes("<") ? once : decodeHTML(once);
  return begins.test(markup.slice(0, endLength)) && ends.test(markup.slice(-endLength)) ? markup : html;
}

import type { SandboxBehaviour } from "../behaviour.ts";

/** @see https://developers.facebook.com/docs/threads/posts (read 2026-04) */
export const textLimit = 500;

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });
const emoji = /^(?:\p{RGI_Emoji}|\p{Emoji_Presentation}|.\u{FE0F})/v;
const utf8 = new TextEncoder();

/** The length of a text as Threads counts it, by the rule that is switched on. */
export function textLength(text: string, rule: SandboxBehaviour["textCount"]): number {
  switch (rule) {
    case "bytes":
      return utf8.encode(text).length;
    case "code-points":
      return [...text].length;
    case "docs": {
      let length = 0;
      for (const { segment } of graphemes.segment(text))
        length += emoji.test(segment) ? utf8.encode(segment).length : [...segment].length;
      return length;
    }
    default:
      return rule satisfies never;
  }
}

/** The links in a text, each once, without the punctuation that follows them. */
export function linksIn(text: string): string[] {
  return [...new Set([...text.matchAll(/https?:\/\/[^\s<>"]+/giu)].map(([link]) => withoutTrail(link)))];
}

/** Names of sites in a text that stand without a scheme, such as `example.com`. */
export function bareLinksIn(text: string): string[] {
  const words = text.replace(/https?:\/\/[^\s<>"]+/giu, " ").split(/[\s<>"'(),;:!?]+/u);
  return words.filter((word) => /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}(?:\/.*)?$/u.test(word));
}

/** A closing bracket belongs to a link that opened one, as in addresses of Wikipedia. */
export function withoutTrail(link: string): string {
  const bare = link.replace(/[.,;:!?'")\]}…]+$/u, "");
  return bare.includes("(") && !bare.includes(")") && link.startsWith(`${bare})`) ? `${bare})` : bare;
}

/**
 * The topic in a text: its first valid `#tag`. A tag ends before a space or any of `. & @ ! ? , ; :`
 * and is not made of digits alone (same page).
 */
export function topicIn(text: string): string | undefined {
  for (const [, tag] of text.matchAll(/(?<![^\s])#([^\s.&@!?,;:#]+)/gu))
    if (tag !== undefined && !/^\p{Nd}+$/u.test(tag)) return tag;
  return undefined;
}

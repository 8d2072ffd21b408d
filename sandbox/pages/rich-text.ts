import { html } from "hono/html";
import { withoutTrail } from "../graph/text-rules.ts";
import type { Html } from "./page-frame.ts";

const special =
  /(?<link>https?:\/\/[^\s<>"]+)|(?<=^|[\s(])@(?<name>[\w.]*\w)|(?<=^|\s)#(?<tag>[^\s.&@!?,;:#]*[^\s.&@!?,;:#\p{Nd}][^\s.&@!?,;:#]*)/giu;
const longestShown = 42;

/** A post's text as its readers see it: links shortened, mentions and tags coloured, lines kept. */
export function richText(text: string): Html[] {
  const parts: Html[] = [];
  let done = 0;
  for (const match of text.matchAll(special)) {
    const { link, name, tag } = match.groups ?? {};
    const shown = link === undefined ? match[0] : withoutTrail(link);
    parts.push(html`${text.slice(done, match.index)}`);
    if (link !== undefined) parts.push(outward(shown));
    else if (name !== undefined) parts.push(html`<a href="/@${name}">${shown}</a>`);
    else if (tag !== undefined) parts.push(html`<span class="tag">${shown}</span>`);
    done = match.index + shown.length;
  }
  parts.push(html`${text.slice(done)}`);
  return parts;
}

function outward(link: string): Html {
  const bare = [...link.replace(/^https?:\/\/(www\.)?/i, "").replace(/\/$/, "")];
  const shown = bare.length > longestShown ? `${bare.slice(0, longestShown - 1).join("")}…` : bare.join("");
  return html`<a href="${link}" title="${link}" rel="nofollow noopener noreferrer">${shown}</a>`;
}

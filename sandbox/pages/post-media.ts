import { html } from "hono/html";
import type { Content, Post } from "../world.ts";
import type { Html } from "./page-frame.ts";

/** What a post shows beside its text: a picture, a video, or several in a row that scrolls sideways. */
export function postMedia({ content, children }: Post): Html | "" {
  if (children === undefined) return medium(content, "");
  const count = children.length;
  // Without a script a row can only be scrolled from the keyboard when it can have the focus.
  return html`<ul class="album" tabindex="0" aria-label="${count} pictures or videos in a row">
${children.map((child, position) => html`<li>${medium(child.content, `${position + 1}/${count}`)}</li>`)}
</ul>`;
}

function medium({ picture, video, altText, isSpoiler }: Content, place: string): Html | "" {
  if (picture === undefined && video === undefined) return "";
  const kind = picture === undefined ? "video" : "still";
  const spoiler = isSpoiler ? html` tabindex="0" aria-label="Spoiler"` : "";
  return html`<figure class="picture ${kind}${isSpoiler ? " spoiler" : ""}"${spoiler}>
${picture === undefined ? moving(video, altText) : still(picture, altText)}
${altText === undefined ? "" : html`<figcaption title="${altText}">ALT</figcaption>`}
${place === "" ? "" : html`<span class="place" aria-hidden="true">${place}</span>`}
</figure>`;
}

function still({ file, width, height }: NonNullable<Content["picture"]>, altText: string | undefined): Html {
  return html`<img src="/media/${file}" width="${width}" height="${height}" alt="${altText ?? ""}">`;
}

function moving(video: Content["video"], altText: string | undefined): Html {
  if (video?.file === undefined)
    return html`<p class="unkept"><strong>Video${size(video?.lengthInBytes)}</strong>
<span>${altText ?? "Too large for the sandbox to keep."}</span></p>`;
  return html`<video controls playsinline preload="metadata" src="/media/${video.file}" aria-label="${altText ?? "Video"}"></video>`;
}

const megabytes = new Intl.NumberFormat("en", { style: "unit", unit: "megabyte", maximumFractionDigits: 0 });

function size(lengthInBytes: number | undefined): string {
  return lengthInBytes === undefined ? "" : `, ${megabytes.format(lengthInBytes / 1_000_000)}`;
}

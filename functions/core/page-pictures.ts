import type { EntryImage } from "./entry.ts";
import { resolveAddress } from "./feed-addresses.ts";
import { attributeText } from "./html-images.ts";
import { readMarkup } from "./markup-tokens.ts";

/**
 * The picture that a page names for itself, with the description that it gives; the first where it names several.
 *
 * @param base - the page's address.
 * @see https://ogp.me
 */
export function pagePicture(html: string, base: string): EntryImage | undefined {
  const said = new Map<string, string>();
  const say = (name: string | undefined, content: string | undefined) => {
    if (name !== undefined && content !== undefined && !said.has(name)) said.set(name, content);
  };
  let asides = 0;
  readMarkup(html, "html", {
    open(tag) {
      if (isAside(tag.name) && !tag.isSelfClosing) asides += 1;
      if (asides > 0) return;
      if (tag.name === "link") say(attributeText(tag, "rel")?.toLowerCase(), attributeText(tag, "href"));
      if (tag.name !== "meta") return;
      const name = (attributeText(tag, "property") ?? attributeText(tag, "name"))?.toLowerCase();
      say(name, attributeText(tag, "content"));
    },
    close(name) {
      if (isAside(name)) asides = Math.max(0, asides - 1);
    },
  });
  const first = (...names: string[]) => names.map((name) => said.get(name)).find(Boolean);
  const url = resolveAddress(
    first(
      "og:image:secure_url",
      "og:image",
      "og:image:url",
      "twitter:image",
      "twitter:image:src",
      "image_src",
    ),
    base,
  );
  if (url === undefined) return undefined;
  const alt = first("og:image:alt", "twitter:image:alt");
  return alt === undefined ? { url } : { url, alt };
}

/** What stands inside is for other occasions. */
function isAside(name: string): boolean {
  return name === "template" || name === "noscript" || name === "svg";
}

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
  readMarkup(html, "html", {
    open(tag) {
      if (tag.name !== "meta") return;
      const name = (attributeText(tag, "property") ?? attributeText(tag, "name"))?.toLowerCase();
      const content = attributeText(tag, "content");
      if (name !== undefined && content !== undefined && !said.has(name)) said.set(name, content);
    },
  });
  const first = (...names: string[]) => names.map((name) => said.get(name)).find(Boolean);
  const url = resolveAddress(
    first("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src"),
    base,
  );
  if (url === undefined) return undefined;
  const alt = first("og:image:alt", "twitter:image:alt");
  return alt === undefined ? { url } : { url, alt };
}

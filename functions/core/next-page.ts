import { attributeOf, childrenOf } from "./element-text.ts";
import { resolveAddress } from "./feed-addresses.ts";
import type { XmlElement } from "./feed-xml.ts";

/**
 * Where a feed, or its channel, says that its older entries stand: the next page of a paged feed, the archive before this
 * document of an archived one.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5005
 */
export function nextPageOf(holder: XmlElement): { nextPage?: string } {
  for (const relation of ["next", "prev-archive"]) {
    const link = childrenOf(holder, "atom:link").find(
      (one) => attributeOf(one, "rel")?.toLowerCase() === relation,
    );
    const nextPage = resolveAddress(attributeOf(link, "href"), link?.base);
    if (nextPage !== undefined) return { nextPage };
  }
  return {};
}

/** One of the sizes in which a page offers a picture. */
export interface SourceSize {
  /** As written. */
  url: string;
  /** `300w`, `2x`; empty where the page does not say. */
  descriptor: string;
}

/**
 * The sizes in a `srcset`.
 *
 * Addresses may hold commas; one that separates is followed by white space, or comes after the size.
 */
export function sourceSizes(srcset: string): SourceSize[] {
  return srcset
    .slice(0, 20_000)
    .split(/,\s+|(?<=\s\d{1,5}(?:\.\d{1,2})?[wx]),/)
    .map((part) => {
      const [url = "", descriptor = ""] = part.trim().split(/\s+/);
      return { url, descriptor };
    })
    .filter(({ url }) => url !== "");
}

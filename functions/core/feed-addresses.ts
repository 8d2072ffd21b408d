/**
 * Longer ones are not links but data; browsers and servers give up far below (8 kB is a common limit for a
 * request line).
 */
const longestAddress = 8_192;

/**
 * An address of a feed as an absolute one, or nothing when it is none that can be opened: empty, unreadable,
 * or neither http nor https.
 *
 * Line breaks inside of it are wrapping and go, and `&amp;` that is still there after decoding was escaped
 * twice.
 *
 * @param base - where the text stood; without one, only absolute addresses count.
 */
export function resolveAddress(raw: string | undefined, base: string | undefined): string | undefined {
  if (raw === undefined || raw.length > longestAddress) return undefined;
  const written = raw
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .join("")
    .replaceAll("&amp;", "&");
  if (written === "") return undefined;
  const url = URL.parse(written, base);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) return undefined;
  return url.href.length > longestAddress ? undefined : url.href;
}

/** Whether a text is an address of the web by itself, as a `guid` may or may not be. */
export function isWebAddress(text: string | undefined): text is string {
  return text !== undefined && /^\s*https?:\/\/\S+\s*$/i.test(text.slice(0, longestAddress));
}

/**
 * The same address for people: host and path, short, without credentials and without the query, where private
 * feeds keep their keys.
 */
export function describeAddress(address: string): string {
  const url = URL.parse(address);
  if (url === null)
    return `"${cut(
      address
        .slice(0, 500)
        .replace(/[?#].*/s, "")
        .replace(/^[^@]*@/, "…@"),
    )}"`;
  if (url.protocol === "file:") return cut(url.pathname);
  if (url.protocol !== "http:" && url.protocol !== "https:") return `"${cut(url.protocol)}…"`;
  return cut(url.host + (url.pathname === "/" ? "" : url.pathname));
}

function cut(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

/**
 * Longer ones are not links but data; browsers and servers give up far below (8 kB is a common limit for a
 * request line).
 */
const longestAddress = 8_192;

/** `localhost:4000/x`, `10.0.0.7:80/x`: by the letter a scheme of its own, or a path. */
const hostWithoutScheme =
  /^(?:localhost(?::\d{1,5})?|(?:[a-z\d][a-z\d.-]{0,252}|\[[\da-f:.]{2,45}\]):\d{2,5}(?=\/))(?=[/?#]|$)/i;

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
  const url = URL.parse(hostWithoutScheme.test(written) ? `http://${written}` : written, base);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) return undefined;
  return url.href.length > longestAddress ? undefined : url.href;
}

/** A file on its writer's computer: `file:///home/ann/x.html`, `C:\blog\x.html`. */
export function fileAddress(raw: string | undefined): string | undefined {
  if (raw === undefined || raw.length > longestAddress) return undefined;
  const written = raw.trim();
  if (/^[a-z]:[\\/]/i.test(written)) return URL.parse(`file:///${written}`)?.href;
  return /^file:/i.test(written) ? URL.parse(written)?.href : undefined;
}

/** Whether a text is an address of the web by itself, as a `guid` may or may not be. */
export function isWebAddress(text = ""): boolean {
  return /^\s*https?:\/\/\S+\s*$/i.test(text.slice(0, longestAddress));
}

/** Whether the id of an entry of Atom or JSON Feed is its page. */
export function isPageId(id: string | undefined): boolean {
  return isWebAddress(id) || /^\/[^\s/]\S*$/.test(id?.slice(0, longestAddress) ?? "");
}

/**
 * Whether a guid is a place, so that it leads to the page: an address of the web, or a path. Where its writer says so, anything
 * relative is one; else only what can hardly be a name (`tag:…`, `note-1`, `Zm9v/YmFy`).
 */
export function isPlace(guid: string, isSaid: boolean): boolean {
  if (isWebAddress(guid) || fileAddress(guid) !== undefined) return true;
  const written = guid.slice(0, longestAddress).trim();
  if (/\s/.test(written) || /^[a-z][a-z\d+.-]{0,30}:/i.test(written)) return false;
  if (isSaid) return /^[?#]|[/.]/.test(written);
  return (
    /^\.{0,2}\/[^\s/]/.test(written) ||
    /^\/\/[\w-]{1,63}\.[\w.-]{1,200}(?:\/|$)/.test(written) ||
    /^\?[\w-]{1,30}=[^\s=]/.test(written) ||
    /^[a-z\d][a-z\d._~-]{0,200}\/[a-z\d._~/-]{1,500}$/.test(written) ||
    /^[\w~/-]{1,500}\.(?:html?|php|aspx?)$/i.test(written)
  );
}

/** What a relative address is relative to: `?p=1` and `#note` are meant for the blog, not for the feed's file. */
export function baseOfAddress(
  written: string | undefined,
  base: string | undefined,
  homePage: string | undefined,
): string | undefined {
  if (written === undefined || !/^\s*[?#]/.test(written)) return base ?? homePage;
  return homePage ?? (base === undefined ? undefined : URL.parse(".", base)?.href);
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

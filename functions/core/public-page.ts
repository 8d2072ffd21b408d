import ipaddr from "ipaddr.js";

/** Names that no public server has. @see https://www.iana.org/assignments/special-use-domain-names (read 2026-11) */
const privateNames =
  /(?:^|\.)(?:localhost|local|test|invalid|internal|intranet|private|lan|home|corp|localdomain|home\.arpa)$/;

/**
 * Why nobody but its writer can open an address: it leads to his own machine or network, or to a file. A feed that was built
 * there, by `jekyll serve` or `hugo server`, is full of such.
 *
 * The platform's parser has by then turned every spelling of an IPv4 address (`2130706433`, `0x7f.1`) into the usual one.
 *
 * @param feed - where the feed itself is: one on a private host may lead to the same host, for trying things out.
 */
export function whyNobodyCanOpen(address: string | undefined, feed?: string): string | undefined {
  if (address === undefined) return undefined;
  const url = URL.parse(address);
  if (url === null) return undefined;
  if (url.protocol === "file:") return "leads to a file on a computer";
  if (url.protocol !== "http:" && url.protocol !== "https:") return undefined;
  if (isPublicHost(url.hostname)) return undefined;
  if (feed !== undefined && URL.parse(feed)?.hostname === url.hostname) return undefined;
  return `leads to ${url.host}, which nobody else can reach`;
}

/** As far as a host's name tells. */
function isPublicHost(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  if (ipaddr.isValid(bare)) return isPublicAddress(bare);
  return bare.includes(".") && !privateNames.test(bare.toLowerCase());
}

/** Where a cloud tells its machines their secrets, at an address that looks like any other: Azure's. The other clouds' are private. */
const metadataServices = new Set(["168.63.129.16", "::ffff:168.63.129.16", "::ffff:a83f:8110"]);

/**
 * Whether an address belongs to the public web: no loopback, no private or link-local net, none reserved or
 * mapped onto these.
 *
 * Of IPv6 only 2000::/3 was ever given out; the check names it because `::127.0.0.1`, an old way to write
 * IPv4, passes for unicast.
 *
 * @see https://www.iana.org/assignments/ipv6-address-space/ipv6-address-space.xhtml
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address) || metadataServices.has(address)) return false;
  const parsed = ipaddr.process(address);
  const [firstByte = 0] = parsed.toByteArray();
  return parsed.range() === "unicast" && (parsed.kind() === "ipv4" || (firstByte & 0xe0) === 0x20);
}

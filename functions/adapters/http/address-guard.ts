import { isIP } from "node:net";
import { FeedloomError } from "../../core/errors.ts";
import { describeAddress } from "../../core/feed-addresses.ts";
import { isPublicAddress } from "../../core/public-page.ts";
import { shownAddress } from "../../core/shown-address.ts";

/**
 * Whose feeds may be on this machine or its own network: everybody's, each at its own origin; or those of these origins
 * (`http://192.168.1.4:8080`), which may also lead to one another.
 */
export type AllowPrivate = boolean | readonly string[];

/**
 * The origins that may be private while a feed is looked at: that of its configured address, which nobody but our owner
 * wrote, and those that he named beside it. Where else it redirects, and where else its pictures and pages are, others say:
 * they would reach whatever listens here.
 */
export function openOrigins(feed: string | undefined, allowPrivate: AllowPrivate): readonly string[] {
  const origin = URL.parse(feed ?? "")?.origin;
  if (origin === undefined || allowPrivate === false) return [];
  if (allowPrivate === true) return [origin];
  const named = allowPrivate.flatMap((allowed) => URL.parse(allowed)?.origin ?? []);
  return named.includes(origin) ? named : [];
}

/**
 * Reads an address that a stranger wrote and refuses what is never fetched, as far as that can be told from
 * the text.
 *
 * The parser of the platform has by then turned every spelling of an IPv4 address (`127.1`, `2130706433`,
 * `0x7f.1`, full-width digits) into the usual one. What a name stands for is the business of {@link
 * isPublicAddress}, at the connection.
 *
 * @param from - the address that redirected here; relative ones resolve against it.
 * @param open - the origins that may be private: see {@link openOrigins}.
 * @throws FeedloomError `FEED_REFUSED` - no http or https, credentials, a strange port, a private address,
 *   or from https back to http.
 * @throws FeedloomError `FEED_UNREACHABLE` - a redirect without a readable address.
 */
export function guardedAddress(address: string, from: URL | undefined, open: readonly string[]): URL {
  const url = address === "" ? null : URL.parse(address, from?.href);
  const via = from === undefined ? "" : `${describeAddress(from.href)} redirects to `;
  if (url === null) {
    if (from === undefined)
      throw refused(`${describeAddress(address)} is no address; write it with https://`);
    throw new FeedloomError("FEED_UNREACHABLE", `${via}nowhere; tell its owner, or try later`);
  }
  const shown = `${via}${from === undefined ? describeAddress(url.href) : shownAddress(url.href)}`;
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw refused(`${via}an address of ${url.protocol}, which is never fetched; give one with https://`);
  }
  if (url.username !== "" || url.password !== "") {
    const without = shownAddress(`${url.protocol}//${url.host}${url.pathname}${url.search}`);
    throw refused(`${shown} with a name or password in the address; give ${without}`);
  }
  if (from?.protocol === "https:" && url.protocol === "http:") {
    const [secure, plain] = [shownAddress(url.href.replace(/^http:/, "https:")), shownAddress(url.href)];
    throw refused(
      `${shown}, from https to http; give ${secure} if it is there as well, else ${plain} itself`,
    );
  }
  if (open.includes(url.origin)) return url;
  // The URL parser drops the port that belongs to the scheme.
  if (!["", "80", "443"].includes(url.port)) {
    throw refused(`${shown} is on port ${url.port}; only 80 and 443 are fetched; ${howToOpen}`);
  }
  const literal = literalAddress(url.hostname);
  if (literal !== undefined && !isPublicAddress(literal)) throw notPublic(shown, literal);
  return url;
}

const howToOpen =
  "if it is on your own network, set FEEDLOOM_ALLOW_PRIVATE_FEEDS=1, which opens the feed's address in the configuration";

/** The address in a host name that is one, the brackets of IPv6 off. */
export function literalAddress(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[|\]$/g, "");
  return isIP(bare) === 0 ? undefined : bare;
}

export function notPublic(shown: string, address: string): FeedloomError {
  const where = shown.includes(address) ? shown : `${shown} is at ${address}, which`;
  return refused(`${where} is no public address; ${howToOpen}`);
}

function refused(message: string): FeedloomError {
  return new FeedloomError("FEED_REFUSED", message);
}

import { pictureTypes } from "../media-store.ts";
import type { Site } from "../site.ts";
import type { Card, Picture } from "../world.ts";
import { boundedFetch, type FetchLimits, isLoopback, Unfetchable } from "./bounded-fetch.ts";
import { sizeOf } from "./fetch-picture.ts";
import { pagePreview, pageText } from "./page-preview.ts";

/** For page and picture together, so that a call with a card answers within a client's patience. */
const patienceMs = 3_000;
const mostPageBytes = 1024 * 1024;
const mostPictureBytes = 8 * 1024 * 1024;

/**
 * Makes the preview card of a link, while its container is made.
 *
 * @returns `isWhole: false` when the page could not be read; the card then shows host and path.
 */
export async function linkCard(site: Site, address: string): Promise<{ card: Card; isWhole: boolean }> {
  const url = URL.parse(address);
  if (url === null) return { card: { url: address, host: address, path: "" }, isWhole: false };
  const path = url.pathname === "/" ? "" : decodedPath(url.pathname);
  const card: Card = { url: url.href, host: url.host.replace(/^www\./, ""), path };
  // What is out of reach by choice is not the link's fault.
  if (!isInReach(site, url)) return { card, isWhole: true };
  const limits = {
    signal: AbortSignal.timeout(patienceMs),
    mayFetch: (asked: URL) => isInReach(site, asked),
    // Meta refuses pages that redirect; where a plain card will do, we are kinder.
    mostRedirects: site.behaviour.badLinkCard === "plain-card" ? 3 : 0,
  };
  try {
    const page = await boundedFetch(address, { ...limits, mostBytes: mostPageBytes, overflow: "cut" });
    if (!/html/i.test(page.contentType)) return { card, isWhole: false };
    const { title, description, imageAddress } = pagePreview(pageText(page.bytes, page.contentType));
    const picture =
      imageAddress === undefined ? undefined : await cardPicture(site, imageAddress, page.url, limits);
    return { card: { ...card, title, description, picture }, isWhole: true };
  } catch (error) {
    if (!(error instanceof Unfetchable)) throw error;
    return { card, isWhole: false };
  }
}

function isInReach(site: Site, url: URL): boolean {
  if (site.cards === "off" || !["http:", "https:"].includes(url.protocol)) return false;
  return site.cards === "any" || isLoopback(url);
}

async function cardPicture(
  site: Site,
  address: string,
  page: URL,
  limits: Pick<FetchLimits, "signal" | "mayFetch" | "mostRedirects">,
): Promise<Picture | undefined> {
  try {
    const { bytes } = await boundedFetch(URL.parse(address, page.href)?.href ?? "", {
      ...limits,
      mostBytes: mostPictureBytes,
      overflow: "fail",
    });
    const { type, width, height } = sizeOf(bytes);
    return pictureTypes[type] === undefined
      ? undefined
      : { file: site.media.keep(bytes, type), width, height };
  } catch (error) {
    if (!(error instanceof Unfetchable)) throw error;
    return undefined;
  }
}

function decodedPath(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

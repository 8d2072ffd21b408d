import pLimit from "p-limit";
import type { Route } from "../core/configuration.ts";
import { carouselItems } from "../core/content.ts";
import type { EntryImage } from "../core/entry.ts";
import type { LeftOut, NewEntry } from "../core/new-entries.ts";
import { pagePicture } from "../core/page-pictures.ts";
import { isLoopback, whyUnusable } from "../core/picture-demands.ts";
import { whyPrivate, withoutPrivateFiles } from "../core/private-files.ts";
import { shownAddress } from "../core/shown-address.ts";
import type { Pictures } from "../ports/pictures.ts";
import type { PollerServices } from "../runtime/services.ts";
import type { ReadingTime } from "./reading-time.ts";

/** All looks for one feed; the poller has four minutes for all its feeds. What is not looked at by then Threads looks at. */
const looksAtMostInMs = 20_000;
/** Of an entry whose first pictures are no good: further ones are left to the publisher. */
const singleLooks = 4;
/** At once, at one host as a rule. */
const atOnce = 4;

export type LookingServices = Pick<PollerServices, "clock" | "log"> & {
  pictures?: Pictures;
  time: ReadingTime;
};

/** Whether a route's posts show pictures of the entry: the others are never looked at. */
function wantsPictures({ style }: Route): boolean {
  return style === "image" || style === "carousel" || style === "video";
}

/**
 * The entries that are to be posted, with those of their pictures that Threads takes: each is looked at before it is used,
 * and an entry without any takes its page's own. Nothing here fails or lasts: an entry that could not be looked at goes
 * as it is, and Threads refusing a picture costs the picture.
 */
export async function lookAtPictures(
  fresh: NewEntry[],
  route: Route,
  { clock, log, pictures, time }: LookingServices,
): Promise<NewEntry[]> {
  if (pictures === undefined || !wantsPictures(route)) return fresh;
  const until = clock.now().getTime() + looksAtMostInMs;
  const looked: NewEntry[] = [];
  for (const found of fresh) {
    const isWanted = found.decision.verdict !== "skip" && clock.now().getTime() < until;
    looked.push(
      isWanted ? await lookAt(withoutPrivateFiles(found, route.url), route, pictures, time) : found,
    );
  }
  for (const { key, leftOut = [] } of looked) {
    const shown = leftOut.map(({ url, why }) => ({ url: shownAddress(url), why }));
    if (shown.length > 0)
      log.info("pictures left out", { feed: shownAddress(route.url), entry: key, leftOut: shown });
  }
  return looked;
}

async function lookAt(
  found: NewEntry,
  { style, url: feed }: Route,
  pictures: Pictures,
  time: ReadingTime,
): Promise<NewEntry> {
  const { entry } = found;
  const most = style === "carousel" ? carouselItems.most : singleLooks;
  const limit = pLimit(style === "carousel" ? atOnce : 1);
  let hasOne = false;
  const seen = await Promise.all(
    entry.images.slice(0, most).map((image) =>
      limit(async () => {
        if (hasOne && style !== "carousel") return { image };
        const looked = await seenAs(image, feed, pictures);
        hasOne ||= "image" in looked;
        return looked;
      }),
    ),
  );
  const images = seen.flatMap((one) => ("image" in one ? [one.image] : []));
  const leftOut = [
    ...(found.leftOut ?? []),
    ...seen.flatMap((one) => ("leftOut" in one ? [one.leftOut] : [])),
  ];
  images.push(...entry.images.slice(most));
  if (images.length === 0 && entry.link !== undefined) {
    const ofPage = await pictureOfPage(entry.link, feed, pictures, time);
    if (ofPage !== undefined && "image" in ofPage) images.push(ofPage.image);
    else if (ofPage !== undefined) leftOut.push(ofPage.leftOut);
  }
  return { ...found, entry: { ...entry, images }, ...(leftOut.length === 0 ? {} : { leftOut }) };
}

type Looked = { image: EntryImage } | { leftOut: LeftOut };

/**
 * By the address where it was found: Threads follows no redirects to a picture. It may be signed for
 * minutes, so the feed's own is kept as well, and looked at again before the post goes out.
 */
async function seenAs(image: EntryImage, feed: string, pictures: Pictures): Promise<Looked> {
  // Threads takes none from http, and most servers have the same on https.
  const secure = onHttps(image.url);
  const there = secure === undefined ? undefined : await pictures.look(secure, feed);
  if (secure !== undefined && there?.kind === "file" && whyUnusable(there) === undefined)
    return seenAs({ ...image, url: secure }, feed, pictures);
  const look = await pictures.look(image.url, feed);
  const why = whyUnusable(look);
  if (why !== undefined) return { leftOut: { url: image.url, why } };
  if (look.kind !== "file" || look.url === image.url) return { image };
  return { image: { ...image, url: look.url, source: image.url } };
}

function onHttps(address: string): string | undefined {
  const url = new URL(address);
  if (url.protocol !== "http:" || isLoopback(address)) return undefined;
  url.protocol = "https:";
  return url.href;
}

async function pictureOfPage(
  link: string,
  feed: string,
  pictures: Pictures,
  time: ReadingTime,
): Promise<Looked | undefined> {
  const page = await pictures.page(link, feed);
  const named =
    page === undefined ? undefined : time.spend(() => pagePicture(page.html, page.url), page.html.length);
  if (named === undefined) return undefined;
  const why = whyPrivate(named.url, feed);
  return why === undefined ? seenAs(named, feed, pictures) : { leftOut: { url: named.url, why } };
}

import { videoTypes } from "../media-store.ts";
import type { Site } from "../site.ts";
import type { Video } from "../world.ts";
import { boundedFetch, isSecureEnough, Unfetchable } from "./bounded-fetch.ts";
import type { BadMedia } from "./fetch-picture.ts";

/** At most 1 GB. @see https://developers.facebook.com/docs/threads/overview (read 2026-04) */
const mostBytes = 1024 ** 3;
/** What is larger is not kept: the sandbox holds its media in memory. */
const mostKeptBytes = 32 * 1024 * 1024;
/** A real limit on a real network: no virtual clock can shorten a server's silence. */
const patienceMs = 10_000;

/**
 * Fetches a post's video from its address, once.
 *
 * Only its headers are judged. What is inside (codecs, length, frame rate) Meta finds out while it
 * processes the video, and the sandbox by the switch `videoFailure`.
 */
export async function fetchVideo(site: Site, address: string): Promise<{ video: Video } | BadMedia> {
  try {
    const { bytes, contentType, lengthInBytes } = await boundedFetch(address, {
      signal: AbortSignal.timeout(patienceMs),
      mostBytes: mostKeptBytes,
      mostAnnouncedBytes: mostBytes,
      overflow: "drop",
      mostRedirects: site.behaviour.imageRedirects === "follow" ? 3 : 0,
      mayFetch: isSecureEnough,
    });
    const plainType = contentType.split(";")[0]?.trim().toLowerCase();
    const [extension, type] = Object.entries(videoTypes).find(([, one]) => one === plainType) ?? [];
    if (extension === undefined || type === undefined)
      return {
        failure: "FAILED_PROCESSING_VIDEO",
        message: "Only photo or video can be accepted as media type.",
      };
    if (lengthInBytes === 0) throw new Unfetchable("empty");
    const file = bytes.length === 0 ? undefined : site.media.keep(bytes, extension);
    return { video: { type, file, lengthInBytes } };
  } catch (error) {
    if (!(error instanceof Unfetchable)) throw error;
    return {
      failure: "FAILED_DOWNLOADING_VIDEO",
      message: "The media could not be fetched from this URI.",
    };
  }
}

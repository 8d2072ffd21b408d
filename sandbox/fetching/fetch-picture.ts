import { imageSize } from "image-size";
import type { Site } from "../site.ts";
import type { ContainerFailure, Picture } from "../world.ts";
import { boundedFetch, isSecureEnough, Unfetchable } from "./bounded-fetch.ts";

/** JPEG or PNG, at most 8 MB and 10:1. @see https://developers.facebook.com/docs/threads/overview (read 2026-04) */
const postedTypes: Readonly<Record<string, string>> = { jpg: "image/jpeg", png: "image/png" };
const mostBytes = 8 * 1024 * 1024;
const mostAspect = 10;
/** A real limit on a real network: no virtual clock can shorten a server's silence. */
const patienceMs = 10_000;

export type PictureOutcome = { picture: Picture } | BadMedia;

export interface BadMedia {
  /** What the container's `error_message` says, unless it is refused at once with `message`. */
  failure: ContainerFailure;
  message: string;
}

/** Fetches a post's picture from its address, once, as Meta does: there is no upload. */
export async function fetchPicture(site: Site, address: string): Promise<PictureOutcome> {
  try {
    const { bytes, contentType } = await boundedFetch(address, {
      signal: AbortSignal.timeout(patienceMs),
      mostBytes,
      overflow: "fail",
      mostRedirects: site.behaviour.imageRedirects === "follow" ? 3 : 0,
      mayFetch: isSecureEnough,
    });
    const { type, width, height } = sizeOf(bytes);
    if (
      postedTypes[type] === undefined ||
      contentType.split(";")[0]?.trim().toLowerCase() !== postedTypes[type]
    )
      return refused("UNKNOWN", "Only photo or video can be accepted as media type.");
    if (Math.max(width / height, height / width) > mostAspect)
      return refused("INVALID_ASPEC_RATIO", "The aspect ratio of the media is not supported.");
    return { picture: { file: site.media.keep(bytes, type), width, height } };
  } catch (error) {
    if (!(error instanceof Unfetchable)) throw error;
    return refused("UNKNOWN", "The media could not be fetched from this URI.");
  }
}

function refused(failure: ContainerFailure, message: string): BadMedia {
  return { failure, message };
}

/** @throws Unfetchable - not a picture. */
export function sizeOf(bytes: Uint8Array): { type: string; width: number; height: number } {
  try {
    const { type, width, height } = imageSize(bytes);
    if (width > 0 && height > 0) return { type: type ?? "", width, height };
  } catch {
    // Told below, like a picture without an extent.
  }
  throw new Unfetchable("not a picture");
}

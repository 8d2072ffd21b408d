import pLimit, { type LimitFunction } from "p-limit";
import type { Headers } from "undici";
import { FeedloomError } from "../../core/errors.ts";
import { describeAddress } from "../../core/feed-addresses.ts";
import { fetchFailure } from "./fetch-failure.ts";
import type { GuardedAnswer, GuardedFetch, GuardedRequest } from "./guarded-fetch.ts";

export interface GuardedGet {
  method?: "GET" | "HEAD";
  headers: Record<string, string>;
  /** As in {@link GuardedRequest}. */
  feed?: string;
  /** For everything from the first redirect to the last byte. */
  timeoutMs: number;
  /** Ends it earlier. */
  signal?: AbortSignal;
  /** Of the decoded body. */
  maxBytes: number;
  /** What becomes of a larger body: an error (the default), or its first `maxBytes`. */
  larger?: "fails" | "is-cut";
  /** Asks for these bytes only, both ends included; a server may send all the same: `status` 206 says that it did not. */
  range?: { from: number; to: number };
}

export interface GuardedBytes {
  status: number;
  headers: Headers;
  bytes: Uint8Array;
  /** There was more than `maxBytes`. */
  isCut: boolean;
  finalUrl: string;
}

/**
 * Gets what stands at an address that a stranger wrote: a page, a picture, or the beginning of one. Any status is an
 * answer.
 *
 * @throws FeedloomError `FEED_REFUSED` - the address, or one it redirects to, is never fetched.
 * @throws FeedloomError `FEED_UNREACHABLE` - no answer, too slow, too large, ended by `signal`.
 */
export async function guardedGet(
  fetcher: GuardedFetch,
  address: string,
  { method = "GET", headers, feed, timeoutMs, signal, maxBytes, larger = "fails", range }: GuardedGet,
): Promise<GuardedBytes> {
  const whole = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])]);
  const asked: GuardedRequest = { method, signal: whole, headers: { ...headers } };
  if (feed !== undefined) asked.feed = feed;
  // A part of something compressed could not be read: with a range, fetch itself asks for it uncompressed.
  if (range !== undefined) asked.headers.range = `bytes=${range.from}-${range.to}`;
  const { response, finalUrl } = await fetcher.fetch(address, asked);
  const body = await readBody(response, finalUrl, maxBytes, { signal: whole, places: largePagesAtATime });
  if (body === "crowded") {
    throw new FeedloomError(
      "FEED_UNREACHABLE",
      `${describeAddress(finalUrl)} is large, and others were being read; try later`,
    );
  }
  body.release?.();
  const { bytes, isCut } = body;
  if (isCut && larger === "fails") throw tooLarge(finalUrl, maxBytes);
  return { status: response.status, headers: response.headers, bytes, isCut, finalUrl };
}

/** Bodies above this are large: of those only so many are in memory at a time, whoever sends them. */
const largeFromBytes = 1_000_000;
/** Not the places of feeds: a look at a large feed keeps its own while it looks at the pages and pictures of its entries. */
const largePagesAtATime = pLimit(3);

export interface ReadBody {
  bytes: Uint8Array;
  isCut: boolean;
  /** Of a large one; to be called when neither the bytes nor what was made of them are needed any more: another large body takes their place. */
  release?: () => void;
}

/**
 * Counts what comes out of the decoder, and stops at the limit: 200 kB of gzip can be 200 MB.
 *
 * @param signal - ends the waiting for a place as well; the reading it ends by itself.
 * @param places - for large bodies of this kind.
 * @returns `crowded` when other large bodies kept their places until then.
 */
export async function readBody(
  response: GuardedAnswer["response"],
  url: string,
  maxBytes: number,
  { signal, places }: { signal: AbortSignal; places: LimitFunction },
): Promise<ReadBody | "crowded"> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let release: (() => void) | undefined;
  let isCrowded = false;
  try {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      length += chunk.byteLength;
      // Leaving the loop cancels the body, and with it the connection.
      if (length > maxBytes) break;
      if (length <= largeFromBytes || release !== undefined) continue;
      // Nothing is read while it waits: the server waits, too.
      release = await placeIn(places, signal);
      isCrowded = release === undefined;
      if (isCrowded) break;
    }
  } catch (error) {
    // What ended the waiting has ended the body, too, so that even leaving it fails.
    if (isCrowded) return "crowded";
    release?.();
    throw fetchFailure(error, url);
  }
  if (isCrowded) return "crowded";
  const isCut = length > maxBytes;
  const bytes = Buffer.concat(chunks, length).subarray(0, maxBytes);
  return { bytes, isCut, ...(release && { release }) };
}

/** @returns what gives the place back; nothing when the signal came first. */
function placeIn(places: LimitFunction, signal: AbortSignal): Promise<(() => void) | undefined> {
  return new Promise((resolve) => {
    const giveUp = () => resolve(undefined);
    signal.addEventListener("abort", giveUp, { once: true });
    if (signal.aborted) giveUp();
    void places(async () => {
      if (signal.aborted) return;
      signal.removeEventListener("abort", giveUp);
      await new Promise<void>((release) => resolve(release));
    });
  });
}

export function tooLarge(url: string, maxBytes: number): FeedloomError {
  const limit = maxBytes >= 1_000_000 ? `${maxBytes / 1_000_000} MB` : `${maxBytes} bytes`;
  return new FeedloomError(
    "FEED_UNREACHABLE",
    `${describeAddress(url)} sends more than ${limit}, too much to read; let it send less`,
  );
}

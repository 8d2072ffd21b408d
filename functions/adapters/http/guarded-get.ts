import pLimit from "p-limit";
import type { Headers } from "undici";
import { FeedloomError } from "../../core/errors.ts";
import { describeAddress } from "../../core/feed-addresses.ts";
import { fetchFailure } from "./fetch-failure.ts";
import type { GuardedAnswer, GuardedFetch, GuardedRequest } from "./guarded-fetch.ts";

export interface GuardedGet {
  method?: "GET" | "HEAD";
  headers: Record<string, string>;
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
  { method = "GET", headers, timeoutMs, signal, maxBytes, larger = "fails", range }: GuardedGet,
): Promise<GuardedBytes> {
  const whole = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])]);
  const asked: GuardedRequest = { method, signal: whole, headers: { ...headers } };
  // A part of something compressed could not be read: with a range, fetch itself asks for it uncompressed.
  if (range !== undefined) asked.headers.range = `bytes=${range.from}-${range.to}`;
  const { response, finalUrl } = await fetcher.fetch(address, asked);
  const { bytes, isCut } = await readBody(response, finalUrl, maxBytes);
  if (isCut && larger === "fails") throw tooLarge(finalUrl, maxBytes);
  return { status: response.status, headers: response.headers, bytes, isCut, finalUrl };
}

/** Bodies above this are large: of those only so many are read at a time, whoever sends them. */
const largeFromBytes = 1_000_000;
const largeAtATime = pLimit(3);

/** Counts what comes out of the decoder, and stops at the limit: 200 kB of gzip can be 200 MB. */
export async function readBody(
  response: GuardedAnswer["response"],
  url: string,
  maxBytes: number,
): Promise<{ bytes: Uint8Array; isCut: boolean }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let leave: (() => void) | undefined;
  try {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      length += chunk.byteLength;
      // Leaving the loop cancels the body, and with it the connection.
      if (length > maxBytes) break;
      // Nothing is read while it waits: the server waits, too.
      if (length > largeFromBytes) leave ??= await enterLarge();
    }
  } catch (error) {
    throw fetchFailure(error, url);
  } finally {
    leave?.();
  }
  const isCut = length > maxBytes;
  return { bytes: Buffer.concat(chunks, length).subarray(0, maxBytes), isCut };
}

/** @returns what gives the place back. */
function enterLarge(): Promise<() => void> {
  return new Promise((entered) => {
    void largeAtATime(() => new Promise<void>((leave) => entered(leave)));
  });
}

export function tooLarge(url: string, maxBytes: number): FeedloomError {
  const limit = maxBytes >= 1_000_000 ? `${maxBytes / 1_000_000} MB` : `${maxBytes} bytes`;
  return new FeedloomError(
    "FEED_UNREACHABLE",
    `${describeAddress(url)} sends more than ${limit}, too much to read; let it send less`,
  );
}

import { imageSize } from "image-size";
import type { Headers } from "undici";
import { FeedloomError } from "../../core/errors.ts";
import { feedText } from "../../core/feed-text.ts";
import type { PictureLook } from "../../core/picture-demands.ts";
import type { Pictures } from "../../ports/pictures.ts";
import type { AllowPrivate } from "./address-guard.ts";
import { GuardedFetch } from "./guarded-fetch.ts";
import { type GuardedBytes, guardedGet } from "./guarded-get.ts";

export interface HttpPicturesOptions {
  allowPrivate?: AllowPrivate;
  userAgent: string;
  /** For one look from first byte to last, redirects included. */
  timeoutMs?: number;
}

const defaultTimeoutMs = 5_000;
/** A photo's size stands behind its notes (EXIF, colours, a thumbnail), which take up to 64 KB each. */
const pictureBytes = 256_000;
/** What pages say of themselves stands in their head; some put all their scripts before it. */
const pageBytes = 1_000_000;

/** Looks through {@link GuardedFetch}, as far into the file as is needed. */
export class HttpPictures implements Pictures {
  readonly #fetch: GuardedFetch;
  readonly #options: HttpPicturesOptions;

  constructor(options: HttpPicturesOptions) {
    this.#options = options;
    this.#fetch = new GuardedFetch(options.allowPrivate);
  }

  async look(url: string, feed: string): Promise<PictureLook> {
    try {
      const accept = "image/jpeg, image/png, image/*;q=0.5";
      const { status, headers, bytes, finalUrl, isCut } = await this.#get(url, feed, accept, pictureBytes);
      if (status !== 200 && status !== 206)
        return {
          kind: status === 404 || status === 410 ? "absent" : "unseen",
          words: `its server answers ${status}`,
        };
      const length = isCut || status === 206 ? lengthIn(headers) : bytes.byteLength;
      const known = length === undefined ? {} : { bytes: length };
      return { kind: "file", url: finalUrl, ...known, ...seenIn(bytes) };
    } catch (error) {
      if (!(error instanceof FeedloomError)) throw error;
      return error.code === "FEED_REFUSED"
        ? { kind: "absent", words: "it is not on the public web" }
        : { kind: "unseen", words: error.message };
    }
  }

  async page(url: string, feed: string): Promise<{ html: string; url: string } | undefined> {
    try {
      const accept = "text/html, */*;q=0.1";
      const { status, headers, bytes, finalUrl } = await this.#get(url, feed, accept, pageBytes);
      const type = headers.get("content-type") ?? "";
      return status === 200 && /html/i.test(type)
        ? { html: feedText(bytes, type), url: finalUrl }
        : undefined;
    } catch (error) {
      if (!(error instanceof FeedloomError)) throw error;
      return undefined;
    }
  }

  /** Closes idle connections. */
  close(): Promise<void> {
    return this.#fetch.close();
  }

  #get(url: string, feed: string, accept: string, maxBytes: number): Promise<GuardedBytes> {
    const { userAgent, timeoutMs = defaultTimeoutMs } = this.#options;
    const headers = { "User-Agent": userAgent, Accept: accept };
    const isPart = maxBytes === pictureBytes ? { range: { from: 0, to: maxBytes - 1 } } : {};
    return guardedGet(this.#fetch, url, { headers, feed, timeoutMs, maxBytes, larger: "is-cut", ...isPart });
  }
}

/** Of the whole file, of which only a part was sent or read. */
function lengthIn(headers: Headers): number | undefined {
  const length =
    /\/(\d{1,15})$/.exec(headers.get("content-range") ?? "")?.[1] ??
    (headers.has("content-range") ? null : headers.get("content-length"));
  return length === null || !/^\d{1,15}$/.test(length) ? undefined : Number(length);
}

const jpeg = [0xff, 0xd8, 0xff];

function seenIn(bytes: Uint8Array): { type?: string; width?: number; height?: number } {
  try {
    const { type, width, height } = imageSize(bytes);
    return { ...(type === undefined ? {} : { type }), width, height };
  } catch {
    // A photo whose size stands further behind is a photo all the same.
    return jpeg.every((byte, index) => bytes[index] === byte) ? { type: "jpg" } : {};
  }
}

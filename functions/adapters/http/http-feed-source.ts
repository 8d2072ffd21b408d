import pLimit from "p-limit";
import type { Response } from "undici";
import { FeedloomError } from "../../core/errors.ts";
import { describeAddress } from "../../core/feed-addresses.ts";
import { parseFeedDate } from "../../core/feed-dates.ts";
import type { Clock } from "../../ports/clock.ts";
import type { FeedAnswer, FeedAsked, FeedSource, FeedValidators } from "../../ports/feed-source.ts";
import type { AllowPrivate } from "./address-guard.ts";
import { GuardedFetch } from "./guarded-fetch.ts";
import { readBody, tooLarge } from "./guarded-get.ts";

export interface HttpFeedSourceOptions {
  /** Opens feeds' own origins that are not on the public web: all of them, or those listed. */
  allowPrivate?: AllowPrivate;
  /** Honest, with a page about us and a contact: some hosts refuse everything else. */
  userAgent: string;
  /** For one feed from first byte to last, redirects included. */
  timeoutMs?: number;
  /** Of the decoded body. */
  maxBytes?: number;
  /** Used for a `Retry-After` that is a date, where the answer doesn't date itself. */
  clock?: Pick<Clock, "now">;
}

/** A slow shared host takes 5 to 10 seconds to build a feed. */
const defaultTimeoutMs = 20_000;
/** Blogs stay below 2 MB, podcasts with a thousand episodes below 10; a Lambda of 512 MB still parses that. */
const defaultMaxBytes = 10_000_000;

/** Ten megabytes each, and as much again for what is read from them: kept until the look is over. */
const largeAtATime = pLimit(3);

/**
 * All types that feeds are served as, the honest ones first. Whatever comes is read: the type is known to lie. Not plain JSON:
 * WordPress with a plugin for ActivityPub gives whoever names it a description of the blog in place of its page.
 */
const accept =
  "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.5, */*;q=0.1";
/** As browsers have it. */
const acceptPage = "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8";

/** Fetches feeds from the web through {@link GuardedFetch}, and only when they changed. */
export class HttpFeedSource implements FeedSource {
  readonly #fetch: GuardedFetch;
  readonly #options: HttpFeedSourceOptions;
  readonly #timeoutMs: number;
  readonly #maxBytes: number;

  constructor(options: HttpFeedSourceOptions) {
    this.#options = options;
    this.#fetch = new GuardedFetch(options.allowPrivate);
    this.#timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
    this.#maxBytes = options.maxBytes ?? defaultMaxBytes;
  }

  async fetch(url: string, validators: FeedValidators, asked: FeedAsked = {}): Promise<FeedAnswer> {
    const { feed = url, as } = asked;
    const headers: Record<string, string> = {
      "User-Agent": this.#options.userAgent,
      Accept: as === "page" ? acceptPage : accept,
      "Accept-Encoding": "gzip, br, zstd, deflate",
    };
    if (validators.etag !== undefined) headers["If-None-Match"] = validators.etag;
    if (validators.lastModified !== undefined) headers["If-Modified-Since"] = validators.lastModified;
    const signal = AbortSignal.timeout(this.#timeoutMs);
    const { response, finalUrl, movedTo } = await this.#fetch.fetch(url, { headers, signal, feed });
    const { status } = response;

    if (status >= 200 && status < 300) {
      const body = await readBody(response, finalUrl, this.#maxBytes, { signal, places: largeAtATime });
      if (body === "crowded") return { kind: "crowded" };
      const { bytes, release } = body;
      if (body.isCut) {
        release?.();
        throw tooLarge(finalUrl, this.#maxBytes);
      }
      const contentType = response.headers.get("content-type");
      return {
        kind: "body",
        bytes,
        ...(release && { release }),
        ...(contentType === null ? {} : { contentType }),
        finalUrl,
        ...(movedTo === undefined ? {} : { movedTo }),
        validators: validatorsOf(response),
        ...maxAgeOf(response),
      };
    }
    await response.body?.cancel();
    const isConditional = validators.etag !== undefined || validators.lastModified !== undefined;
    if (status === 304 && isConditional) {
      return {
        kind: "not-modified",
        validators: { ...validators, ...validatorsOf(response) },
        ...maxAgeOf(response),
      };
    }
    // It has nothing that it calls a feed; what it has may be one.
    if (status === 406 && as === undefined) return this.fetch(url, validators, { feed, as: "page" });
    if (status === 410) return { kind: "gone" };
    const retryAfterSeconds = this.#retryAfterSeconds(response);
    if (status === 429 || (status === 503 && retryAfterSeconds !== undefined)) {
      return { kind: "busy", status, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
    }
    throw new FeedloomError(
      "FEED_UNREACHABLE",
      `${describeAddress(finalUrl)} answered ${status}; ${isChallenge(response) ? challenged : adviceFor(status)}`,
    );
  }

  /** Closes idle connections. */
  close(): Promise<void> {
    return this.#fetch.close();
  }

  #retryAfterSeconds(response: Response): number | undefined {
    const written = response.headers.get("retry-after")?.trim() ?? "";
    if (/^\d{1,9}$/.test(written)) return Number(written);
    const until = parseFeedDate(written);
    // By the server's own clock where it tells the time: then it does not matter whose is wrong.
    const from = parseFeedDate(response.headers.get("date") ?? undefined) ?? this.#options.clock?.now();
    if (until === undefined || from === undefined) return undefined;
    return Math.max(0, Math.ceil((until.getTime() - from.getTime()) / 1000));
  }
}

function validatorsOf(response: Response): FeedValidators {
  const etag = response.headers.get("etag");
  const lastModified = response.headers.get("last-modified");
  return { ...(etag === null ? {} : { etag }), ...(lastModified === null ? {} : { lastModified }) };
}

/** Only where the answer may be kept: `no-cache` and `no-store` want every reader to ask again. */
function maxAgeOf(response: Response): { maxAgeSeconds?: number } {
  const directives = (response.headers.get("cache-control") ?? "").toLowerCase().split(",");
  const names = directives.map((directive) => directive.trim());
  const seconds = names.map((name) => /^max-age="?(\d{1,9})"?$/.exec(name)?.[1]).find(Boolean);
  if (seconds === undefined || names.some((name) => name === "no-cache" || name === "no-store")) return {};
  return { maxAgeSeconds: Number(seconds) };
}

/** @see https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/ (read 2026-04) */
function isChallenge(response: Response): boolean {
  return response.headers.get("cf-mitigated") === "challenge";
}

const challenged =
  "it asks for proof that a person reads (Cloudflare); let the feed's owner open it to feed readers";

function adviceFor(status: number): string {
  if (status === 401 || status === 403)
    return "it does not let us in: check the address, or ask its owner to allow the feed";
  if (status === 404) return "check the address";
  return status >= 500 ? "its server has a problem: try later" : "check what the address serves";
}

/** What the last answer of a feed told us to send back next time; verbatim, weak marks included. */
export interface FeedValidators {
  etag?: string;
  lastModified?: string;
}

export type FeedAnswer =
  | {
      kind: "body";
      /** Decoded of any content encoding; at most the source's size limit. */
      bytes: Uint8Array;
      /**
       * To be called when neither the bytes nor what was read from them are needed any more: a source may let only so many
       * large answers be in memory at a time.
       */
      release?: () => void;
      /** The `Content-Type` header as sent; it is known to lie. */
      contentType?: string;
      /** Where the bytes came from after redirects: relative addresses resolve against it. */
      finalUrl: string;
      /** Set when every redirect on the way was permanent (301, 308). */
      movedTo?: string;
      validators: FeedValidators;
      /** For how long caches may keep the answer (`Cache-Control: max-age`). */
      maxAgeSeconds?: number;
    }
  | { kind: "not-modified"; validators: FeedValidators; maxAgeSeconds?: number }
  /** It is large, and other large answers left no room for it in time: no failure of the feed, ask again later. */
  | { kind: "crowded" }
  /** 410: the feed says that it is gone for good. */
  | { kind: "gone" }
  /** The server asks to be left alone until then (429, 503 with `Retry-After`). */
  | { kind: "busy"; status: number; retryAfterSeconds?: number };

export interface FeedAsked {
  /**
   * The configured address, where `url` is another one that it led to: where it moved, what its page names, an older page.
   * Only what the configuration names may be on the owner's own network.
   */
  feed?: string;
  /** As a browser asks for a page, where a server gave something else to whoever reads feeds. */
  as?: "page";
}

/** Fetches a feed's bytes, and refuses what no feed fetch should touch. */
export interface FeedSource {
  /**
   * @throws FeedloomError `FEED_UNREACHABLE` - no answer, a bad status, too slow, too large: try again later.
   * @throws FeedloomError `FEED_REFUSED` - an address that is never fetched: no http or https, a private or
   *   loopback address (before or after DNS, on any redirect), credentials in the address.
   */
  fetch(url: string, validators: FeedValidators, asked?: FeedAsked): Promise<FeedAnswer>;
}

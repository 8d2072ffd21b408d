import type { ParsedFeed } from "../core/entry.ts";
import { FeedloomError } from "../core/errors.ts";
import { type FeedDocument, parseFeed } from "../core/parse-feed.ts";
import { shownAddress } from "../core/shown-address.ts";
import type { FeedAnswer } from "../ports/feed-source.ts";
import { withinTime } from "../runtime/within-time.ts";

/**
 * Reading takes time in proportion to the size. The densest feed of 10 MB was measured at 0.4 s of a processor for each MB,
 * and a Lambda of 512 MB has less than a third of one.
 */
const least = { atMostInMs: 4_000, perMegabyteInMs: 2_000 };

/**
 * Below this there is no watchdog, whose thread costs half a millisecond: ten thousand small feeds would pay it for every step.
 * What is quadratic takes a second here at worst.
 */
const smallInBytes = 20_000;

/** How a document is read, and how long that may take. Tests plant readers that hang. */
export interface Reading {
  parse: (document: FeedDocument) => ParsedFeed;
  atMostInMs: number;
  /** Besides, for each that is read. */
  perMegabyteInMs: number;
}

/**
 * The time that one look at a feed has for reading and deciding: whatever nobody thought of costs that feed its look, and
 * no other feed more than the wait.
 */
export class ReadingTime {
  readonly #feed: string;
  readonly #reading: Reading;
  #leftInMs: number;
  #readInBytes = 0;

  /** @param feed - its configured address. */
  constructor(feed: string, reading: Partial<Reading> = {}) {
    this.#feed = feed;
    this.#reading = { parse: parseFeed, ...least, ...reading };
    this.#leftInMs = this.#reading.atMostInMs;
  }

  get isOver(): boolean {
    return this.#leftInMs <= 0;
  }

  /** @throws FeedloomError `FEED_MALFORMED` - no feed, or none that can be read in time. */
  read({ bytes, contentType, finalUrl: url }: Extract<FeedAnswer, { kind: "body" }>): ParsedFeed {
    this.#readInBytes += bytes.length;
    this.#leftInMs += (bytes.length / 1_000_000) * this.#reading.perMegabyteInMs;
    const document = { bytes, url, ...(contentType === undefined ? {} : { contentType }) };
    return this.spend(() => this.#reading.parse(document));
  }

  /**
   * @param inBytes - the size of what it is about, where that is not what was read.
   * @throws FeedloomError `FEED_MALFORMED` - the time was up before it was done.
   */
  spend<Result>(work: () => Result, inBytes = this.#readInBytes): Result {
    if (inBytes <= smallInBytes) return work();
    const startedAt = performance.now();
    try {
      const done = this.isOver ? undefined : withinTime(this.#leftInMs, work);
      if (done !== undefined) return done.result;
      this.#leftInMs = 0;
    } finally {
      this.#leftInMs -= performance.now() - startedAt;
    }
    throw new FeedloomError(
      "FEED_MALFORMED",
      `${shownAddress(this.#feed)} took too long to read and was given up, before it could keep the others waiting; check what the address serves`,
    );
  }
}

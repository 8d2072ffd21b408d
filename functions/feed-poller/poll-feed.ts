import { comingWords, dueEntries, hasComeDue } from "../core/coming-entries.ts";
import type { Route } from "../core/configuration.ts";
import type { ParsedFeed } from "../core/entry.ts";
import { FeedloomError } from "../core/errors.ts";
import { afterHolding, heldAfterMove, newHostOf, placeOf } from "../core/feed-move.ts";
import { type FeedRecord, withNotes, withoutValidators } from "../core/feed-record.ts";
import { afterReading, unreadFeed, withPace } from "../core/feed-schedule.ts";
import { anotherCutOff, type Suspicion, suspicionOf, wasEmpty } from "../core/feed-suspicion.ts";
import { type AfterTrouble, afterBusy, afterCrowd, afterFailure, isInTrouble } from "../core/feed-trouble.ts";
import { worthWriting } from "../core/feed-upkeep.ts";
import { entriesDigest } from "../core/new-entries.ts";
import { isNewlyRestless, pausedWhileRestless } from "../core/restless-feed.ts";
import { shownAddress } from "../core/shown-address.ts";
import type { PollerServices } from "../runtime/services.ts";
import { type FeedReport, factsOf, goneWords, reportOf } from "./feed-report.ts";
import { type Fetched, fetchFeed } from "./fetch-feed.ts";
import { findNewEntries, type Taking } from "./find-new-entries.ts";
import { type WithPages, withOlderPages } from "./older-pages.ts";
import { type Reading, ReadingTime } from "./reading-time.ts";
import { backfill, takeEntries } from "./take-entries.ts";
import { tellFailing, tellMoved, tellRestless, tellWell } from "./tell-feed.ts";

export interface PollOptions {
  /** Look although it is not due. */
  force?: boolean;
  /** Post the newest so many entries of a feed that were skipped at first sight. */
  backfill?: number;
  /** Decide and report; write nothing. */
  dryRun?: boolean;
}

type Parts = Pick<PollerServices, "clock" | "ledger" | "bus" | "feedSource" | "log" | "pictures"> & {
  /** What is not given is as ever. */
  reading?: Partial<Reading>;
  /** Wakes the publisher of accounts that have new posts in line. Never rejects. */
  nudge(accounts: string[]): Promise<void>;
};

/** What a look came to, and how the feed stands after it. */
export interface Look {
  report: FeedReport;
  isInTrouble: boolean;
}

/**
 * One look at one feed: fetched, read, its new entries taken in, its record written last, so that whatever dies on the way
 * is done again. A feed in trouble is an outcome, not an error; only the stores can fail this.
 */
export async function pollFeed(
  route: Route,
  former: FeedRecord | undefined,
  parts: Parts,
  options: PollOptions = {},
): Promise<Look> {
  const services = { ...parts, time: new ReadingTime(route.url, parts.reading) };
  const record = former ?? unreadFeed(route.url, services.clock.now());
  try {
    // Who asks for a backfill or a dry run wants to see the entries, changed or not.
    const wantsEntries =
      options.backfill !== undefined ||
      options.dryRun === true ||
      record.firstReadAt === undefined ||
      hasComeDue(record, route, services.clock.now());
    const fetched = await fetchFeed(record, wantsEntries, services);
    try {
      return await new FeedLook(route, record, services, options).take(fetched);
    } finally {
      if ("body" in fetched) fetched.body.release?.();
    }
  } catch (error) {
    if (!(error instanceof FeedloomError) || !error.code.startsWith("FEED_")) throw error;
    return await new FeedLook(route, record, services, options).fail(error);
  }
}

type LookParts = Parts & { time: ReadingTime };

/** A look at a feed after its server answered. */
class FeedLook {
  readonly #route: Route;
  readonly #record: FeedRecord;
  readonly #services: LookParts;
  readonly #options: PollOptions;

  constructor(route: Route, record: FeedRecord, services: LookParts, options: PollOptions) {
    this.#route = route;
    this.#record = record;
    this.#services = services;
    this.#options = options;
  }

  async take(fetched: Fetched): Promise<Look> {
    const [record, now] = [this.#record, this.#services.clock.now()];
    switch (fetched.kind) {
      case "busy": {
        const busy = this.#unreachable(`asks to be left alone (HTTP ${fetched.status})`);
        return this.#wait(afterBusy(record, fetched.retryAfterSeconds, busy, now), busy);
      }
      case "crowded": {
        const crowded = this.#unreachable(
          "is large, and other large feeds were being read; it is looked at again at the next run",
        );
        return this.#wait(afterCrowd(record, crowded, now), crowded);
      }
      case "gone":
        if (record.isGone !== true && this.#options.dryRun !== true)
          await tellFailing(record, "FEED_GONE", goneWords, this.#services);
        return this.#write({ ...record, isGone: true }, "gone", { words: goneWords });
      case "not-modified":
        return this.#keep({ ...record, ...fetched.validators }, "unchanged", {
          serverSeconds: fetched.maxAgeSeconds ?? 0,
        });
      case "same-body":
        return this.#keep(
          { ...this.#readFrom(fetched), ...fetched.body.validators, bodyHash: fetched.digest },
          "unchanged",
          {
            serverSeconds: fetched.body.maxAgeSeconds ?? 0,
          },
        );
      case "feed":
        return this.#takeFeed(fetched);
    }
  }

  /** The record of a feed that gave a document, as far as that follows from where it came from. */
  #readFrom({ body, isAtHome, isWhole }: Extract<Fetched, { body: unknown }>): FeedRecord {
    const read = withoutValidators(this.#record);
    if (isAtHome) delete read.movedTo;
    if (body.movedTo !== undefined) read.movedTo = body.movedTo;
    if (isWhole) read.wholeAt = this.#services.clock.now();
    return read;
  }

  async #takeFeed(fetched: Extract<Fetched, { kind: "feed" }>): Promise<Look> {
    const { body, digest, foundAt } = fetched;
    const { feed, coming, comingAt } = dueEntries(fetched.feed, this.#route, this.#services.clock.now());
    const [record, services, route] = [this.#record, this.#services, this.#route];
    const read = this.#readFrom(fetched);
    // Of a document that was cut off, the rest is still to come: it is asked for whole again.
    if (!feed.isTruncated) Object.assign(read, body.validators, { bodyHash: digest });
    if (feed.title !== undefined) read.title = feed.title;
    if (foundAt !== undefined) {
      delete read.movedTo;
      read.foundAt = foundAt;
    }
    const asked = { feed: feed.pace ?? ("nothing" as const), serverSeconds: body.maxAgeSeconds ?? 0 };
    const find = (document: ParsedFeed) =>
      findNewEntries(document, route, record, services, this.#isByHand());
    const first = await find(feed);
    const suspicion = suspicionOf(feed, { ...first, all: [...first.all, ...coming] }, record);
    if (suspicion !== undefined) return this.fail(suspicion.error, suspicion);
    if (feed.isTruncated) read.cutOffLooks = anotherCutOff(record);
    else delete read.cutOffLooks;
    if (comingAt === undefined) delete read.comingAt;
    else read.comingAt = comingAt;
    const newHost = newHostOf(record, read, first);
    if (newHost !== undefined) {
      read.newHost = newHost;
      if (this.#options.dryRun !== true) await tellMoved(record, placeOf(read), services);
    }
    const place = placeOf(read);
    const found = await this.#withPages(feed, first, read, body.finalUrl, find);
    const taking = { ...found.taking, fresh: heldAfterMove(found.taking.fresh, read.newHost, place) };
    if (read.newHost !== undefined) read.newHost = afterHolding(read.newHost, taking.fresh, place);
    const facts = factsOf(found.feed, taking, this.#options.dryRun === true);
    if (coming.length > 0) facts.coming = coming.map(comingWords);
    if (found.mayBeMissing) facts.mayBeMissing = this.#mayBeMissing(taking.all.length);
    if (this.#options.dryRun === true) return this.#look(read, "read", facts);
    if (taking.isAsBefore) return this.#keep(read, "read", asked, facts);
    if (feed.unreadable.length > 0)
      services.log.warn("entries not read", {
        feed: shownAddress(route.url),
        unreadable: feed.unreadable.slice(0, 20),
      });
    const released = await takeEntries(taking, route, services);
    if (this.#options.backfill !== undefined)
      facts.backfilled = await backfill(taking, this.#options.backfill, route, services);
    const isPosted = taking.fresh.some(({ decision }) => decision.verdict === "post");
    if (isPosted || released > 0 || (facts.backfilled ?? 0) > 0) await services.nudge(route.accounts);
    const firstReadAt = record.firstReadAt ?? services.clock.now();
    const taken = withNotes({ ...read, firstReadAt, entriesHash: entriesDigest(first.all) }, taking.notes);
    if (isNewlyRestless(taken)) await tellRestless(taken, services);
    return this.#keep(taken, "read", asked, facts);
  }

  /** A stranger's pages are not followed, and of a feed that was empty or never read nothing is missing. */
  async #withPages(
    feed: ParsedFeed,
    taking: Taking,
    { newHost }: FeedRecord,
    address: string,
    find: (feed: ParsedFeed) => Promise<Taking>,
  ): Promise<WithPages> {
    const isKnown = this.#record.firstReadAt !== undefined && !wasEmpty(this.#record);
    if (!isKnown || newHost?.holds === "all") return { feed, taking, mayBeMissing: false };
    return withOlderPages(feed, taking, address, this.#route.url, find, this.#services);
  }

  #mayBeMissing(entries: number): string {
    const words = `all ${entries} entries of the document are new, and it names no older pages that have known ones: entries in between may have passed unseen`;
    this.#services.log.warn("entries may be missing", { feed: shownAddress(this.#route.url), words });
    return words;
  }

  #isByHand(): boolean {
    return this.#options.backfill !== undefined || this.#options.dryRun === true;
  }

  async fail(error: FeedloomError, doubted: Partial<Suspicion> = {}): Promise<Look> {
    const { clock, log } = this.#services;
    const { movedTo, ...atHome } = doubted.record ?? this.#record;
    // The next look is at the configured address, whose validators these are not; what is doubted is asked for whole.
    const needsWhole = movedTo !== undefined || atHome.foundAt !== undefined || doubted.record !== undefined;
    const former = needsWhole ? withoutValidators(atHome) : atHome;
    const after = afterFailure(former, error, clock.now(), doubted.longestPauseInMs);
    const { code, message: words } = error;
    log.warn("feed failed", { feed: shownAddress(after.record.feed), code, words });
    return this.#tellAndWrite(after, "failed", error, doubted.unreadable);
  }

  /** The server is there and gives nothing yet: no failure, until it goes on for hours. */
  #wait(after: AfterTrouble, error: FeedloomError): Promise<Look> {
    return this.#tellAndWrite(after, isInTrouble(after.record) ? "failed" : "busy", error);
  }

  async #tellAndWrite(
    { record, isNews }: AfterTrouble,
    outcome: "busy" | "failed",
    { code, message: words }: FeedloomError,
    unreadable: string[] = [],
  ): Promise<Look> {
    if (isNews && this.#options.dryRun !== true) await tellFailing(record, code, words, this.#services);
    const facts = outcome === "failed" ? { code, words } : { words };
    return this.#write(record, outcome, unreadable.length === 0 ? facts : { ...facts, unreadable });
  }

  #unreachable(words: string): FeedloomError {
    return new FeedloomError("FEED_UNREACHABLE", `${shownAddress(this.#record.feed)} ${words}`);
  }

  /** After a good answer. Tells that trouble is over, and writes what is worth it. */
  async #keep(
    read: FeedRecord,
    outcome: FeedReport["outcome"],
    asked: Parameters<typeof withPace>[1],
    facts: Partial<FeedReport> = {},
  ): Promise<Look> {
    const now = this.#services.clock.now();
    const paced = afterReading(withPace(read, asked), now);
    const next = pausedWhileRestless(paced, this.#route.floodLimit, now);
    const isDry = this.#options.dryRun === true;
    if (isInTrouble(this.#record) && !isDry) facts.recovered = await tellWell(this.#record, this.#services);
    const worth = worthWriting(this.#record, next, now);
    return worth === undefined ? this.#look(next, outcome, facts) : this.#write(worth, outcome, facts);
  }

  async #write(
    record: FeedRecord,
    outcome: FeedReport["outcome"],
    facts: Partial<FeedReport> = {},
  ): Promise<Look> {
    const { ledger, log } = this.#services;
    if (this.#options.dryRun !== true && !(await ledger.writeFeed(record))) {
      // Another poller was at it: what it wrote stands, and the next poll sees the rest.
      log.info("feed polled by another at the same time", { feed: shownAddress(record.feed) });
    }
    return this.#look(record, outcome, facts);
  }

  #look(record: FeedRecord, outcome: FeedReport["outcome"], facts: Partial<FeedReport>): Look {
    const report = reportOf(record, outcome, this.#services.clock.now(), facts);
    return { report, isInTrouble: isInTrouble(record) };
  }
}

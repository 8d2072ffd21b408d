import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Route } from "../core/configuration.ts";
import type { ParsedFeed } from "../core/entry.ts";
import { FeedloomError } from "../core/errors.ts";
import type { FeedRecord } from "../core/feed-record.ts";
import { afterBusy, afterFailure, afterReading, unreadFeed } from "../core/feed-schedule.ts";
import type { NewEntry } from "../core/new-entries.ts";
import { parseFeed } from "../core/parse-feed.ts";
import type { FeedAnswer } from "../ports/feed-source.ts";
import type { PollerServices } from "../runtime/services.ts";
import { backfill, findNewEntries, takeEntries } from "./take-entries.ts";

/** What one look at a feed came to. */
export interface FeedReport {
  feed: string;
  title?: string;
  outcome: "read" | "unchanged" | "not-due" | "busy" | "gone" | "failed";
  /** The entries that were new, oldest first, and what was decided for each. */
  entries: { title: string; decision: "post" | "skip" | "hold"; words?: string }[];
  /** Posts put in line by a backfill asked for by hand. */
  backfilled?: number;
  /** Items of the feed that could not be read, each with the reason. */
  unreadable?: string[];
  code?: string;
  words?: string;
  nextLook?: string;
}

export interface PollOptions {
  /** Look although it is not due. */
  force?: boolean;
  /** Post the newest so many entries of a feed that were skipped at first sight. */
  backfill?: number;
  /** Decide and report; write nothing. */
  dryRun?: boolean;
}

type Parts = Pick<PollerServices, "clock" | "ledger" | "bus" | "feedSource" | "log">;

/**
 * One look at one feed: fetched if due, read, its new entries taken in, its record written last, so that whatever dies
 * on the way is done again. A feed in trouble is an outcome, not an error; only the stores can fail this.
 */
export async function pollFeed(
  route: Route,
  former: FeedRecord | undefined,
  services: Parts,
  options: PollOptions = {},
): Promise<FeedReport> {
  const now = services.clock.now();
  const record = former ?? unreadFeed(route.url, now);
  const isForced = options.force === true || options.backfill !== undefined || options.dryRun === true;
  if (record.isGone === true && !isForced) return report(record, "gone", { words: gone });
  if (record.nextReadAt > now && !isForced) return report(record, "not-due");
  try {
    // Who asks for a backfill or a dry run wants to see the entries, changed or not.
    const wantsBody =
      options.backfill !== undefined || options.dryRun === true || record.firstReadAt === undefined;
    const answer = await services.feedSource.fetch(
      record.movedTo ?? route.url,
      wantsBody ? {} : validatorsOf(record),
    );
    if (answer.kind === "gone" && record.movedTo !== undefined)
      throw new FeedloomError("FEED_UNREACHABLE", `${route.url} moved to an address that is gone (HTTP 410)`);
    return await take(route, record, answer, services, options);
  } catch (error) {
    if (!(error instanceof FeedloomError) || !error.code.startsWith("FEED_")) throw error;
    // Where it had moved to is tried no more: the configured address is asked again, and may lead there again.
    const { movedTo: _, ...atHome } = record;
    return await fail(atHome, error, services, options);
  }
}

async function take(
  route: Route,
  record: FeedRecord,
  answer: FeedAnswer,
  services: Parts,
  options: PollOptions,
): Promise<FeedReport> {
  const now = services.clock.now();
  switch (answer.kind) {
    case "not-modified":
      return save(afterReading(record, now), "unchanged", services, options);
    case "busy":
      return save(afterBusy(record, answer.retryAfterSeconds, now), "busy", services, options, {
        words: `the server asks to be left alone (HTTP ${answer.status})`,
      });
    case "gone":
      if (record.isGone !== true && options.dryRun !== true)
        await tellFailing(record, "FEED_GONE", gone, services);
      return save({ ...record, isGone: true }, "gone", services, options, { words: gone });
    case "body": {
      const bodyHash = bytesToHex(sha256(answer.bytes));
      const read = afterReading({ ...record, bodyHash, ...answer.validators }, now);
      if (answer.movedTo !== undefined) read.movedTo = answer.movedTo;
      const isForced = options.backfill !== undefined || options.dryRun === true;
      if (bodyHash === record.bodyHash && record.firstReadAt !== undefined && !isForced) {
        return save(read, "unchanged", services, options);
      }
      return takeBody(route, record, read, answer, services, options);
    }
  }
}

async function takeBody(
  route: Route,
  record: FeedRecord,
  read: FeedRecord,
  answer: Extract<FeedAnswer, { kind: "body" }>,
  services: Parts,
  options: PollOptions,
): Promise<FeedReport> {
  const { bytes, contentType, finalUrl } = answer;
  const feed = parseFeed({ bytes, url: finalUrl, ...(contentType === undefined ? {} : { contentType }) });
  refuseCutOffFirstSight(feed, record, route.url);
  const { all, fresh } = await findNewEntries(feed, route, record, services);
  const entries = fresh.map(reported);
  const facts: Partial<FeedReport> = {
    entries,
    ...(feed.unreadable.length === 0 ? {} : { unreadable: feed.unreadable }),
  };
  if (options.dryRun === true) return report(record, "read", facts);
  if (feed.unreadable.length > 0)
    services.log.warn("entries not read", { feed: route.url, unreadable: feed.unreadable.slice(0, 20) });
  await takeEntries(fresh, route, services);
  if (options.backfill !== undefined)
    facts.backfilled = await backfill(all, options.backfill, route, services);
  const title = feed.title === undefined ? {} : { title: feed.title };
  return save(
    { ...read, ...title, firstReadAt: record.firstReadAt ?? services.clock.now() },
    "read",
    services,
    options,
    facts,
  );
}

/**
 * The part of a feed that is missing would look new at the next poll and be posted: so a first sight wants the whole. A
 * feed that looks cut off three times running is made like that, and is taken.
 */
function refuseCutOffFirstSight(feed: ParsedFeed, record: FeedRecord, url: string): void {
  if (!feed.isTruncated || record.firstReadAt !== undefined || record.failures >= 2) return;
  throw new FeedloomError(
    "FEED_MALFORMED",
    `${url} ends before it is complete; it is looked at again, check the feed if this stays`,
  );
}

async function fail(
  record: FeedRecord,
  error: FeedloomError,
  services: Parts,
  options: PollOptions,
): Promise<FeedReport> {
  const { clock, log } = services;
  const after = afterFailure(record, error, clock.now());
  log.warn("feed failed", { feed: record.feed, code: error.code, words: error.message });
  if (after.isNews && options.dryRun !== true) await tellFailing(record, error.code, error.message, services);
  return save(after.record, "failed", services, options, { code: error.code, words: error.message });
}

async function tellFailing(
  { feed }: FeedRecord,
  code: string,
  words: string,
  { bus, log }: Parts,
): Promise<void> {
  await bus
    .announce([{ type: "FeedFailing", detail: { feed, code, words } }])
    .catch(() => log.warn("not announced", { feed }));
}

async function save(
  record: FeedRecord,
  outcome: FeedReport["outcome"],
  { ledger, log }: Parts,
  options: PollOptions,
  facts: Partial<FeedReport> = {},
): Promise<FeedReport> {
  if (options.dryRun !== true && !(await ledger.writeFeed(record))) {
    // Another poller was at it: what it wrote stands, and the next poll sees the rest.
    log.info("feed polled by another at the same time", { feed: record.feed });
  }
  return report(record, outcome, facts);
}

function report(
  record: FeedRecord,
  outcome: FeedReport["outcome"],
  facts: Partial<FeedReport> = {},
): FeedReport {
  const title = record.title === undefined ? {} : { title: record.title };
  return {
    feed: record.feed,
    ...title,
    outcome,
    entries: [],
    nextLook: record.nextReadAt.toISOString(),
    ...facts,
  };
}

function reported({ entry, decision }: NewEntry): FeedReport["entries"][number] {
  const title = entry.title ?? entry.summary?.slice(0, 80) ?? entry.link ?? "an entry without title";
  return decision.verdict === "post"
    ? { title, decision: "post" }
    : { title, decision: decision.verdict, words: decision.words };
}

function validatorsOf({ etag, lastModified }: FeedRecord) {
  return { ...(etag === undefined ? {} : { etag }), ...(lastModified === undefined ? {} : { lastModified }) };
}

const gone =
  "the server says that the feed is gone for good (HTTP 410); remove it from the configuration or correct its address";

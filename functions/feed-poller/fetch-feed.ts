import { createHash } from "node:crypto";
import type { ParsedFeed } from "../core/entry.ts";
import { FeedloomError } from "../core/errors.ts";
import { unknownHost } from "../core/feed-move.ts";
import type { FeedRecord } from "../core/feed-record.ts";
import { isWholeLookDue } from "../core/feed-schedule.ts";
import { feedText } from "../core/feed-text.ts";
import { findFeedLinks } from "../core/html-page.ts";
import { shownAddress } from "../core/shown-address.ts";
import type { FeedAnswer, FeedValidators } from "../ports/feed-source.ts";
import type { PollerServices } from "../runtime/services.ts";
import type { ReadingTime } from "./reading-time.ts";

type Body = Extract<FeedAnswer, { kind: "body" }>;

/** What the feed said, and how it was asked. */
export type Fetched = Answered & {
  /** At the configured address (or what its page named), whatever it moved to before. */
  isAtHome: boolean;
  /** Without validators. */
  isWhole: boolean;
};

type Answered =
  | Exclude<FeedAnswer, Body>
  /** The same bytes as before: not read again. */
  | { kind: "same-body"; body: Body; digest: string }
  | { kind: "feed"; body: Body; digest: string; feed: ParsedFeed; foundAt?: string };

type Parts = Pick<PollerServices, "feedSource" | "log" | "clock"> & { time: ReadingTime };

/**
 * Where a feed is fetched: where it moved to for good, or what its page named. When that failed, the configured address is
 * asked again, and may lead there again.
 */
export function addressOf({ feed, movedTo, foundAt, failures }: FeedRecord): string {
  return movedTo ?? (failures === 0 ? foundAt : undefined) ?? feed;
}

/**
 * Fetches a feed and reads it, unless it is as it was. Where a page answers that names a feed, that one is used. Once a day it
 * is asked for the whole, where its owner said that it is: where nothing good comes from there, where it moved to.
 *
 * @param wantsEntries - changed or not: for a first sight, a backfill, a dry run.
 * @throws FeedloomError `FEED_UNREACHABLE`, `FEED_REFUSED`, `FEED_MALFORMED`
 */
export async function fetchFeed(record: FeedRecord, wantsEntries: boolean, parts: Parts): Promise<Fetched> {
  const isWhole = wantsEntries || isWholeLookDue(record, parts.clock.now());
  const asked = { ...parts, wantsEntries, isWhole };
  if (record.movedTo === undefined) return { ...(await fetchAt(record, asked)), isAtHome: true, isWhole };
  const home = isWhole ? await fetchAtHome(record, asked) : undefined;
  return home ?? { ...(await fetchAt(record, asked)), isAtHome: false, isWhole };
}

/** @returns undefined when there is no feed to be had there now. */
async function fetchAtHome(
  { movedTo: _, ...record }: FeedRecord,
  asked: Asked,
): Promise<Fetched | undefined> {
  try {
    const answered = await fetchAt(record, asked);
    return "body" in answered ? { ...answered, isAtHome: true, isWhole: asked.isWhole } : undefined;
  } catch (error) {
    if (error instanceof FeedloomError && error.code.startsWith("FEED_")) return undefined;
    throw error;
  }
}

type Asked = Parts & { wantsEntries: boolean; isWhole: boolean };

async function fetchAt(
  record: FeedRecord,
  { wantsEntries, isWhole, feedSource, log, time }: Asked,
): Promise<Answered> {
  const { feed: configured } = record;
  const validators = isWhole ? {} : validatorsOf(record);
  const answer = await feedSource.fetch(addressOf(record), validators, { feed: configured });
  if (answer.kind === "gone" && record.movedTo !== undefined)
    throw goneElsewhere(record, "moved to an address");
  if (answer.kind !== "body") return answer;
  const digest = digestOf(answer.bytes);
  const isAsBefore = digest === record.bodyHash && unknownHost(record, answer.movedTo) === undefined;
  if (isAsBefore && !wantsEntries) return { kind: "same-body", body: answer, digest };
  try {
    return { kind: "feed", body: answer, digest, feed: time.read(answer) };
  } catch (error) {
    if (time.isOver) throw error;
    const page = isJson(answer) ? await asPage(answer, record, feedSource, time) : answer;
    if (page !== undefined && "feed" in page) return page;
    const named = page !== undefined && mayBeAPage(record) ? time.spend(() => feedNamedBy(page)) : undefined;
    // Before the next fetch, which may have to wait for a place of its own.
    page?.release?.();
    if (named === undefined) throw error;
    const found = await feedSource.fetch(named, {}, { feed: configured });
    if (found.kind === "gone") throw goneElsewhere(record, "is a page that names a feed");
    if (found.kind !== "body") return found;
    const feed = readOrRelease(found, time);
    const facts = { feed: shownAddress(record.feed), found: shownAddress(named) };
    if (record.foundAt !== named) log.info("feed found on its page", facts);
    const { movedTo: _, ...body } = found;
    return {
      kind: "feed",
      body,
      digest: digestOf(found.bytes),
      feed,
      foundAt: found.movedTo ?? named,
    };
  }
}

/** What is JSON and no feed may be what a server gives to programs only: as a browser asks, it may give its page, or a feed. */
async function asPage(
  answer: Body,
  record: FeedRecord,
  feedSource: PollerServices["feedSource"],
  time: ReadingTime,
): Promise<Extract<Answered, { kind: "feed" }> | Body | undefined> {
  answer.release?.();
  const body = await feedSource.fetch(addressOf(record), {}, { feed: record.feed, as: "page" });
  if (body.kind !== "body") return undefined;
  try {
    return { kind: "feed", body, digest: digestOf(body.bytes), feed: time.read(body) };
  } catch {
    return body;
  }
}

function isJson({ bytes, contentType }: Body): boolean {
  return /^\s*[{[]/.test(feedText(bytes.subarray(0, 1_000), contentType));
}

/**
 * Only an address that never gave a feed of its own: where one was, a page is a server's bad day, and what it names is
 * somebody else's word.
 */
function mayBeAPage(record: FeedRecord): boolean {
  return record.firstReadAt === undefined || record.foundAt !== undefined;
}

/** The first: a page names its own feed before those of its parts, and one feed in several formats in the order it likes best. */
function feedNamedBy({ bytes, contentType, finalUrl }: Body): string | undefined {
  const links = findFeedLinks(feedText(bytes, contentType), finalUrl);
  return links.find(({ url }) => url !== finalUrl)?.url;
}

function readOrRelease(body: Body, time: ReadingTime): ParsedFeed {
  try {
    return time.read(body);
  } catch (error) {
    body.release?.();
    throw error;
  }
}

function validatorsOf({ etag, lastModified }: FeedRecord): FeedValidators {
  return { ...(etag === undefined ? {} : { etag }), ...(lastModified === undefined ? {} : { lastModified }) };
}

function goneElsewhere({ feed }: FeedRecord, how: string): FeedloomError {
  return new FeedloomError(
    "FEED_UNREACHABLE",
    `${shownAddress(feed)} ${how} that is gone (HTTP 410); correct the address`,
  );
}

/** By Node's own hash: a feed may have megabytes. */
function digestOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

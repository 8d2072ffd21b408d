import { FeedloomError } from "../../../functions/core/errors.ts";
import { isOpenPost, type Post, postWaitInMs, titleOf } from "../../../functions/core/post.ts";
import { daysLeft } from "../../../functions/core/token-life.ts";
import type { LedgerPlace } from "../ledger-place.ts";
import { accountingOf } from "./accounting.ts";
import { feedStatus } from "./feed-status.ts";
import type { AccountStatus, Status, StuckPost } from "./status.ts";

/** So many posts are looked at for what is due; a line that is longer is told by its count. */
const lineReadTo = 100;
/** Of waiting ones; the first is the one that matters, since the others wait behind it. */
const waitingShown = 3;
const publishedShown = 5;

interface StatusOptions {
  limit: number;
  skipped?: boolean;
}

type Place = Pick<LedgerPlace, "accounts" | "feeds" | "name" | "flags" | "connectBy"> &
  Partial<Pick<LedgerPlace, "unreadable">> & {
    ledger: Pick<LedgerPlace["ledger"], "posts" | "tally" | "readAccount" | "readPolling">;
  };

/**
 * How things stand, by the ledger alone. Nothing is written, and however much the ledger holds, of each account only the
 * counts and the first posts of each kind are read.
 *
 * @param options.limit - how many posts of each kind that does not go out by itself are listed for each account.
 * @param options.skipped - whether skipped ones are listed, too.
 */
export async function readStatus(place: Place, now: Date, options: StatusOptions): Promise<Status> {
  const accounts: AccountStatus[] = [];
  for (const account of place.accounts) accounts.push(await accountStatus(account, place, now, options));
  const { records, round, unreadable: unread } = await place.ledger.readPolling(place.feeds);
  const feeds = place.feeds
    .filter((feed) => !unread?.has(feed))
    .map((feed) => feedStatus(feed, records.get(feed), round, now));
  const unreadable = place.unreadable?.() ?? [];
  return {
    at: now.toISOString(),
    ledger: place.name,
    accounts,
    feeds,
    ...(unreadable.length === 0 ? {} : { unreadable }),
  };
}

async function accountStatus(
  account: string,
  place: Place,
  now: Date,
  { limit, skipped: asksForSkipped = false }: StatusOptions,
): Promise<AccountStatus> {
  const { ledger } = place;
  const tally = await ledger.tally(account);
  const line = await ledger.posts(account, "open", { limit: lineReadTo });
  const reconnect = await ledger.posts(account, "reconnect", { limit });
  const held = await ledger.posts(account, "held", { limit });
  const failed = await ledger.posts(account, "failed", { limit });
  const skipped = asksForSkipped
    ? await ledger.posts(account, "skipped", { limit, newestFirst: true })
    : undefined;
  const published = await ledger.posts(account, "published", { limit: publishedShown, newestFirst: true });
  const waiting = line.flatMap((post) => waitingPost(post, now));
  return {
    account,
    ...(await connection(account, place, now)),
    accounting: accountingOf(tally),
    dueNow: line.length - waiting.length,
    lineReadTo,
    waiting: waiting.slice(0, waitingShown),
    held: [...reconnect, ...held].slice(0, limit).flatMap((post) => stuckPost(post, place)),
    failed: failed.flatMap((post) => stuckPost(post, place)),
    ...(skipped === undefined ? {} : { skipped: skipped.flatMap((post) => stuckPost(post, place)) }),
    published: published.flatMap(publishedPost),
  };
}

async function connection(account: string, { ledger }: Place, now: Date) {
  const record = await readable(ledger.readAccount(account));
  if (record === "unreadable") return { connection: "unreadable" as const };
  if (record === undefined) return { connection: "never-connected" as const };
  const { state, words, tokenExpiresAt } = record;
  if (state === "disconnected") return { connection: state, ...(words === undefined ? {} : { words }) };
  if (tokenExpiresAt === undefined) return { connection: state };
  return {
    connection: tokenExpiresAt > now ? state : ("expired" as const),
    tokenExpiresAt: tokenExpiresAt.toISOString(),
    tokenDaysLeft: daysLeft(tokenExpiresAt, now),
  };
}

/** @returns "unreadable" for one that stands among those already. */
async function readable<Found>(reading: Promise<Found>): Promise<Found | "unreadable"> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof FeedloomError && error.code === "RECORD_UNREADABLE") return "unreadable";
    throw error;
  }
}

/** One that is not due yet; nothing for one that is. */
function waitingPost(post: Post, now: Date): AccountStatus["waiting"] {
  if (!isOpenPost(post)) return [];
  const { notBefore, waitsFor = "it is not due yet" } = post.life;
  if (notBefore === undefined || postWaitInMs(post, now) === 0) return [];
  return [{ post: post.id, title: titleOf(post), why: waitsFor, until: notBefore.toISOString() }];
}

function stuckPost(post: Post, { flags, connectBy }: Place): StuckPost[] {
  const { life, entry } = post;
  if (life.state !== "held" && life.state !== "failed" && life.state !== "skipped") return [];
  const say = (word: string) => `npm start -- ${word} ${post.id}${flags}`;
  const saying = {
    held: `${say("release")}, or ${say("drop")}`,
    failed: `${say("retry")}, or ${say("drop")}`,
    skipped: say("release"),
  };
  const wayOut =
    life.reason === "reconnect"
      ? `it goes out by itself when the profile is connected again: ${connectBy}`
      : life.reason === "private-link"
        ? `it goes out by itself when its feed has the public address, or ${say("drop")}`
        : saying[life.state];
  return [
    {
      post: post.id,
      title: titleOf(post),
      ...(entry.link === undefined ? {} : { link: entry.link }),
      reason: life.reason,
      why: life.words,
      since: life.at.toISOString(),
      wayOut,
    },
  ];
}

function publishedPost(post: Post): AccountStatus["published"] {
  const { life } = post;
  if (life.state !== "published") return [];
  const permalink = life.permalink === undefined ? {} : { permalink: life.permalink };
  return [{ post: post.id, title: titleOf(post), at: life.publishedAt.toISOString(), ...permalink }];
}

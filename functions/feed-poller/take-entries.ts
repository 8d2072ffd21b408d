import pLimit from "p-limit";
import type { Route } from "../core/configuration.ts";
import { keyDigest, postId } from "../core/entry-key.ts";
import type { MarkFacts } from "../core/entry-mark.ts";
import { entryWords } from "../core/entry-words.ts";
import type { Decision, KeyedEntry, NewEntry } from "../core/new-entries.ts";
import { newPost } from "../core/new-post.ts";
import { freshLife, type Post, withLife } from "../core/post.ts";
import { held } from "../core/post-life.ts";
import { filtered } from "../core/route-filter.ts";
import { shownAddress } from "../core/shown-address.ts";
import { announce } from "../runtime/announce.ts";
import type { Services } from "../runtime/services.ts";
import { type Renamed, sameMark, type Taking } from "./find-new-entries.ts";
import { heldEvents } from "./held-events.ts";
import { type LookingServices, lookAtPictures } from "./look-at-pictures.ts";
import type { ReadingTime } from "./reading-time.ts";

/** Their order does not matter, and a first sight has hundreds. (Posts are added one by one: their order is the promise.) */
const marksAtOnce = 8;
/**
 * Of one look, so many posts are recorded that are held as a flood, and so many entries that were taken for others; the
 * newest. The others are marked as seen, are counted, and can be had by a backfill.
 */
const recordedAtMost = 100;

type Parts = Pick<Services, "clock" | "ledger"> & { time: ReadingTime };

/**
 * Takes new entries into the ledger, oldest first: all their posts, one per account, and only then their marks. What was
 * decided for them together (a flood is held) then stands before any of them is known, so that a crash in between
 * repeats harmlessly: the next poll finds the posts there already.
 *
 * @returns how many posts of entries whose page could not be opened go out now that it can.
 */
export async function takeEntries(
  { fresh, renamed, mended, incomplete, isQuiet }: Omit<Taking, "all" | "isAsBefore" | "notes">,
  route: Route,
  services: Parts & LookingServices & Pick<Services, "bus">,
): Promise<number> {
  const { clock, ledger, log, time } = services;
  const shown = { feed: shownAddress(route.url) };
  const waiting: Post[] = [];
  const recorded = withoutMost(fresh);
  for (const found of await lookAtPictures(recorded, route, services)) {
    for (const account of route.accounts) {
      const post = await claimed(found, route.url, account, services);
      await ledger.addPost(post);
      if (post.life.state === "held") waiting.push(post);
    }
  }
  const news = isQuiet ? [] : renamed.filter(({ isNews }) => isNews);
  for (const found of news.slice(-recordedAtMost))
    for (const account of route.accounts) {
      const known = knownAs(found, route.url, account);
      await ledger.addPost(time.spend(() => newPost(known, route.url, account, clock.now())));
    }
  const released = await releaseMended(mended, route, services);
  // Told first and marked then: who dies in between tells it twice rather than never.
  const left = fresh.length - recorded.length;
  if (waiting.length > 0) await announce(heldEvents(waiting, left), shown, services);
  if (left > 0) log.warn("flood recorded in part", { ...shown, recorded: recorded.length, left });
  if (renamed.length > 0) log.info("entries known under other ids", { ...shown, entries: renamed.length });
  const limit = pLimit(marksAtOnce);
  const mark = (marks: Mark[]) =>
    Promise.all(
      marks.map(([key, facts]) =>
        limit(() => ledger.markEntry(route.url, key, { ...facts, seenAt: clock.now() })),
      ),
    );
  // Keys first: an entry that is only known by its page would count as one that was taken in under another id.
  await mark([...fresh, ...incomplete].map((found) => [found.key, factsOf(found)]));
  const again = isQuiet ? [] : renamed;
  await mark([
    ...again.map((found): Mark => [sameMark(found), { of: found.knownAs ?? found.key }]),
    ...[...fresh, ...incomplete].flatMap((found) => marksBesides(found, found.key)),
    ...again.flatMap((found) => marksBesides(found, found.knownAs ?? found.key)),
  ]);
  return released;
}

type Mark = [key: string, facts: MarkFacts];

function marksBesides(found: KeyedEntry, of: string): Mark[] {
  return found.otherMarks.map(({ key }) => [key, { ...factsOf(found), of }]);
}

function factsOf({ key, entry }: KeyedEntry): MarkFacts {
  const { publishedAt } = entry;
  const text = entryWords(entry)?.digest;
  return { of: key, ...(publishedAt && { publishedAt }), ...(text === undefined ? {} : { text }) };
}

/** All but the oldest of a flood. */
function withoutMost(fresh: NewEntry[]): NewEntry[] {
  const isFlood = ({ decision }: NewEntry) => decision.verdict === "hold" && decision.reason === "flood";
  const kept = new Set(fresh.filter(isFlood).slice(-recordedAtMost));
  return fresh.filter((found) => !isFlood(found) || kept.has(found));
}

/** What stands in the ledger for an entry that was taken for another. */
function knownAs(found: Renamed, feed: string, account: string): NewEntry {
  const other =
    found.knownAs === undefined ? "one that was taken in before" : postId(feed, found.knownAs, account);
  const words = `known as ${other}: ${found.words} are the same, only its id is new; if it is another entry, release it`;
  return { ...found, decision: { verdict: "skip", reason: "known", words } };
}

/**
 * The entry's post; skipped where the account has the entry from another of its feeds. Of two feeds that bring one entry at the
 * same moment, the one whose mark stands posts it.
 */
async function claimed(
  found: NewEntry,
  feed: string,
  account: string,
  { clock, ledger, time }: Parts,
): Promise<Post> {
  const post = time.spend(() => newPost(found, feed, account, clock.now()));
  if (found.decision.verdict === "skip") return post;
  const ours = { of: post.id, feed: keyDigest(feed), seenAt: clock.now() };
  for (const key of found.accountMarks) {
    const standing = await ledger.markEntry(`@${account}`, key, ours);
    if (standing.of === undefined || standing.of === post.id || standing.feed === ours.feed) continue;
    const words = `known as ${standing.of}: @${account} has it from another of its feeds; if it is another entry, release it`;
    const decision: Decision = { verdict: "skip", reason: "known", words };
    return time.spend(() => newPost({ ...found, decision }, feed, account, clock.now()));
  }
  return post;
}

/** Entries that were held because nobody could open their page: they go out as the feed says now, once. */
async function releaseMended(
  mended: Taking["mended"],
  route: Route,
  services: Parts & LookingServices,
): Promise<number> {
  const { clock, ledger } = services;
  const isMany = mended.length > route.floodLimit;
  let released = 0;
  for (const { found, key } of mended) {
    const entry: NewEntry = { ...found, decision: { verdict: "post" } };
    for (const [now] of [await lookAtPictures([filtered(entry, route, clock.now())], route, services)]) {
      for (const account of route.accounts) {
        const post = await ledger.readPost(account, postId(route.url, key, account));
        if (now === undefined || post?.life.state !== "held" || post.life.reason !== "private-link") continue;
        const { entry: mendedEntry, life } = await claimed({ ...now, key }, route.url, account, services);
        const words = `${mended.length} entries have their public addresses at once: release or drop them`;
        const next = isMany && life.state === "pending" ? held("flood", words, freshLife, clock.now()) : life;
        if (!(await ledger.replacePost({ ...withLife(post, next), entry: mendedEntry }))) continue;
        if (next.state === "pending") released += 1;
      }
    }
  }
  return released;
}

/**
 * By hand: of the newest `count` entries, those that were skipped because they were there before us (or before the
 * account was configured) are posted after all.
 *
 * @returns how many posts were put in line; again is harmless.
 */
export async function backfill(
  { all, renamed }: Pick<Taking, "all" | "renamed">,
  count: number,
  route: Route,
  services: Parts,
): Promise<number> {
  const { clock, ledger } = services;
  let taken = 0;
  // Who asks for old entries gets them, whatever their age.
  const { maxAgeInDays: _, ...filter } = route;
  for (const entry of count === 0 ? [] : all.slice(-count)) {
    // Its posts stand under another id: here they could only be made a second time.
    if (entry.deadEnd !== undefined || renamed.some(({ key }) => key === entry.key)) continue;
    for (const account of route.accounts) {
      const post = await ledger.readPost(account, postId(route.url, entry.key, account));
      const found = filtered({ ...entry, decision: { verdict: "post" } }, filter, clock.now());
      if (found.decision.verdict !== "post") continue;
      if (post !== undefined && (post.life.state !== "skipped" || post.life.reason !== "backfill")) continue;
      const asked = await claimed(found, route.url, account, services);
      // Absent: the account came to the feed after the entry did, or it was one of a flood too large to be recorded.
      const isWritten =
        post === undefined
          ? await ledger.addPost(asked)
          : await ledger.replacePost(withLife(post, asked.life));
      if (isWritten && asked.life.state === "pending") taken += 1;
    }
  }
  return taken;
}

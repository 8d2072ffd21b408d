import pLimit from "p-limit";
import type { Route } from "../core/configuration.ts";
import type { ParsedFeed } from "../core/entry.ts";
import { postId } from "../core/entry-key.ts";
import type { FeedloomEvent } from "../core/events.ts";
import type { FeedRecord } from "../core/feed-record.ts";
import { areFirstEntries } from "../core/feed-suspicion.ts";
import { entriesDigest, inOrder, type KeyedEntry, type NewEntry, newEntries } from "../core/new-entries.ts";
import { newPost } from "../core/new-post.ts";
import { freshLife, withLife } from "../core/post.ts";
import { filtered } from "../core/route-filter.ts";
import { shownAddress } from "../core/shown-address.ts";
import { announce } from "../runtime/announce.ts";
import type { Services } from "../runtime/services.ts";
import { type LookingServices, lookAtPictures } from "./look-at-pictures.ts";

/** Their order does not matter, and a first sight has hundreds. (Posts are added one by one: their order is the promise.) */
const marksAtOnce = 8;

type Parts = Pick<Services, "clock" | "ledger">;

/** What is to be taken of a document. */
export interface Taking {
  /** All entries of the document, oldest first. */
  all: KeyedEntry[];
  /** Those that are not known yet, each with what is to become of it. */
  fresh: NewEntry[];
  /** Those that are known by their page, or by title and date, under another id. */
  renamed: KeyedEntry[];
  /** The same entries as were last taken in: the ledger was not asked. */
  isAsBefore: boolean;
}

/**
 * Looks through a document for entries that are not known yet. Writes nothing.
 *
 * @param asksAnyway - look them up although the document has the same entries as before.
 */
export async function findNewEntries(
  feed: ParsedFeed,
  route: Route,
  record: FeedRecord,
  { clock, ledger }: Parts,
  asksAnyway = false,
): Promise<Taking> {
  const all = inOrder(feed, clock.now());
  const isFirstSight = record.firstReadAt === undefined;
  if (!isFirstSight && !asksAnyway && entriesDigest(all) === record.entriesHash)
    return { all, fresh: [], renamed: [], isAsBefore: true };
  const known = await ledger.knownEntries(
    route.url,
    all.map(({ key }) => key),
  );
  // Only of these, which are few, and of each once: their other keys are made here.
  const asked = all.map((entry) => (known.has(entry.key) ? entry : { ...entry }));
  const unknown = asked.filter(({ key }) => !known.has(key));
  const others = unknown.flatMap((entry) => [sameMark(entry), ...marksBesides(entry)]);
  const knownOthers = others.length === 0 ? new Set() : await ledger.knownEntries(route.url, others);
  const renamed = unknown.filter((entry) =>
    [sameMark(entry), ...entry.otherKeys].some((key) => knownOthers.has(key)),
  );
  for (const { key } of renamed) known.add(key);
  const { backfill, floodLimit } = route;
  const decided = newEntries(asked, known, {
    ...{ isFirstSight, backfill, floodLimit },
    areFirst: areFirstEntries(all, record),
  });
  // Of files that were renamed id and page are new. Where so many were that they are held, their owner decides.
  const isHeld = decided.some(({ decision }) => decision.verdict === "hold");
  const isSame = ({ titleKey = "" }: KeyedEntry) => !isHeld && knownOthers.has(titleKey);
  const fresh = decided.filter((found) => !isSame(found)).map((found) => filtered(found, route, clock.now()));
  return { all, fresh, renamed: [...renamed, ...decided.filter(isSame)], isAsBefore: false };
}

function marksBesides({ otherKeys, titleKey }: KeyedEntry): string[] {
  return titleKey === undefined ? otherKeys : [...otherKeys, titleKey];
}

/**
 * Takes new entries into the ledger, oldest first: all their posts, one per account, and only then their marks. What was
 * decided for them together (a flood is held) then stands before any of them is known, so that a crash in between
 * repeats harmlessly: the next poll finds the posts there already.
 */
export async function takeEntries(
  { fresh, renamed }: Pick<Taking, "fresh" | "renamed">,
  route: Route,
  services: Parts & LookingServices & Pick<Services, "bus">,
): Promise<void> {
  const { clock, ledger, log } = services;
  const shown = { feed: shownAddress(route.url) };
  const held: FeedloomEvent[] = [];
  for (const found of await lookAtPictures(fresh, route, services)) {
    for (const account of route.accounts) {
      const post = newPost(found, route.url, account, clock.now());
      await ledger.addPost(post);
      if (post.life.state !== "held") continue;
      const { id, feed, life } = post;
      const { title = id } = post.entry;
      held.push({
        type: "PostHeld",
        detail: {
          account,
          feed: shownAddress(feed),
          post: id,
          title,
          reason: life.reason,
          words: life.words,
        },
      });
    }
  }
  // Told first and marked then: who dies in between tells it twice rather than never.
  if (held.length > 0) await announce(held, shown, services);
  if (renamed.length > 0) log.info("entries known under other ids", { ...shown, entries: renamed.length });
  const limit = pLimit(marksAtOnce);
  const mark = (keys: string[]) =>
    Promise.all(keys.map((key) => limit(() => ledger.markEntry(route.url, key, clock.now()))));
  // Keys first: an entry that is only known by its page would count as one that was taken in under another id.
  await mark(fresh.map(({ key }) => key));
  await mark([...renamed.map(sameMark), ...[...fresh, ...renamed].flatMap(marksBesides)]);
}

/** The mark of an entry whose posts, if any, stand under the id that it had before. */
const sameMark = ({ key }: KeyedEntry) => `same-${key}`;

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
  { clock, ledger }: Parts,
): Promise<number> {
  let taken = 0;
  // Who asks for old entries gets them, whatever their age.
  const { maxAgeInDays: _, ...filter } = route;
  for (const entry of count === 0 ? [] : all.slice(-count)) {
    // Its posts stand under another id: here they could only be made a second time.
    if (renamed.some(({ key }) => key === entry.key)) continue;
    for (const account of route.accounts) {
      const post = await ledger.readPost(account, postId(route.url, entry.key, account));
      const found = filtered({ ...entry, decision: { verdict: "post" } }, filter, clock.now());
      if (found.decision.verdict !== "post") continue;
      if (post === undefined) {
        // The account came to the feed after the entry did.
        if (await ledger.addPost(newPost(found, route.url, account, clock.now()))) taken += 1;
        continue;
      }
      if (post.life.state !== "skipped" || post.life.reason !== "backfill") continue;
      if (await ledger.replacePost(withLife(post, freshLife))) taken += 1;
    }
  }
  return taken;
}

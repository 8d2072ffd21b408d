import type { Route } from "../core/configuration.ts";
import type { ParsedFeed } from "../core/entry.ts";
import { postId } from "../core/entry-key.ts";
import type { FeedloomEvent } from "../core/events.ts";
import type { FeedRecord } from "../core/feed-record.ts";
import { inOrder, type KeyedEntry, type NewEntry, newEntries } from "../core/new-entries.ts";
import { newPost } from "../core/new-post.ts";
import { freshLife, withLife } from "../core/post.ts";
import type { Services } from "../runtime/services.ts";

type Parts = Pick<Services, "clock" | "ledger">;

/** The entries of a feed that are not known yet, each with what is to become of it. Writes nothing. */
export async function findNewEntries(
  feed: ParsedFeed,
  route: Route,
  record: FeedRecord,
  services: Parts,
): Promise<{ all: KeyedEntry[]; fresh: NewEntry[] }> {
  const all = inOrder(feed, services.clock.now());
  const known = await services.ledger.knownEntries(
    route.url,
    all.map(({ key }) => key),
  );
  const { backfill, floodLimit } = route;
  const isFirstSight = record.firstReadAt === undefined;
  return { all, fresh: newEntries(all, known, { isFirstSight, backfill, floodLimit }) };
}

/**
 * Takes new entries into the ledger, oldest first: all their posts, one per account, and only then their marks. What was
 * decided for them together (a flood is held) then stands before any of them is known, so that a crash in between
 * repeats harmlessly: the next poll finds the posts there already.
 */
export async function takeEntries(
  fresh: NewEntry[],
  route: Route,
  { clock, ledger, bus, log }: Parts & Pick<Services, "bus" | "log">,
): Promise<void> {
  const held: FeedloomEvent[] = [];
  for (const found of fresh) {
    for (const account of route.accounts) {
      const post = newPost(found, route.url, account, clock.now());
      await ledger.addPost(post);
      if (post.life.state !== "held") continue;
      const { id, feed, life } = post;
      const { title = id } = post.entry;
      held.push({
        type: "PostHeld",
        detail: { account, feed, post: id, title, reason: life.reason, words: life.words },
      });
    }
  }
  // Told first and marked then: who dies in between tells it twice rather than never.
  if (held.length > 0)
    await bus.announce(held).catch((error: unknown) => log.warn("not announced", { feed: route.url, error }));
  for (const found of fresh) {
    await ledger.markEntry(route.url, found.key, clock.now());
  }
}

/**
 * By hand: of the newest `count` entries, those that were skipped because they were there before us (or before the
 * account was configured) are posted after all.
 *
 * @returns how many posts were put in line; again is harmless.
 */
export async function backfill(
  all: KeyedEntry[],
  count: number,
  route: Route,
  { clock, ledger }: Parts,
): Promise<number> {
  let taken = 0;
  for (const entry of count === 0 ? [] : all.slice(-count)) {
    for (const account of route.accounts) {
      const post = await ledger.readPost(account, postId(route.url, entry.key, account));
      if (post === undefined) {
        // The account came to the feed after the entry did.
        const found: NewEntry = { ...entry, decision: { verdict: "post" } };
        if (await ledger.addPost(newPost(found, route.url, account, clock.now()))) taken += 1;
        continue;
      }
      if (post.life.state !== "skipped" || post.life.reason !== "backfill") continue;
      if (await ledger.replacePost(withLife(post, freshLife))) taken += 1;
    }
  }
  return taken;
}

import type { FeedRecord } from "./feed-record.ts";
import type { Decision, KeyedEntry, NewEntry } from "./new-entries.ts";
import { shownAddress } from "./shown-address.ts";

type NewHost = NonNullable<FeedRecord["newHost"]>;

/**
 * The host that a feed's permanent redirect (or its page) leads to now, where that is news: one that its owner did not name
 * and was not told of. A server set up wrong for an hour says "moved for good", too, and a domain that was sold.
 */
export function unknownHost(
  { feed, foundAt, movedTo, newHost, firstReadAt }: FeedRecord,
  place: string | undefined,
): string | undefined {
  if (place === undefined || firstReadAt === undefined) return undefined;
  const host = hostOf(place);
  const known = [feed, foundAt, movedTo].map((address) => address && hostOf(address));
  return known.includes(host) || newHost?.host === host ? undefined : host;
}

/** Where a feed is read. */
export function placeOf({ feed, foundAt, movedTo }: FeedRecord): string {
  return movedTo ?? foundAt ?? feed;
}

/**
 * What is remembered of a host that is news. All new entries of a stranger are held, and a document in which nothing is known is
 * one; of the same blog elsewhere the first ones are.
 *
 * @param read - the record after the look, `former` before it.
 */
export function newHostOf(
  former: FeedRecord,
  read: FeedRecord,
  { all, fresh, isAsBefore }: { all: KeyedEntry[]; fresh: NewEntry[]; isAsBefore: boolean },
): NewHost | undefined {
  const host = unknownHost(former, placeOf(read));
  if (host === undefined) return undefined;
  return { host, holds: isAsBefore || fresh.length < all.length ? "first" : "all" };
}

export function movedWords(from: string, to: string): string {
  return `${shownAddress(from)} moved for good to another host, ${shownAddress(to)}; its first new entries there are held; if that is right, give this address in the configuration`;
}

/**
 * New entries of a feed that moved to another host: the first are held; where nothing was known there, all of them.
 *
 * @param place - where the feed is read now.
 */
export function heldAfterMove(fresh: NewEntry[], newHost: NewHost | undefined, place: string): NewEntry[] {
  if (newHost === undefined || newHost.holds === "none" || newHost.host !== hostOf(place)) return fresh;
  const held: Decision = {
    verdict: "hold",
    reason: "flood",
    words: `the feed moved to another host, ${newHost.host}: release or drop it, and if the move is right, give its new address in the configuration`,
  };
  return fresh.map((entry) => (entry.decision.verdict === "post" ? { ...entry, decision: held } : entry));
}

/** After its new entries were taken: of the same blog elsewhere, those that come later go out. */
export function afterHolding(newHost: NewHost, fresh: NewEntry[], place: string): NewHost {
  const isOver = newHost.holds === "first" && newHost.host === hostOf(place) && fresh.length > 0;
  return isOver ? { ...newHost, holds: "none" } : newHost;
}

function hostOf(address: string): string {
  return URL.parse(address)?.host.replace(/^www\./, "") ?? "";
}

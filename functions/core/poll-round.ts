import * as z from "zod";
import { keyDigest } from "./entry-key.ts";
import { storedDate } from "./stored-date.ts";

/**
 * How far the poller came. Feeds stand in a ring, each at a place that belongs to its address; a run that has no time left
 * says where it stopped, and the next begins there: with the feeds that have waited longest.
 */
export const pollRoundSchema = z.object({
  /** When the run began that last minded the feeds up to `upTo`, or all. */
  at: storedDate,
  /** The place of the last feed that was minded then. */
  upTo: z.string().exactOptional(),
  /** When the others were last minded. */
  former: storedDate.exactOptional(),
});
export type PollRound = z.output<typeof pollRoundSchema>;

/** A feed's place in the ring; text order. */
export function placeInRound(feed: string): string {
  return keyDigest(feed);
}

/** Up to when a feed's due times were minded. @returns undefined when that is not known: it is looked at. */
export function consideredAt(round: PollRound | undefined, place: string): Date | undefined {
  if (round?.upTo === undefined || place <= round.upTo) return round?.at;
  return round.former;
}

/** In the order in which a run minds them: from where the last one stopped, once around. */
export function inRoundOrder<Item extends { place: string }>(
  items: Item[],
  round: PollRound | undefined,
): Item[] {
  const sorted = items.toSorted((a, b) => (a.place < b.place ? -1 : 1));
  const { upTo } = round ?? {};
  if (upTo === undefined) return sorted;
  const isAfter = (item: Item) => item.place > upTo;
  return [...sorted.filter(isAfter), ...sorted.filter((item) => !isAfter(item))];
}

/**
 * The round after a run.
 *
 * @param stoppedBefore - the place of the first feed (in the run's order) that it did not come to; absent when it came to all.
 * @param last - the place of the feed in front of that one; absent when it came to none.
 */
export function roundAfter(
  former: PollRound | undefined,
  began: Date,
  end: { stoppedBefore?: string; last?: string },
): PollRound | undefined {
  const { stoppedBefore, last } = end;
  if (stoppedBefore === undefined) return { at: began };
  if (last === undefined) return former;
  const before = former?.upTo;
  // Still in the part that the last run left over: of its own part, nothing was minded since.
  if (former !== undefined && before !== undefined && last > before) return { ...former, upTo: last };
  return { at: began, upTo: last, ...(former === undefined ? {} : { former: former.at }) };
}

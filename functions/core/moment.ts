import * as z from "zod";
import { storedDate } from "./stored-date.ts";

/** An instant by our clock and, where an answer of Meta's told it, by Meta's: its header `Date`, to the second. */
export const momentSchema = z.object({ ours: storedDate, metas: storedDate.exactOptional() });
export type Moment = z.output<typeof momentSchema>;

export function momentOf(ours: Date, metas: Date | undefined): Moment {
  return metas === undefined ? { ours } : { ours, metas };
}

/**
 * How much time has passed for certain. Any clock may step ahead, so that the one that moved less is believed; one that
 * went backwards was set and says nothing. Where both did, nothing is certain: zero.
 */
export function elapsedInMs(from: Moment, to: Moment): number {
  const spans = [to.ours.getTime() - from.ours.getTime()];
  if (from.metas !== undefined && to.metas !== undefined)
    spans.push(to.metas.getTime() - from.metas.getTime());
  const possible = spans.filter((span) => span >= 0);
  return possible.length === 0 ? 0 : Math.min(...possible);
}

/** Clocks of processes that run side by side differ by less: one that differs by more was set. A choice of ours. */
const skewAtMostInMs = 5 * 60_000;

/**
 * How long a stored pause still lasts; zero when it is over or cannot be meant. Whoever finds that it was set in the
 * future, or that it ends further ahead than any pause is long, has a clock that was set back since, or is right after one
 * that was wrong: such a pause would end when the wrong date comes.
 */
export function waitInMs(
  pause: { until: Date | undefined; setAt?: Date | undefined; longestInMs: number },
  now: Date,
): number {
  const left = (pause.until?.getTime() ?? 0) - now.getTime();
  if (left <= 0 || left > pause.longestInMs) return 0;
  const wasSetAhead = pause.setAt !== undefined && pause.setAt.getTime() - now.getTime() > skewAtMostInMs;
  return wasSetAhead ? 0 : left;
}

/** Whether something that was done at `at` can have been, by our clock; what lies further ahead was written by a wrong one. */
export function isCredible(at: Date, now: Date): boolean {
  return at.getTime() - now.getTime() <= skewAtMostInMs;
}

/** Until when a lease may last to be believed: twice as long as whoever asks would take it, as clocks differ. */
export function latestLease(now: Date, until: Date): Date {
  return new Date(2 * until.getTime() - now.getTime());
}

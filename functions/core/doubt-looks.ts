import type { ContainerReading } from "./container-life.ts";
import { elapsedInMs, type Moment, momentOf } from "./moment.ts";
import { type Life, later, minuteInMs, secondInMs } from "./post-life.ts";

/**
 * How long after an unanswered publish the next thing is done about it. One publish was seen to take 222 s until its answer;
 * before that a second request could run beside the first.
 * @see https://github.com/zernio-dev/zernio-python/issues/42 (2026)
 */
export const settleInMs = 5 * minuteInMs;
/** A fresh post is listed after seconds to a minute (clients, 2026): looks at a profile count that lie further apart. */
const listLagInMs = minuteInMs;
/** Each look waits for the next: after so many, time has passed even where no clock of ours or Meta's shows it. */
const looksAtMost = 6;

type Status = Extract<ContainerReading, { kind: "status" }>;
type Looks = NonNullable<Life<"publishing">["seen"]>;

/** What is known of a doubt after one more reading, and whether that is enough. */
export interface Looked {
  seen: Looks;
  /** Whatever the last request could still do, it has done. */
  isSettled: boolean;
  /** The profile was looked at twice, longer apart than its lists lag, and did not have the post. */
  isUnlisted: boolean;
  /** When to look again. */
  nextAt: Date;
}

/**
 * Counts a reading. Time is counted from the first reading and not from the request, whose own moment nobody told us by
 * Meta's clock: so a step of our clock in between ends nothing, and no single reading decides anything.
 */
export function lookedAgain({ seen }: Life<"publishing">, reading: Status, now: Date): Looked {
  const here = momentOf(now, reading.at);
  const first = seen?.first ?? here;
  const times = (seen?.times ?? 0) + 1;
  const unlisted = seen?.unlisted ?? (reading.isUnlisted === true ? here : undefined);
  const isWorn = times > looksAtMost;
  const sinceFirst = elapsedInMs(first, here);
  const isSettled = sinceFirst >= settleInMs || isWorn;
  const isUnlisted =
    reading.isUnlisted === true &&
    seen?.unlisted !== undefined &&
    (elapsedInMs(seen.unlisted, here) > listLagInMs || isWorn);
  const wait = isSettled ? listLagInMs + 2 * secondInMs : Math.max(secondInMs, settleInMs - sinceFirst);
  return {
    seen: { first, times, ...(unlisted === undefined ? {} : { unlisted }) },
    isSettled,
    isUnlisted,
    nextAt: later(now, wait),
  };
}

/** Whether a doubt is old enough for something to be done about it, should the next reading be as the last. */
export function isAboutToSettle({ seen }: Life<"publishing">, here: Moment): boolean {
  return seen !== undefined && (elapsedInMs(seen.first, here) >= settleInMs || seen.times >= looksAtMost);
}

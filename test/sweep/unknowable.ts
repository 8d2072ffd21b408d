import type { Mode, Point } from "./stage.ts";

/** What no client can know, so that it may go wrong there; one by one, each with the reason. */
export interface Unknowable {
  name: string;
  reason: string;
  holds(point: Point, mode: Mode): boolean;
}

export const unknowables: readonly Unknowable[] = [
  {
    name: "a publish that takes effect 10 minutes after its connection was cut",
    reason:
      "Meta names no time after which an unanswered publish is over; 222 s is the longest that was seen, and the same container is asked for again after 5 minutes. Only where Meta would make a second post of one container, which was never seen, is that one too many.",
    holds: ({ strike }, mode) => mode === "second-post" && /takes effect 600 s later$/.test(strike),
  },
];

export function unknowableAt(point: Point, mode: Mode): Unknowable | undefined {
  return unknowables.find((one) => one.holds(point, mode));
}

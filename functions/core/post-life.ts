import type { Effort, OpenLife, PostLife } from "./post.ts";
import type { ThreadsFault } from "./threads-fault.ts";
import { describeFault, faultCode, type Verdict } from "./threads-verdict.ts";

export type Life<State extends PostLife["state"]> = Extract<PostLife, { state: State }>;

export const secondInMs = 1000;
export const minuteInMs = 60 * secondInMs;
export const hourInMs = 60 * minuteInMs;

/** A first container and two more: some never become publishable (seen by several clients up to 2026-10), more is a pattern. */
export const containersAtMost = 3;
/** With the delays below, about three hours of the same refusal. */
export const refusalsAtMost = 8;
/** Meta names no time for most throttles; a quarter of an hour frees 1 % of a rolling day. */
const throttleInMs = 15 * minuteInMs;

const delaysInMs = [5, 30, 120, 600, 1800, 3600].map((seconds) => seconds * secondInMs);

/** What follows from an answer: the post's next state, and what it says about the whole account. */
export interface Next {
  life: PostLife;
  trouble?: "reauthorize" | "restricted";
  /** For people: why. */
  words?: string;
}

/** It is out. @param found - its media id and permalink, where they could be learned. */
export function published(
  life: Life<"container"> | Life<"publishing">,
  found: { mediaId?: string; permalink?: string },
  now: Date,
): Life<"published"> {
  return {
    state: "published",
    publishedAt: now,
    containerId: life.containerId,
    without: life.effort.without,
    ...found,
  };
}

/** Set aside for its owner; released, it goes on where it was. */
export function held(
  reason: Life<"held">["reason"],
  words: string,
  resumeAs: OpenLife,
  now: Date,
): Life<"held"> {
  return { state: "held", reason, words, at: now, resumeAs };
}

/** Released: it goes on where it stood, without waiting. */
export function resumed(life: Life<"held">): OpenLife {
  const { notBefore: _, waitsFor: __, ...open } = life.resumeAs;
  return { ...open, effort: { ...open.effort, refusals: 0 } };
}

/** What an answer means wherever it comes: wait and try again, stop the account, or end. */
export function common(life: OpenLife, verdict: Verdict, fault: ThreadsFault, now: Date): Next {
  const words = describeFault(fault);
  switch (verdict.kind) {
    case "reauthorize":
    case "restricted":
      return { life, trouble: verdict.kind, words };
    case "throttled":
      return {
        life: {
          ...life,
          notBefore: later(now, throttleInMs),
          waitsFor: `Threads asks to slow down (${words})`,
        },
        words,
      };
    case "refused":
    case "without":
      return { life: failed(fault, now), words };
    case "doubt":
    case "retry": {
      const counts = verdict.kind === "doubt" || verdict.counts;
      if (counts && life.effort.refusals + 1 >= refusalsAtMost) return { life: failed(fault, now), words };
      const { refusals, silences = 0 } = life.effort;
      const effort = counts
        ? { ...life.effort, refusals: refusals + 1 }
        : { ...life.effort, silences: silences + 1 };
      // A silent network is nobody's fault and is waited out for as long as it takes.
      return {
        life: {
          ...life,
          effort,
          notBefore: later(now, delayAfter(refusals + silences)),
          waitsFor: words,
        },
        words,
      };
    }
  }
}

/**
 * Another container, or the end when there were enough. Never while the former could still become public.
 *
 * @param suspect - the part that it failed for: the last container is made without it, which costs the part, not the post.
 */
export function anew(
  life: Life<"container"> | Life<"publishing">,
  words: string,
  now: Date,
  suspect?: "picture",
): Next {
  const { containers, without } = life.effort;
  if (containers >= containersAtMost) {
    const failure = { reason: "container", words: `${words}; ${containers} containers were made`, at: now };
    return { life: { state: "failed", ...failure }, words };
  }
  const isHopeless =
    suspect !== undefined && life.content.kind === "image" && containers === containersAtMost - 1;
  const effort: Effort = { containers, refusals: 0, without: isHopeless ? [...without, suspect] : without };
  return {
    life: { state: "pending", effort, notBefore: later(now, 30 * secondInMs), waitsFor: words },
    words,
  };
}

export function failed(fault: ThreadsFault, now: Date): Life<"failed"> {
  return { state: "failed", reason: faultCode(fault), words: fault.words, at: now };
}

/** The pause after so many tries. */
export function delayAfter(tries: number): number {
  return delaysInMs[Math.min(tries, delaysInMs.length - 1)] ?? hourInMs;
}

export function later(now: Date, milliseconds: number): Date {
  return new Date(now.getTime() + milliseconds);
}

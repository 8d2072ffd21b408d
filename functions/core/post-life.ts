import { type Content, mediaUrls } from "./content.ts";
import type { Chain, Effort, OpenLife, PostLife } from "./post.ts";
import { refusalsInLine, steppedAside } from "./step-aside.ts";
import type { ThreadsFault } from "./threads-fault.ts";
import { describeFault, faultCode, type Verdict } from "./threads-verdict.ts";

export type Life<State extends PostLife["state"]> = Extract<PostLife, { state: State }>;

export const secondInMs = 1000;
export const minuteInMs = 60 * secondInMs;
export const hourInMs = 60 * minuteInMs;
const dayInMs = 24 * hourInMs;

/** A first container and two more: some never become publishable (seen by several clients up to 2026-10), more is a pattern. */
export const containersAtMost = 3;
/** Of publishing a finished container, which takes at least five minutes each. */
export const refusalsAtMost = 8;
/**
 * A service that says that the fault is its own is waited for longer: no post must fail for an outage of Meta's, and the
 * longest lasted about a day (13 March 2019). Half a day more is a choice of ours.
 */
const outageAtMostInMs = 36 * hourInMs;
/** Meta names no time for most throttles; a quarter of an hour frees 1 % of a rolling day. */
const throttleInMs = 15 * minuteInMs;

/** Until a part that was refused, or a container that failed, is tried again: a client saw it heal after 40 s (2026). */
export const partPauseInMs = 60 * secondInMs;

const delaysInMs = [5, 30, 120, 600, 1800, 3600].map((seconds) => seconds * secondInMs);

/** What follows from an answer: the post's next state, and what it says about the whole account. */
export interface Next {
  life: PostLife;
  trouble?: "reauthorize" | "restricted";
  /** What the trouble was read from. */
  fault?: ThreadsFault;
  /** For people: why. */
  words?: string;
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

/**
 * Goes on where it stood, without waiting and with all its patience: how long it lay aside says nothing of Threads. A
 * doubt stays one, counted from now.
 */
export function resumed({ notBefore: _, waitsFor: __, ...open }: OpenLife, now: Date): OpenLife {
  const effort = withoutCounts(open.effort);
  if (open.state !== "publishing") return { ...open, effort };
  const { refused: ___, ...asked } = open;
  return { ...asked, effort, doubtfulSince: now };
}

/** What an answer means wherever it comes: wait and try again, stop the account, or end. */
export function common(life: OpenLife, verdict: Verdict, fault: ThreadsFault, now: Date): Next {
  const words = describeFault(fault);
  switch (verdict.kind) {
    case "reauthorize":
      return { life, trouble: verdict.kind, fault, words };
    case "restricted":
      return restricted(life, fault, now);
    case "throttled":
      return {
        life: {
          ...life,
          notBefore: later(now, pauseOf(fault)),
          waitsFor: `Threads asks to slow down (${words})`,
        },
        words,
      };
    case "refused":
    case "without":
    case "children":
      return common(life, { kind: "retry", ends: "after hours" }, fault, now);
    case "doubt":
    case "retry": {
      const counts = verdict.kind === "doubt" || verdict.ends !== "never";
      const isOutage = verdict.kind === "retry" && verdict.ends === "after an outage";
      const { silences = 0, brokenSince, ...counted } = life.effort;
      // What an outage cost in tries says nothing of the post, and the other way round: each is counted for itself.
      const refusals = counts && isOutage !== (brokenSince !== undefined) ? 0 : counted.refusals;
      const since = brokenSince ?? now;
      const isLate = !isOutage || now.getTime() - since.getTime() > outageAtMostInMs;
      if (counts && refusals + 1 >= refusalsInLine && isLate)
        return { life: steppedAside(life, { code: faultCode(fault), words: fault.words }, now), words };
      const { brokenSince: _, ...rest } = life.effort;
      const effort = counts
        ? { ...rest, refusals: refusals + 1, ...(isOutage ? { brokenSince: since } : {}) }
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
 * @param suspect - it failed for something that Threads fetches: the last container is made without it, which costs that,
 *   not the post.
 */
export function anew(
  life: Life<"container"> | Life<"publishing">,
  words: string,
  now: Date,
  suspect?: "fetched",
): Next {
  const { containers } = life.effort;
  if (containers >= containersAtMost) {
    const why = { code: "container", words: `${words}; ${containers} containers were made` };
    const effort = { ...stillAside(life.effort), containers: containersAtMost - 1 };
    return { life: steppedAside(composedAnew(life, effort), why, now, "publish"), words };
  }
  const isHopeless = suspect !== undefined && containers === containersAtMost - 1;
  const fresh = stillAside(life.effort);
  const effort = isHopeless ? withoutFetched(fresh, life.content) : fresh;
  const pause = { notBefore: later(now, partPauseInMs), waitsFor: words };
  return { life: { ...composedAnew(life, effort), ...pause }, words };
}

/** Back in line, to be composed with what is known now; a chain of which some is out goes on behind that. */
export function composedAnew(life: OpenLife, effort: Effort): Life<"pending"> {
  return { state: "pending", effort, ...chainLeft(life) };
}

/** What is left of a chain of which some is out; before that there is nothing to go on from, and composing starts over. */
export function chainLeft(life: OpenLife): { chain?: Chain } {
  const { chain } = life;
  if (chain === undefined || chain.sent.length === 0) return {};
  if (life.state === "pending") return { chain };
  return { chain: { ...chain, rest: [life.content, ...chain.rest] } };
}

/** Composed without what Threads fetches for it: its pictures and videos, or a text's card. */
function withoutFetched(effort: Effort, content: Content): Effort {
  if (content.kind !== "text") return withoutMedia(effort, mediaUrls(content));
  return content.linkAttachment === undefined ? effort : withoutCard(effort);
}

export function withoutCard(effort: Effort): Effort {
  return { ...effort, without: [...new Set([...effort.without, "card" as const])] };
}

/** Composed without these from now on. */
export function withoutMedia(effort: Effort, urls: readonly string[]): Effort {
  const unusable = [...new Set([...(effort.unusable ?? []), ...urls])];
  if (urls.length === 0) return effort;
  return { ...effort, unusable, without: [...new Set([...effort.without, "picture" as const])] };
}

/** What counts tries of one step begins at zero at the next. */
export function withoutCounts({ containers, without, unusable }: Effort): Effort {
  return { containers, refusals: 0, without, ...(unusable === undefined ? {} : { unusable }) };
}

/** As {@link withoutCounts}, of a post that got no further: one that stepped aside still does. */
export function stillAside(effort: Effort): Effort {
  const { aside } = effort;
  return aside === undefined ? withoutCounts(effort) : { ...withoutCounts(effort), aside };
}

/** Threads refused the token, and the token is not dead: the refusal is one like any other; a doubt stays one. */
export function notTheToken(life: OpenLife, fault: ThreadsFault, now: Date): PostLife {
  const ends = life.state === "publishing" ? "never" : "after hours";
  return common(life, { kind: "retry", ends }, fault, now).life;
}

/** One restriction named once was seen to be a slip; the second look is a minute later. A choice of ours. */
function restricted(life: OpenLife, fault: ThreadsFault, now: Date): Next {
  const words = describeFault(fault);
  const code = faultCode(fault);
  if (life.effort.warned === code) return { life, trouble: "restricted", fault, words };
  const pause = { notBefore: later(now, partPauseInMs), waitsFor: `Threads is asked again (${words})` };
  return { life: { ...life, effort: { ...life.effort, warned: code }, ...pause }, words };
}

export function failed(fault: ThreadsFault, life: OpenLife, now: Date): Life<"failed"> {
  return { state: "failed", reason: faultCode(fault), words: fault.words, at: now, ...chainLeft(life) };
}

/** As long as Threads says that it takes, within reason; it seldom says. */
function pauseOf({ regainInMinutes = 0 }: ThreadsFault): number {
  return Math.min(dayInMs, Math.max(throttleInMs, regainInMinutes * minuteInMs));
}

/** The pause after so many tries. */
export function delayAfter(tries: number): number {
  return delaysInMs[Math.min(tries, delaysInMs.length - 1)] ?? hourInMs;
}

export function later(now: Date, milliseconds: number): Date {
  return new Date(now.getTime() + milliseconds);
}

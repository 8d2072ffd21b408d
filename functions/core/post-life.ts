import type { Content, Effort, OpenLife, PostLife } from "./post.ts";
import { lengthInUtf8Bytes, textLimit } from "./post-text.ts";
import type { ThreadsFault } from "./threads-fault.ts";
import {
  describeFault,
  faultCode,
  isNotYetThere,
  type Verdict,
  verdictOnCreate,
  verdictOnPublish,
} from "./threads-verdict.ts";

type Life<State extends PostLife["state"]> = Extract<PostLife, { state: State }>;

const secondInMs = 1000;
const minuteInMs = 60 * secondInMs;
const hourInMs = 60 * minuteInMs;

/** A first container and two more: some never become publishable (seen by several clients up to 2026-10), more is a pattern. */
const containersAtMost = 3;
/** With the delays below, about three hours of the same refusal. */
const refusalsAtMost = 8;
/**
 * How long after an unanswered publish a container found unpublished is asked for again. One publish was seen to take
 * 222 s until its answer; before that a second request could run beside the first.
 * @see https://github.com/zernio-dev/zernio-python/issues/42 (2026)
 */
export const settleInMs = 5 * minuteInMs;
/** A doubt that no reading has settled for so long is put before a person. */
const doubtAtMostInMs = 3 * 24 * hourInMs;
/** A picture takes seconds; one still in progress after an hour never comes. Meta advises to give up sooner. */
const processingAtMostInMs = hourInMs;

const delaysInMs = [5, 30, 120, 600, 1800, 3600].map((seconds) => seconds * secondInMs);

/** What follows from an answer: the post's next state, and what it says about the whole account. */
export interface Next {
  life: PostLife;
  trouble?: "reauthorize" | "restricted";
  /** For people: why. */
  words?: string;
}

/** A container was made: its id is written down before anything else happens. */
export function containerMade(
  life: Life<"pending">,
  containerId: string,
  content: Content,
  now: Date,
): Life<"container"> {
  const { containers, without } = life.effort;
  return {
    state: "container",
    containerId,
    content,
    madeAt: now,
    effort: { containers: containers + 1, refusals: 0, without },
  };
}

/** Making the container was refused, or not answered. Nothing is public, so trying again is harmless. */
export function containerRefused(
  life: Life<"pending">,
  verdict: Verdict,
  fault: ThreadsFault,
  content: Content,
  now: Date,
): Next {
  const words = describeFault(fault);
  switch (verdict.kind) {
    case "without":
      return { life: withoutPart(life, verdict.part, fault, now), words };
    case "refused":
      // A parameter was wrong, and the one that only Meta can judge is the length.
      if (lengthInUtf8Bytes(content.text) > textLimit && !life.effort.without.includes("length")) {
        return { life: withoutPart(life, "length", fault, now), words };
      }
      return { life: failed(fault, now), words };
    default:
      return common(life, verdict, fault, now);
  }
}

/** About to ask for publishing: written before the call, so that a crash in between is found as a doubt. */
export function askingToPublish(life: Life<"container"> | Life<"publishing">, now: Date): Life<"publishing"> {
  const { containerId, content, madeAt, effort } = life;
  const doubt =
    life.state === "publishing" && life.doubtfulSince ? { doubtfulSince: life.doubtfulSince } : {};
  const refused = life.state === "publishing" && life.refused ? { refused: life.refused } : {};
  return { state: "publishing", containerId, content, madeAt, askedAt: now, effort, ...doubt, ...refused };
}

/** Publishing was refused or not answered. Whatever could hide a live post stays `publishing` and is read. */
export function publishRefused(life: Life<"publishing">, fault: ThreadsFault, now: Date): Next {
  const verdict = verdictOnPublish(fault);
  // A clear answer to this request says nothing of an earlier one that is still in doubt.
  if (verdict.kind !== "doubt")
    return common(life.doubtfulSince === undefined ? asContainer(life) : life, verdict, fault, now);
  const since = life.doubtfulSince ?? now;
  const effort = { ...life.effort, refusals: life.effort.refusals + 1 };
  // "Not there yet" is Meta's own answer to a container that is too fresh, and heals in seconds; it is read all the same.
  const readInMs = delaysInMs[Math.min(life.effort.refusals, 3)] ?? minuteInMs;
  return {
    life: {
      ...life,
      effort,
      doubtfulSince: since,
      isNotYetThere: isNotYetThere(fault),
      ...(fault.kind === "error" ? { refused: oneMore(life, fault) } : {}),
      notBefore: later(now, readInMs),
      waitsFor: `Threads did not clearly say whether it is out (${describeFault(fault)})`,
    },
    words: describeFault(fault),
  };
}

/** What a clear refusal to publish adds to those before it. */
function oneMore(life: Life<"publishing">, fault: ThreadsFault): NonNullable<Life<"publishing">["refused"]> {
  const verdict = verdictOnCreate(fault);
  return {
    times: (life.refused?.times ?? 0) + 1,
    code: faultCode(fault),
    words: fault.words,
    ...(verdict.kind === "without" ? { part: verdict.part } : {}),
  };
}

export type ContainerReading =
  | {
      kind: "status";
      status: "IN_PROGRESS" | "FINISHED" | "PUBLISHED" | "ERROR" | "EXPIRED";
      errorMessage?: string;
    }
  | { kind: "unreadable"; fault: ThreadsFault; verdict: Verdict };

/** What to do with a container after reading it: publish it, note that it is out, or `Next`. */
export type ReadingOutcome = "publish" | "is-out" | Next;

/** A container that was not asked to be published yet. */
export function containerRead(life: Life<"container">, reading: ContainerReading, now: Date): ReadingOutcome {
  if (reading.kind === "unreadable") {
    // It was never asked to be published, so one that Meta does not know any more is simply made again.
    if (reading.verdict.kind === "refused") return anew(life, describeFault(reading.fault), now);
    return common(life, reading.verdict, reading.fault, now);
  }
  switch (reading.status) {
    case "FINISHED":
      return "publish";
    case "PUBLISHED":
      return "is-out";
    case "IN_PROGRESS": {
      const ageInMs = now.getTime() - life.madeAt.getTime();
      if (ageInMs > processingAtMostInMs)
        return anew(life, "Threads did not finish processing it within an hour", now, "picture");
      return {
        life: {
          ...life,
          // Meta advises once a minute; a picture is ready in seconds, so the first looks come sooner.
          notBefore: later(now, Math.min(minuteInMs, Math.max(2 * secondInMs, ageInMs / 2))),
          waitsFor: "Threads is still processing it",
        },
      };
    }
    case "ERROR":
      return anew(life, notPublishable(reading), now, "picture");
    case "EXPIRED":
      return anew(life, notPublishable(reading), now);
  }
}

/** A doubt, settled by reading and never by posting anew. */
export function doubtRead(life: Life<"publishing">, reading: ContainerReading, now: Date): ReadingOutcome {
  const since = life.doubtfulSince ?? life.askedAt;
  if (reading.kind === "unreadable") {
    if (reading.verdict.kind === "reauthorize" || reading.verdict.kind === "restricted") {
      return { life, trouble: reading.verdict.kind, words: describeFault(reading.fault) };
    }
    const words = `whether it is out could not be read (${describeFault(reading.fault)})`;
    if (now.getTime() - since.getTime() > doubtAtMostInMs) {
      return {
        life: held("outcome-unknown", `${words}; look at the profile, then release or drop it`, life, now),
        words,
      };
    }
    const effort = { ...life.effort, refusals: life.effort.refusals + 1 };
    return {
      life: {
        ...life,
        effort,
        doubtfulSince: since,
        notBefore: later(now, delay(life.effort)),
        waitsFor: words,
      },
      words,
    };
  }
  switch (reading.status) {
    case "PUBLISHED":
      return "is-out";
    case "IN_PROGRESS":
      return {
        life: {
          ...life,
          doubtfulSince: since,
          notBefore: later(now, minuteInMs),
          waitsFor: "Threads is still processing it",
        },
      };
    case "FINISHED": {
      if (life.isNotYetThere === true) {
        return (life.refused?.times ?? life.effort.refusals) < refusalsBeforeAnew
          ? "publish"
          : anew(life, "Threads keeps saying that the finished container does not exist", now);
      }
      const settledAt = later(life.askedAt, settleInMs);
      if (now >= settledAt && life.refused !== undefined) {
        // Not a silence but an answer, again and again: it will not change for the asking.
        const { times, code, words, part } = life.refused;
        if (part !== undefined && times >= 2) {
          const without = [...life.effort.without, part];
          if (life.effort.containers < containersAtMost)
            return { life: { state: "pending", effort: { ...life.effort, refusals: 0, without } }, words };
        }
        if (times >= refusalsAtMost)
          return { life: { state: "failed", reason: code, words, at: now }, words };
      }
      if (now >= settledAt) return "publish";
      return {
        life: {
          ...life,
          doubtfulSince: since,
          notBefore: settledAt,
          waitsFor: "an unanswered publish has time to finish",
        },
      };
    }
    case "ERROR":
      return anew(life, notPublishable(reading), now, "picture");
    case "EXPIRED":
      return anew(life, notPublishable(reading), now);
  }
}

/** Of a finished container that Threads says is not there; then another is made (clients report 3 to 5, 2026). */
const refusalsBeforeAnew = 5;

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

function common(life: OpenLife, verdict: Verdict, fault: ThreadsFault, now: Date): Next {
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
          notBefore: later(now, delay({ ...life.effort, refusals: refusals + silences })),
          waitsFor: words,
        },
        words,
      };
    }
  }
}

/** Meta names no time for most throttles; a quarter of an hour frees 1 % of a rolling day. */
const throttleInMs = 15 * minuteInMs;

/**
 * Another container, or the end when there were enough. Never while the former could still become public.
 *
 * @param suspect - the part that it failed for: the last container is made without it, which costs the part, not the post.
 */
function anew(
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

function withoutPart(
  life: Life<"pending">,
  part: Effort["without"][number],
  fault: ThreadsFault,
  now: Date,
): PostLife {
  if (life.effort.without.includes(part)) return failed(fault, now);
  // A page or picture that is minutes old is often taken at the second try; the part is given up only after that.
  if (part !== "length" && life.effort.triedAgain !== part) {
    const effort = { ...life.effort, triedAgain: part };
    return {
      ...life,
      effort,
      notBefore: later(now, 30 * secondInMs),
      waitsFor: `Threads does not take the ${part} yet (${describeFault(fault)})`,
    };
  }
  return {
    state: "pending",
    effort: { ...life.effort, refusals: 0, without: [...life.effort.without, part] },
  };
}

function asContainer(life: Life<"publishing">): Life<"container"> {
  const { containerId, content, madeAt, effort } = life;
  return { state: "container", containerId, content, madeAt, effort };
}

function failed(fault: ThreadsFault, now: Date): Life<"failed"> {
  return { state: "failed", reason: faultCode(fault), words: fault.words, at: now };
}

function notPublishable(reading: { status: string; errorMessage?: string }): string {
  return `Threads says ${reading.status}${reading.errorMessage === undefined ? "" : ` (${reading.errorMessage})`}`;
}

function delay(effort: Effort): number {
  return delaysInMs[Math.min(effort.refusals, delaysInMs.length - 1)] ?? hourInMs;
}

function later(now: Date, milliseconds: number): Date {
  return new Date(now.getTime() + milliseconds);
}

import type { Content, Effort, PostLife } from "./post.ts";
import {
  anew,
  common,
  failed,
  hourInMs,
  type Life,
  later,
  minuteInMs,
  type Next,
  secondInMs,
} from "./post-life.ts";
import { lengthInUtf8Bytes, textLimit } from "./post-text.ts";
import type { ThreadsFault } from "./threads-fault.ts";
import { describeFault, type Verdict } from "./threads-verdict.ts";

/** A picture takes seconds; one still in progress after an hour never comes. Meta advises to give up sooner. */
const processingAtMostInMs = hourInMs;

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

/** A container that will never become public, in words. */
export function notPublishable(reading: { status: string; errorMessage?: string }): string {
  return `Threads says ${reading.status}${reading.errorMessage === undefined ? "" : ` (${reading.errorMessage})`}`;
}

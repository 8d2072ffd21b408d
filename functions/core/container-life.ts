import { type Content, mediaUrls } from "./content.ts";
import { partWithFewerLinks } from "./fewer-links.ts";
import type { PostLife } from "./post.ts";
import {
  anew,
  common,
  composedAnew,
  failed,
  hourInMs,
  type Life,
  later,
  minuteInMs,
  type Next,
  partPauseInMs,
  secondInMs,
  stillAside,
  withoutCard,
  withoutCounts,
  withoutMedia,
} from "./post-life.ts";
import { lengthInUtf8Bytes, shorten, textLimit } from "./post-text.ts";
import type { ThreadsFault } from "./threads-fault.ts";
import { describeFault, saysWhatIsWrong, type Verdict } from "./threads-verdict.ts";

/** Meta's name for too many links. @see https://developers.facebook.com/docs/threads/changelog (2025-12-08) */
const linkLimit = "THREADS_API__LINK_LIMIT_EXCEEDED";

/** A picture takes seconds, a video minutes; one still in progress after an hour never comes. Meta advises to give up sooner. */
export const processingAtMostInMs = hourInMs;

/**
 * A container was made: its id is written down before anything else happens.
 *
 * @param rest - the parts that follow it, where it is one of a chain; fixed from here on.
 * @param at - now, by Meta's clock.
 */
export function containerMade(
  life: Life<"pending">,
  containerId: string,
  { content, rest }: { content: Content; rest: readonly Content[] },
  now: Date,
  at?: Date,
): Life<"container"> {
  const { sent = [] } = life.chain ?? {};
  const chain = rest.length === 0 && sent.length === 0 ? {} : { chain: { rest: [...rest], sent } };
  // One that was refused at publishing has got no further yet.
  const fresh = life.effort.aside?.step === "publish" ? stillAside(life.effort) : withoutCounts(life.effort);
  const effort = { ...fresh, containers: life.effort.containers + 1 };
  const made = { madeAt: now, ...(at === undefined ? {} : { madeAtMeta: at }) };
  return { state: "container", containerId, content, ...made, effort, ...chain };
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
      // What is refused for a part that it does not have is refused for something else: it may heal.
      return hasPart(verdict.part, content, life)
        ? { life: withoutPart(life, verdict.part, content, fault, now), words }
        : common(life, { kind: "retry", ends: "after hours" }, fault, now);
    case "refused":
      if (fault.name === linkLimit) {
        const fewer = withFewerLinks(life, content);
        if (fewer !== undefined) return { life: fewer, words };
      }
      // A parameter was wrong, and the one that only Meta can judge is the length.
      if (lengthInUtf8Bytes(content.text) > textLimit && !life.effort.without.includes("length")) {
        return { life: shorter(life), words };
      }
      return saysWhatIsWrong(fault)
        ? { life: failed(fault, life, now), words }
        : common(life, verdict, fault, now);
    default:
      return common(life, verdict, fault, now);
  }
}

export type ContainerReading =
  | {
      kind: "status";
      status: "IN_PROGRESS" | "FINISHED" | "PUBLISHED" | "ERROR" | "EXPIRED";
      errorMessage?: string;
      /** When it was read, by Meta's clock. */
      at?: Date;
      /** The profile was looked at as well, and does not have the post. */
      isUnlisted?: boolean;
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
        return anew(life, "Threads did not finish processing it within an hour", now, "fetched");
      const pause = {
        notBefore: later(now, processingPause(ageInMs)),
        waitsFor: "Threads is still processing it",
      };
      return { life: { ...life, ...pause } };
    }
    case "ERROR":
      return anew(life, notPublishable(reading), now, "fetched");
    case "EXPIRED":
      return anew(life, notPublishable(reading), now);
  }
}

/** Meta advises once a minute; a picture is ready in seconds, so the first looks come sooner. */
export function processingPause(ageInMs: number): number {
  return Math.min(minuteInMs, Math.max(2 * secondInMs, ageInMs / 2));
}

/** A chain's later part is fixed: what would be left out of it is not composed again. */
function hasPart(part: "card" | "media", content: Content, { chain, effort }: Life<"pending">): boolean {
  if (chain !== undefined) return false;
  return part === "card" ? !effort.without.includes("card") : mediaUrls(content).length > 0;
}

function withoutPart(
  life: Life<"pending">,
  part: "card" | "media",
  content: Content,
  fault: ThreadsFault,
  now: Date,
): PostLife {
  // A page or picture that is minutes old is often taken at the second try; the part is given up only after that.
  if (life.effort.triedAgain !== part) {
    return {
      ...life,
      effort: { ...life.effort, triedAgain: part },
      notBefore: later(now, partPauseInMs),
      waitsFor: `Threads does not take the ${part === "card" ? "card" : "picture or video"} yet (${describeFault(fault)})`,
    };
  }
  const effort = withoutCounts(life.effort);
  return composedAnew(life, part === "card" ? withoutCard(effort) : withoutMedia(effort, mediaUrls(content)));
}

/**
 * Documented as five; refusals were reported from four on (2026). First its own link alone stays, at last there is nothing
 * but title and link.
 */
function withFewerLinks(life: Life<"pending">, content: Content): PostLife | undefined {
  const { without } = life.effort;
  const [part, ...rest] = life.chain?.rest ?? [];
  if (life.chain !== undefined && part !== undefined) {
    // What comes before it is out, so that the parts cannot be composed anew.
    const text = partWithFewerLinks(part.text);
    if (text === undefined) return undefined;
    const fewer = { ...part, text };
    const effort = { ...withoutCounts(life.effort), without: [...new Set([...without, "links" as const])] };
    return { state: "pending", effort, chain: { ...life.chain, rest: [fewer, ...rest] } };
  }
  const next = !without.includes("links") ? "links" : !without.includes("text") ? "text" : undefined;
  if (next === undefined || content.text === "") return undefined;
  return composedAnew(life, { ...withoutCounts(life.effort), without: [...without, next] });
}

/** Counted by the strictest reading from here on. */
function shorter({ effort, chain }: Life<"pending">): PostLife {
  const strict = { ...withoutCounts(effort), without: [...effort.without, "length" as const] };
  const [part, ...rest] = chain?.rest ?? [];
  if (chain === undefined || part === undefined) return { state: "pending", effort: strict };
  // What comes before it is out, so that the parts cannot be cut anew.
  const cut = { ...part, text: shorten(part.text, textLimit, lengthInUtf8Bytes) };
  return { state: "pending", effort: strict, chain: { ...chain, rest: [cut, ...rest] } };
}

/** A container that will never become public, in words. */
export function notPublishable(reading: { status: string; errorMessage?: string }): string {
  return `Threads says ${reading.status}${reading.errorMessage === undefined ? "" : ` (${reading.errorMessage})`}`;
}

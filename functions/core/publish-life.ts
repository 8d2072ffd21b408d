import { type ContainerReading, notPublishable, type ReadingOutcome } from "./container-life.ts";
import { mediaUrls } from "./content.ts";
import { type Looked, lookedAgain } from "./doubt-looks.ts";
import {
  anew,
  chainLeft,
  common,
  composedAnew,
  containersAtMost,
  delayAfter,
  held,
  hourInMs,
  type Life,
  later,
  minuteInMs,
  type Next,
  refusalsAtMost,
  withoutCard,
  withoutCounts,
  withoutMedia,
} from "./post-life.ts";
import { steppedAside } from "./step-aside.ts";
import type { ThreadsFault } from "./threads-fault.ts";
import {
  describeFault,
  faultCode,
  isNotYetThere,
  saysWhatIsWrong,
  verdictOnCreate,
  verdictOnPublish,
} from "./threads-verdict.ts";

/** A doubt that no reading has settled for so long is put before a person. */
const doubtAtMostInMs = 3 * 24 * hourInMs;

/** About to ask for publishing: written before the call, so that a crash in between is found as a doubt. */
export function askingToPublish(life: Life<"container"> | Life<"publishing">, now: Date): Life<"publishing"> {
  const { containerId, content, madeAt, madeAtMeta, effort, chain } = life;
  const made = { madeAt, ...(madeAtMeta === undefined ? {} : { madeAtMeta }) };
  const doubt =
    life.state === "publishing" && life.doubtfulSince ? { doubtfulSince: life.doubtfulSince } : {};
  const refused = life.state === "publishing" && life.refused ? { refused: life.refused } : {};
  const asked = { state: "publishing" as const, containerId, content, ...made, askedAt: now, effort };
  return { ...asked, ...doubt, ...refused, ...(chain === undefined ? {} : { chain }) };
}

/** Publishing was refused or not answered. Whatever could hide a live post stays `publishing` and is read. */
export function publishRefused(life: Life<"publishing">, fault: ThreadsFault, now: Date): Next {
  const verdict = verdictOnPublish(fault);
  const since = life.doubtfulSince ?? now;
  if (verdict.kind !== "doubt") {
    // Where nothing was sent nothing happened. A throttle or a dead token says "no" as clearly, but so did errors of
    // posts that were live: looking costs one call. Neither says anything of an earlier request that is in doubt.
    const isCertain = fault.kind === "not-sent" && life.doubtfulSince === undefined;
    return common(isCertain ? asContainer(life) : { ...life, doubtfulSince: since }, verdict, fault, now);
  }
  const effort = { ...life.effort, refusals: life.effort.refusals + 1 };
  // "Not there yet" is Meta's own answer to a container that is too fresh, and heals in seconds; it is read all the same.
  const readInMs = delayAfter(Math.min(life.effort.refusals, 3));
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

type Refused = NonNullable<Life<"publishing">["refused"]>;

/** What a clear refusal to publish adds to those before it, as far as they were the same. */
function oneMore({ refused }: Life<"publishing">, fault: ThreadsFault): Refused {
  const code = faultCode(fault);
  const times = refused?.code === code ? refused.times + 1 : 1;
  return { times, code, words: fault.words, means: whatItMeans(fault) };
}

/** Read at publishing as at creating, once it is certain that the container is not out. */
function whatItMeans(fault: ThreadsFault): Refused["means"] {
  const verdict = verdictOnCreate(fault);
  switch (verdict.kind) {
    case "without":
      return verdict.part;
    case "reauthorize":
      return "permission";
    case "retry":
      return verdict.ends === "after hours" ? "never" : "outage";
    default:
      return saysWhatIsWrong(fault) ? "post" : "never";
  }
}

/** A doubt, settled by reading and never by posting anew. */
export function doubtRead(life: Life<"publishing">, reading: ContainerReading, now: Date): ReadingOutcome {
  const since = life.doubtfulSince ?? life.askedAt;
  if (reading.kind === "unreadable") {
    if (reading.verdict.kind === "reauthorize" || reading.verdict.kind === "restricted") {
      return common(life, reading.verdict, reading.fault, now);
    }
    const words = `whether it is out could not be read (${describeFault(reading.fault)})`;
    // Days that only our clock knows of are none: it was looked at as often as days allow.
    const isLong = life.effort.refusals >= refusalsAtMost;
    if (isLong && now.getTime() - since.getTime() > doubtAtMostInMs) {
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
        notBefore: later(now, delayAfter(life.effort.refusals)),
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
      // "Not there yet" may be an answer to a request that takes effect all the same: it is waited for like a silence.
      if (life.isNotYetThere === true && (life.refused?.times ?? life.effort.refusals) >= refusalsBeforeAnew)
        return another(life, reading, "Threads keeps saying that the finished container does not exist", now);
      const looked = lookedAgain(life, reading, now);
      if (!looked.isSettled) return waitFor(life, looked, "an unanswered publish has time to finish");
      return life.refused === undefined || life.isNotYetThere === true
        ? "publish"
        : askedAgain(life, life.refused, looked, now);
    }
    case "ERROR":
      return another(life, reading, notPublishable(reading), now, "fetched");
    case "EXPIRED":
      return another(life, reading, `${notPublishable(reading)}${refusalsOf(life)}`, now);
  }
}

/** Another container, once it is certain that this one is not out: a single reading was seen to be wrong. */
function another(
  life: Life<"publishing">,
  reading: Extract<ContainerReading, { kind: "status" }>,
  words: string,
  now: Date,
  suspect?: "fetched",
): Next {
  const looked = lookedAgain(life, reading, now);
  if (looked.isSettled && looked.isUnlisted) return anew(life, words, now, suspect);
  return waitFor(life, looked, `${words}; it is looked for on the profile first`);
}

/** The doubt stays one, with what was seen of it. */
function waitFor(life: Life<"publishing">, { seen, nextAt }: Looked, waitsFor: string): Next {
  const doubtfulSince = life.doubtfulSince ?? life.askedAt;
  return { life: { ...life, doubtfulSince, seen, notBefore: nextAt, waitsFor }, words: waitsFor };
}

/** Not a silence but an answer: the same, again and again, will not change for the asking, unless the fault is Meta's own. */
function askedAgain(life: Life<"publishing">, refused: Refused, looked: Looked, now: Date): ReadingOutcome {
  const { times, code, words, means } = refused;
  const lookFirst = () => waitFor(life, looked, `${code}: ${words}; it is looked for on the profile first`);
  switch (means) {
    case "outage":
      // For as long as the container lives, and that of two more.
      return "publish";
    case "card":
    case "media":
      if (times >= 2 && life.effort.containers < containersAtMost)
        return looked.isUnlisted ? { life: withoutRefused(life, means), words } : lookFirst();
      break;
    case "permission":
      if (times < refusalsAtMost) return "publish";
      return { life: unrefused(life), trouble: "reauthorize", words: `${code}: ${words}` };
    case "post":
      if (times < refusalsAtMost) return "publish";
      if (!looked.isUnlisted) return lookFirst();
      return { life: { state: "failed", reason: code, words, at: now, ...chainLeft(life) }, words };
    case "never":
      break;
  }
  if (times < (life.effort.aside === undefined ? refusalsAtMost : 1)) return "publish";
  if (!looked.isUnlisted) return lookFirst();
  return { life: steppedAside(unrefused(life), { code, words }, now), words };
}

function refusalsOf({ refused }: Life<"publishing">): string {
  if (refused === undefined) return "";
  return `, and before did not publish it (${refused.code}: ${refused.words})`;
}

/** Asked for anew: with another token, or when it is tried again. */
function unrefused({ refused: _, ...life }: Life<"publishing">): Life<"publishing"> {
  return life;
}

/** Of a finished container that Threads says is not there; then another is made (clients report 3 to 5, 2026). */
const refusalsBeforeAnew = 5;

/** Composed anew without what publishing was refused for. */
function withoutRefused(life: Life<"publishing">, part: "card" | "media"): Life<"pending"> {
  const effort = withoutCounts(life.effort);
  return composedAnew(
    life,
    part === "card" ? withoutCard(effort) : withoutMedia(effort, mediaUrls(life.content)),
  );
}

function asContainer(life: Life<"publishing">): Life<"container"> {
  const { containerId, content, madeAt, madeAtMeta, effort, chain } = life;
  return {
    state: "container",
    containerId,
    content,
    madeAt,
    ...(madeAtMeta === undefined ? {} : { madeAtMeta }),
    effort,
    ...(chain === undefined ? {} : { chain }),
  };
}

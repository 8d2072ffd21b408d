import type { ThreadsFault } from "./threads-fault.ts";

/**
 * What a refusal means at the step where it came. By numbers only: Meta's words are translated to the account's
 * language, and its `is_transient` is wrong for the commonest race.
 *
 * The numbers are those seen by clients up to autumn 2026; where one is not known, it is taken as the
 * answer that can do no harm: a doubt when publishing, one more try elsewhere.
 */
export type Verdict =
  /** The same call again, later: for as long as it takes, or until it was the same for hours, or longer than any outage. */
  | { kind: "retry"; ends: "never" | "after hours" | "after an outage" }
  /** The account or app has used up its allowance: everything of this account waits. */
  | { kind: "throttled" }
  /** The token is dead or too weak: its owner must connect again. */
  | { kind: "reauthorize" }
  /** Threads restricts the account: going on makes it worse. */
  | { kind: "restricted" }
  /** It may have happened. Only reading tells. */
  | { kind: "doubt" }
  /** Cannot be taken as it is, but perhaps without this. */
  | { kind: "without"; part: "card" | "media" }
  /** A carousel's children are not there yet, or not any more. */
  | { kind: "children" }
  /** As it is; where Threads does not say why, that may be Threads' own fault. */
  | { kind: "refused" };

const throttles = new Set([4, 17, 32, 341, 613]);
/** 102 and 190, whatever the subcode: the token is invalid, expired, or was taken back. */
const deadTokens = new Set([102, 190]);
const restrictions = new Set([368]);
const restrictionSubcodes = new Set([2207051, 4279013]);
/** The card's page is too new, unreachable or redirects. */
const refusedCards = new Set([4279047]);
/** A child failed, expired or is not finished; clients saw it heal after 10 to 30 s (2026). */
const unreadyChildren = 4279004;
/** What was asked for needs an access that the app does not have: connecting again alone does not help. */
const noAccessTier = 4279067;
/** The picture or video could not be fetched, or is not what Meta wants. */
const refusedMedia = new Set([2207052]);

/** Creating a container: nothing is public yet, so whatever is not known is tried again. */
export function verdictOnCreate(fault: ThreadsFault): Verdict {
  const common = verdictAnywhere(fault);
  if (common !== undefined) return common;
  if (fault.kind === "unreadable" && fault.httpStatus === 429) return { kind: "throttled" };
  if (fault.kind === "unreadable") return { kind: "retry", ends: endOfUnreadable(fault.httpStatus ?? 502) };
  if (fault.kind !== "error") return { kind: "retry", ends: "never" };
  if (refusedCards.has(fault.subcode ?? 0)) return { kind: "without", part: "card" };
  if (refusedMedia.has(fault.subcode ?? 0)) return { kind: "without", part: "media" };
  if (fault.subcode === unreadyChildren) return { kind: "children" };
  if (isNotYetThere(fault)) return { kind: "retry", ends: "after hours" };
  if (saysWhatIsWrong(fault)) return { kind: "refused" };
  // Meta's own words for a fault of its own.
  if (fault.code === 1 || fault.code === 2) return { kind: "retry", ends: "after an outage" };
  // A text that is too long was told so with HTTP 500, too.
  if (fault.code === 100) return { kind: "refused" };
  if (isServersFault(fault)) return { kind: "retry", ends: "after an outage" };
  if (fault.code === 10) return { kind: "reauthorize" };
  if (fault.code === 3 || fault.name !== undefined) return { kind: "refused" };
  return { kind: "retry", ends: "after hours" };
}

/** 502 to 504 are the network's. An empty 500 is seen for a missing permission, which never ends, and in outages. */
function endOfUnreadable(httpStatus: number): Extract<Verdict, { kind: "retry" }>["ends"] {
  if (httpStatus === 500) return "after an outage";
  return httpStatus < 500 ? "after hours" : "never";
}

/**
 * Publishing: a post may be live although Meta says it failed, so an error is an answer only where its number
 * cannot come from a publish that worked. Code 10 and 2, seen for posts that were live, are doubts.
 */
export function verdictOnPublish(fault: ThreadsFault): Verdict {
  if (fault.kind === "not-sent") return { kind: "retry", ends: "never" };
  return verdictAnywhere(fault) ?? { kind: "doubt" };
}

/** Reading (status, quota, own posts): repeating is always harmless. */
export function verdictOnRead(fault: ThreadsFault): Verdict {
  const common = verdictAnywhere(fault);
  if (common !== undefined) return common;
  if (isGone(fault)) return { kind: "refused" };
  return { kind: "retry", ends: fault.kind === "error" ? "after an outage" : "never" };
}

/**
 * A refusal of this very post, which no other day changes: by Meta's names for what is wrong with it, or as a duplicate.
 * Others, 100 first of all, were given to whole lines of posts that had nothing wrong with them.
 */
export function saysWhatIsWrong({ kind, code, name = "" }: ThreadsFault): boolean {
  return kind === "error" && (code === 506 || name.startsWith("THREADS_API__"));
}

function isServersFault({ httpStatus = 400 }: ThreadsFault): boolean {
  return httpStatus >= 500;
}

/** Whether it says that the token is dead; code 10 says only what it may not do. */
export function isOfDeadToken(fault: ThreadsFault): boolean {
  return deadTokens.has(fault.code ?? 0);
}

function verdictAnywhere(fault: ThreadsFault): Verdict | undefined {
  if (fault.kind !== "error") return undefined;
  if (throttles.has(fault.code ?? 0)) return { kind: "throttled" };
  if (fault.code !== undefined && fault.code >= 80_001 && fault.code <= 80_014) return { kind: "throttled" };
  // A server that is out of order says what it likes of tokens and people.
  if (isServersFault(fault)) return undefined;
  if (deadTokens.has(fault.code ?? 0)) return { kind: "reauthorize" };
  if (restrictions.has(fault.code ?? 0) || restrictionSubcodes.has(fault.subcode ?? 0))
    return { kind: "restricted" };
  if (fault.code !== undefined && fault.code >= 200 && fault.code <= 299) return { kind: "restricted" };
  return undefined;
}

/**
 * 24/4279009 (and 100/4279004 of a carousel): it exists but is not visible yet at the place that was asked. Clients saw
 * the first under code 100, too, and code 24 without its subcode (2026).
 */
export function isNotYetThere(fault: ThreadsFault): boolean {
  const { kind, code, subcode } = fault;
  return kind === "error" && (code === 24 || subcode === 4279009 || subcode === unreadyChildren);
}

/** The object is not there, and not only not yet. */
export function isGone(fault: ThreadsFault): boolean {
  return fault.kind === "error" && fault.code === 100 && fault.subcode === 33;
}

/** Code and subcode as people quote them, such as `100/33`; else the name or the kind of silence. */
export function faultCode(fault: ThreadsFault): string {
  if (fault.name !== undefined) return fault.name;
  if (fault.code === undefined)
    return fault.httpStatus === undefined ? fault.kind : `HTTP ${fault.httpStatus}`;
  return fault.subcode === undefined ? String(fault.code) : `${fault.code}/${fault.subcode}`;
}

/** A fault in one line: Meta's number where there is one, and the words. */
export function describeFault(fault: ThreadsFault): string {
  if (fault.kind !== "error") return fault.words;
  const hint =
    fault.subcode === noAccessTier
      ? " (Meta's App Review opens this to an app; for its testers it is open)"
      : "";
  return `${faultCode(fault)}: ${fault.words}${hint}`;
}

import type { CallKind, FaultAnswer, FaultPlan, Twist, Upcoming } from "./faults.ts";

/** What a person calls the calls. */
const callNames: Readonly<Record<CallKind, string>> = {
  "exchange-code": "code exchange",
  "exchange-long": "exchange for a long-lived token",
  refresh: "refresh",
  "app-token": "app token",
  "debug-token": "look at a token",
  me: "look at the profile",
  create: "container creation",
  status: "status check",
  publish: "publish",
  limit: "look at the quota",
  "own-posts": "list of posts",
  post: "look at a post",
  replies: "list of replies",
  conversation: "look at a conversation",
  delete: "delete",
  other: "other call",
};

const ordinals = [
  "next",
  "second",
  "third",
  "fourth",
  "fifth",
  "sixth",
  "seventh",
  "eighth",
  "ninth",
  "tenth",
];

const endings: Readonly<Record<string, string>> = { one: "st", two: "nd", few: "rd" };
const ordinal = new Intl.PluralRules("en", { type: "ordinal" });

/** A planned fault in a sentence, as in "third publish is cut off after it took effect". */
export function describeFault({ plan, next, left }: Upcoming): string {
  const name = plan.effect === "twisted" && plan.call === "create" ? "container" : callNames[plan.call];
  const which = ordinals[next - 1] ?? `${next}${endings[ordinal.select(next)] ?? "th"}`;
  return `${subject(name, which, left)} ${predicate(plan)}`;
}

function subject(name: string, which: string, left: number): string {
  if (left === 1) return `${which} ${name}`;
  const isNow = which === "next";
  if (left === Number.POSITIVE_INFINITY)
    return isNow ? `every ${name}` : `every ${name} from the ${which} on`;
  return `${which} ${name} (${left} in a row)`;
}

function predicate(plan: FaultPlan): string {
  switch (plan.effect) {
    case "before": {
      const isSilent = plan.answer.kind === "reset" || plan.answer.kind === "hang";
      // An answer that says no is taken at its word.
      return answered(plan.answer) + (isSilent ? " before it takes effect" : "");
    }
    case "after":
      return `${answered(plan.answer)} after it took effect`;
    case "late":
      return `${answered(plan.answer)}, and takes effect ${inWords(plan.afterSeconds)} later`;
    case "twisted":
      return twisted(plan.twist);
    default:
      return plan satisfies never;
  }
}

function answered(answer: FaultAnswer): string {
  switch (answer.kind) {
    case "reset":
      return "is cut off";
    case "hang":
      return "is left without an answer";
    case "empty-500":
      return "is answered an empty HTTP 500";
    case "html-502":
      return "is answered a web page with HTTP 502";
    case "page":
      return `is answered a web page with HTTP ${answer.http}`;
    case "nothing":
      return `is answered an empty HTTP ${answer.http}`;
    case "error": {
      const { code = 1, subcode, message, http } = answer;
      const number = subcode === undefined ? `${code}` : `${code}/${subcode}`;
      return `is answered error ${number} with HTTP ${http}${message === undefined ? "" : ` (${message})`}`;
    }
    default:
      return answer satisfies never;
  }
}

function twisted(twist: Twist): string {
  switch (twist.kind) {
    case "container-error":
      return `ends in ERROR with ${twist.errorMessage}`;
    case "container-slow":
      return `stays in progress for ${inWords(twist.readyAfterSeconds)}`;
    case "container-never-found":
      return "is finished, but never found when it is published";
    case "status-reads":
      return `reads as ${twist.status}, whatever is true`;
    case "post-vanishes":
      return `makes a post that vanishes after ${inWords(twist.afterSeconds)}`;
    default:
      return twist satisfies never;
  }
}

function inWords(seconds: number): string {
  if (seconds >= 3600 && seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds >= 60 && seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

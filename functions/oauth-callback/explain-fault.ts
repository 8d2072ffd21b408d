import type { ThreadsFault } from "../core/threads-fault.ts";
import { describeFault } from "../core/threads-verdict.ts";

/** What Meta's refusals on the way to a token mean, and what mends them; by number, as reported by several apps up to 2026. */
const knownFaults: Record<number, string> = {
  1349026:
    "The app id is not a Threads app's. On Meta's dashboard there are two pairs: use the Threads app id and secret.",
  1349245:
    "The profile has not accepted the tester invitation: Threads settings, Account, Website permissions, Invites.",
  4476002: "The app id is wrong: use the Threads app id from the app's Threads use case.",
  4279030: "The code that Threads gave was used already or is too old. Connecting again gets a new one.",
  36008:
    "The callback address is not exactly the one that the app has on Meta's dashboard, letter by letter.",
};

/** A refusal in plain words with the fix, then Meta's own number and words. */
export function explain(fault: ThreadsFault): string[] {
  const known = knownFaults[fault.subcode ?? 0] ?? knownFaults[fault.code ?? 0];
  const silent =
    fault.kind === "error"
      ? undefined
      : "Threads did not answer in a way that could be read. Try again in a minute.";
  return [
    known ??
      silent ??
      "Threads refused, and its reason is not one we know. Try again; if it stays, check the app's id, secret and callback addresses on Meta's dashboard.",
    `Nothing was changed. Its answer was ${describeFault(fault)}`,
  ];
}

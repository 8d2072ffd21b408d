import type { ThreadsFault } from "../core/threads-fault.ts";
import { describeFault } from "../core/threads-verdict.ts";

/** What a refusal means for the person in front of the page. */
export interface Explanation {
  title: string;
  words: string;
  steps: string[];
}

const wrongApp: Explanation = {
  title: "Threads said no: wrong app id",
  words: "Meta’s dashboard shows two pairs of id and secret, and Threads knows only one of them.",
  steps: [
    "On Meta’s dashboard, open the app, Use cases, Customize, Settings.",
    "Put the Threads app id and the Threads app secret from there into Feedloom’s app secret.",
  ],
};

const wrongSecret: Explanation = {
  title: "Threads said no: wrong app secret",
  words: "Threads knows the app, but not the secret that came with it.",
  steps: [
    "On Meta’s dashboard, open the app, Use cases, Customize, Settings.",
    "Show the Threads app secret (not the Meta app’s, which stands elsewhere) and put it into Feedloom’s app secret.",
  ],
};

const wrongAddress: Explanation = {
  title: "Threads said no: unknown callback address",
  words: "Threads sends people back only to the addresses that the app has on its list, letter by letter.",
  steps: [
    "Copy this page’s address up to and including /callback, with no slash behind it.",
    "On Meta’s dashboard, open the app, Use cases, Customize, Settings, and put it among the redirect callback addresses; press Enter, then save.",
  ],
};

const notInvited: Explanation = {
  title: "Threads said no: invitation not accepted",
  words: "As long as the app is not published, only its testers can connect, and this profile is none yet.",
  steps: [
    "On Meta’s dashboard, open the app, App roles, and add the profile as a Threads tester.",
    "On Threads, open Settings, Account, Website permissions, Invites, and accept.",
  ],
};

const deadCode: Explanation = {
  title: "Threads said no: code used or too old",
  words:
    "For each connect Threads gives a code that works once and for an hour, and it did not take this one.",
  steps: ["Connect again: that brings a new code."],
};

const noPermission: Explanation = {
  title: "Threads said no: a permission is missing",
  words: "Threads says that the app lacks a permission.",
  steps: [
    "On Meta’s dashboard, open the app, Use cases, Customize, and add the permissions that posting needs: threads_basic and threads_content_publish.",
    "Connect again, and leave everything that Threads asks about ticked.",
  ],
};

const tooOften: Explanation = {
  title: "Threads said no: asked too often",
  words: "The app has asked too often in a short time.",
  steps: ["Wait an hour, then connect again."],
};

const unreachable: Explanation = {
  title: "Threads cannot be reached",
  words: "No connection to it could be made.",
  steps: ["Wait a minute, then connect again."],
};

const silent: Explanation = {
  title: "Threads said nothing readable",
  words: "It was asked, but what came back could not be read, or nothing came.",
  steps: ["Wait a minute, then connect again."],
};

const unknown: Explanation = {
  title: "Threads said no",
  words: "Its reason is not one that Feedloom knows.",
  steps: [
    "Connect again.",
    "If it stays so, compare the app’s id, secret and callback address with those on Meta’s dashboard.",
  ],
};

/** By code or subcode, as several clients reported them up to 2026; 36008, 101 and 191 are Facebook's. */
const byNumber: ReadonlyMap<number, Explanation> = new Map([
  [1349026, wrongApp],
  [4476002, wrongApp],
  [101, wrongApp],
  [1349245, notInvited],
  [4279030, deadCode],
  [36008, wrongAddress],
  [191, wrongAddress],
  [10, noPermission],
  [4, tooOften],
  [17, tooOften],
  [32, tooOften],
  [613, tooOften],
]);

/**
 * What a refusal means and what mends it.
 *
 * Numbers come first. Where one stands for several causes the words decide: these answers come before Meta knows whose
 * language to speak, and a wrong guess costs a hint, nothing else.
 */
export function explainFault(fault: ThreadsFault): Explanation {
  if (fault.kind === "not-sent") return unreachable;
  if (fault.kind !== "error") return silent;
  const known = byNumber.get(fault.subcode ?? 0) ?? byNumber.get(fault.code ?? 0);
  if (known !== undefined) return known;
  if (/secret/i.test(fault.words)) return wrongSecret;
  if (/redirect|invalid parameter/i.test(fault.words)) return wrongAddress;
  if (/tester|development mode/i.test(fault.words)) return notInvited;
  // The flat body of a failed exchange has the HTTP status for a code; its documented cause is the code.
  return fault.code === 400 ? deadCode : unknown;
}

/** The same as sentences, for a terminal. Last come Meta's own number and words. */
export function explain(fault: ThreadsFault): string[] {
  const { words, steps } = explainFault(fault);
  return [words, ...steps, `Nothing was changed. Its answer was ${describeFault(fault)}`];
}

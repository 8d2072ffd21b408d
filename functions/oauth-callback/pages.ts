import { describeFault } from "../core/threads-verdict.ts";
import type { HttpReply } from "../runtime/chain.ts";
import { explainFault } from "./explain-fault.ts";
import type { ConnectOutcome } from "./finish-connect.ts";
import { page } from "./page-frame.ts";

const unchanged = "Nothing was changed.";

/** What the person sees at the end of a connect. */
export function connectPage(outcome: ConnectOutcome): Promise<HttpReply> {
  switch (outcome.kind) {
    case "connected":
      return page({
        status: 200,
        tone: "good",
        title: `@${outcome.username} is connected`,
        words: [`The blog now posts on Threads as @${outcome.username}. You can close this page.`],
        facts: [
          ["Profile", `@${outcome.username}`],
          ["Connected until", readableDay(outcome.expiresAt)],
        ],
        steps: [
          "New entries appear by themselves, and what was waiting for this connection goes out first. The connection is renewed by itself, weeks before it would end.",
        ],
      });
    case "denied":
      return page({
        status: 403,
        tone: "note",
        title: "Posting to Threads was not allowed",
        words: [`You, or Threads, said no, so no profile was connected. ${unchanged}`],
        steps: ["If that was not what you wanted, connect again and press Allow."],
        again: true,
      });
    case "link-forged":
      return page({
        status: 400,
        tone: "bad",
        title: "This link is not one of ours",
        words: [`It is incomplete, or was altered on the way. ${unchanged}`],
        steps: ["Start again from here, not from a link that was copied or sent to you."],
        again: true,
      });
    case "link-expired":
      return page({
        status: 400,
        tone: "note",
        title: "This link has expired",
        words: [`Connecting must be finished within ten minutes, and this took longer. ${unchanged}`],
        steps: ["Connect again; it takes two clicks."],
        again: true,
      });
    case "link-used":
      return page({
        status: 409,
        tone: "note",
        title: "This link was used already",
        words: [
          `A link works once, and this page was opened again, perhaps by reloading it or going back. Opening it again changed nothing.`,
        ],
        steps: [
          "If the first time said that you are connected, you are, and there is nothing to do. If it said anything else, connect again.",
        ],
        again: true,
      });
    case "other-browser":
      return page({
        status: 400,
        tone: "bad",
        title: "This link belongs to another browser",
        words: [
          `Connecting must end in the browser where it began, so that nobody can slip a profile of theirs in. ${unchanged}`,
        ],
        steps: [
          "If you began in another browser or app, go back to it. If it was this one, allow cookies for this page, close other tabs where you began, and connect again.",
        ],
        again: true,
      });
    case "wrong-profile":
      return page({
        status: 403,
        tone: "bad",
        title: `@${outcome.username} is not a profile that posts here`,
        words: [
          `Threads has you logged in as @${outcome.username}, but the blog posts as ${profiles(outcome.wanted)}. ${unchanged}`,
        ],
        steps: [
          `Log in to Threads as ${profiles(outcome.wanted)} in this browser, then connect again. If @${outcome.username} is the right one, first add it to the accounts in feedloom.config.ts and deploy.`,
        ],
        again: true,
      });
    case "other-owner":
      return page({
        status: 403,
        tone: "bad",
        title: `@${outcome.username} is not who it was`,
        words: [
          `The name is right, but it belongs to another user of Threads than the one who was connected here before. ${unchanged}`,
        ],
        steps: [
          "If the name was given up and somebody else has it now, there is nothing to do: nothing is posted there.",
          `If it is yours, whoever runs Feedloom agrees once, by starting the token-refresher with {"account": "${outcome.username}", "acceptUserId": "${outcome.userId}"}. Then connect again.`,
        ],
        again: true,
        facts: [["User id", outcome.userId]],
      });
    case "scopes-missing":
      return page({
        status: 403,
        tone: "bad",
        title: "A permission is missing",
        words: [
          `Threads let @${outcome.username} in without ${listed(outcome.missing, "conjunction")}, and without that nothing can be posted. ${unchanged}`,
        ],
        steps: [
          "On Meta’s dashboard, open the app, Use cases, Customize, and add the permission there.",
          "Connect again, and leave everything that Threads asks about ticked.",
        ],
        again: true,
      });
    case "refused": {
      const { title, words, steps } = explainFault(outcome.fault);
      return page({
        status: 502,
        tone: "bad",
        title,
        words: [`${words} ${unchanged}`],
        steps,
        again: true,
        answer: describeFault(outcome.fault),
      });
    }
  }
}

/** `22 January 2027`, the day in UTC. */
function readableDay(instant: Date): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(instant);
}

/** `@one, @two or @three`. */
function profiles(usernames: string[]): string {
  return listed(
    usernames.map((username) => `@${username}`),
    "disjunction",
  );
}

function listed(names: string[], type: "conjunction" | "disjunction"): string {
  return new Intl.ListFormat("en-GB", { type }).format(names);
}

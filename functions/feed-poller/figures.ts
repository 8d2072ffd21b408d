import type { Figures } from "../runtime/metrics.ts";
import type { PollReport } from "./poll-feeds.ts";

/** Names in a log line. */
const mostNames = 20;

type Stand = Pick<PollReport, "entriesSeen" | "postsHeld" | "feedsInTrouble" | "accounts">;

/** How things stand after a tick: what it found, and of what only the ledger knows the worst. The log has the names. */
export function pollFigures({ entriesSeen, postsHeld, feedsInTrouble, accounts }: Stand): Figures {
  const waits = Object.values(accounts?.waitsInSeconds ?? {});
  const days = Object.values(accounts?.tokenDaysLeft ?? {});
  return {
    EntriesSeen: entriesSeen,
    ...(postsHeld === 0 ? {} : { PostsHeld: postsHeld, PostsSetAside: postsHeld }),
    FeedsInTrouble: feedsInTrouble,
    LongestWait: waits.reduce((longest, wait) => Math.max(longest, wait), 0),
    ...(days.length === 0 ? {} : { TokenDaysLeft: days.reduce((fewest, left) => Math.min(fewest, left)) }),
  };
}

/** The names behind the figures, for the log: the worst of each. */
export function pollNames({
  troubled,
  accounts,
  counts,
}: Pick<PollReport, "troubled" | "accounts" | "counts">) {
  return {
    feeds: counts,
    feedsInTrouble: troubled,
    waitsInSeconds: first(accounts?.waitsInSeconds, (one, other) => other - one),
    tokenDaysLeft: first(accounts?.tokenDaysLeft, (one, other) => one - other),
  };
}

function first(figures: Record<string, number> = {}, order: (one: number, other: number) => number) {
  const sorted = Object.entries(figures).sort(([, one], [, other]) => order(one, other));
  return Object.fromEntries(sorted.slice(0, mostNames));
}

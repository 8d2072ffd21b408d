import type { FeedRecord } from "../core/feed-record.ts";
import { failuresUntilTrouble } from "../core/feed-schedule.ts";
import { daysLeft } from "../core/token-life.ts";
import type { Figures } from "../runtime/metrics.ts";
import type { Services } from "../runtime/services.ts";
import type { PollReport } from "./poll-feeds.ts";

type Parts = Pick<Services, "clock" | "ledger" | "configuration" | "log">;

/**
 * How things stand after a tick: what it found, and of what only the ledger knows (feeds in trouble, posts that wait,
 * tokens' days) the worst. Read at each tick and not told by the other jobs, so that it is known when they do not run.
 * The log has the names.
 *
 * @throws FeedloomError `STORE_UNAVAILABLE` - the tick's work is done all the same.
 */
export async function pollFigures(report: PollReport, services: Parts): Promise<Figures> {
  const held = heldByFlood(report, services);
  const feedsInTrouble = await troubledFeeds(services);
  const { waits, days } = await standings(services);
  services.log.info("how things stand", { feedsInTrouble, waitsInSeconds: waits, tokenDaysLeft: days });
  const fewest = Object.values(days);
  return {
    EntriesSeen: report.feeds.reduce((sum, { entries }) => sum + entries.length, 0),
    ...(held === 0 ? {} : { PostsHeld: held, PostsSetAside: held }),
    FeedsInTrouble: feedsInTrouble.length,
    LongestWait: Math.max(0, ...Object.values(waits)),
    ...(fewest.length === 0 ? {} : { TokenDaysLeft: Math.min(...fewest) }),
  };
}

/** A flood is held for each account that its route leads to. */
function heldByFlood(report: PollReport, { configuration, log }: Parts): number {
  return report.feeds.reduce((sum, { feed, entries }) => {
    const held = entries.filter(({ decision }) => decision === "hold");
    const accounts = configuration.routes.find((route) => route.url === feed)?.accounts ?? [];
    if (held.length > 0) log.warn("entries set aside", { feed, entries: held.length, words: held[0]?.words });
    return sum + held.length * accounts.length;
  }, 0);
}

async function troubledFeeds({ configuration, ledger }: Parts): Promise<string[]> {
  const records = await ledger.readFeeds(configuration.routes.map(({ url }) => url));
  return [...records.values()].filter(isInTrouble).map(({ feed }) => feed);
}

/** As the schedule counts it: failing for the third time, or never read at all; or gone for good. */
function isInTrouble({ failures, firstReadAt, isGone }: FeedRecord): boolean {
  return isGone === true || failures >= (firstReadAt === undefined ? 1 : failuresUntilTrouble);
}

async function standings({ configuration, ledger, clock }: Parts) {
  const now = clock.now();
  const waits: Record<string, number> = {};
  const days: Record<string, number> = {};
  for (const { username } of configuration.accounts) {
    const [head] = await ledger.posts(username, "open", { limit: 1 });
    if (head !== undefined) waits[username] = (now.getTime() - head.seenAt.getTime()) / 1000;
    const known = await ledger.readAccount(username);
    // Never connected: nothing runs out. Disconnected: it has no day left, and stands in the configuration.
    if (known?.state === "disconnected") days[username] = 0;
    else if (known?.tokenExpiresAt !== undefined) days[username] = daysLeft(known.tokenExpiresAt, now);
  }
  return { waits, days };
}

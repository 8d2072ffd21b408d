import pLimit from "p-limit";
import { isOpenPost } from "../core/post.ts";
import type { PollerServices, Services } from "../runtime/services.ts";
import { type FeedReport, type PollOptions, pollFeed } from "./poll-feed.ts";

/** So many feeds are fetched at a time: a slow one holds up none of the others. */
const atATime = 8;

export interface PollReport {
  feeds: FeedReport[];
  /** Accounts with posts that are due: their publisher was told. */
  nudged: string[];
}

/**
 * Looks at all configured feeds that are due (or at the one named), then tells the publisher of every account that has
 * due posts, whether they are new or were left over: a lost event is made good at the next tick.
 */
export async function pollFeeds(
  services: PollerServices,
  options: PollOptions & { feed?: string } = {},
): Promise<PollReport> {
  const { configuration, ledger } = services;
  const { feed: only, ...rest } = options;
  const routes = configuration.routes.filter((route) => only === undefined || route.url === only);
  const records = await ledger.readFeeds(routes.map((route) => route.url));
  const limit = pLimit(atATime);
  const forced = only === undefined ? rest : { ...rest, force: true };
  const looks = await Promise.allSettled(
    routes.map((route) => limit(() => pollFeed(route, records.get(route.url), services, forced))),
  );
  const nudged = options.dryRun === true ? [] : await nudge(services);
  // What no feed should be able to do fails the run, but only after everybody else was looked after.
  const feeds = looks.map((look) => {
    if (look.status === "rejected") throw look.reason;
    return look.value;
  });
  return { feeds, nudged };
}

async function nudge(services: Services): Promise<string[]> {
  const { configuration, bus } = services;
  const due: string[] = [];
  for (const { username } of configuration.accounts) {
    if (await hasDuePosts(username, services)) due.push(username);
  }
  if (due.length > 0)
    await bus.announce(due.map((account) => ({ type: "PostsPending", detail: { account } })));
  return due;
}

async function hasDuePosts(account: string, { clock, ledger }: Services): Promise<boolean> {
  const [head] = await ledger.posts(account, "open", { limit: 1 });
  if (head !== undefined) return !isOpenPost(head) || (head.life.notBefore ?? head.seenAt) <= clock.now();
  const [waiting] = await ledger.posts(account, "reconnect", { limit: 1 });
  if (waiting === undefined) return false;
  return (await ledger.readAccount(account))?.state === "connected";
}

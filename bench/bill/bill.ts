import { add, scaled, type workOf } from "./call-costs.ts";
import { type PriceName, priceNames, prices } from "./prices.ts";
import type { Job, StackParts } from "./stack-parts.ts";

/** A way to use Feedloom. */
export interface Use {
  feeds: number;
  accounts: number;
}

/** What is assumed of a month, since no template and no count can say it. */
export const assumed = {
  /** As AWS computes a month. */
  hours: 730,
  /** Five a week: more than most blogs. */
  postsPerFeed: 20,
  /** Every run as if its process had to be started; often it need not. */
  coldStartInSeconds: 0.8,
  /** `START`, `END` and `REPORT` of a run as JSON. */
  logBytesPerRun: 700,
  /** A line of figures. */
  figureLineBytes: 450,
  /** A post with its index and its entry's marks, with what DynamoDB adds to each item. */
  storedBytesPerPost: 4_000,
  /** What was stored in the first year is there. */
  monthsStored: 12,
  /** A conditional request with its TLS handshake, going out. */
  bytesOutPerFetch: 1_500,
  /** Connect pages, and whoever else calls. */
  httpRequests: 100,
  httpSeconds: 1,
} as const;

/** Meta's, for each profile. @see https://developers.facebook.com/docs/threads/overview (read 2026-11) */
export const mostPostsPerDay = 250;
/** As the poller and its look at the accounts work: `feed-poller/poll-feeds.ts`, `stand-of-accounts.ts`. */
const [feedsAtOnce, accountsAtOnce] = [48, 16];
/** A token is renewed when it is a week old. */
const renewalsPerMonth = assumed.hours / 24 / 7;

export interface Bill {
  use: Use;
  posts: number;
  units: Record<PriceName, number>;
  dollars: Record<PriceName, number>;
  dollarsWithFreeTiers: Record<PriceName, number>;
  total: number;
  totalWithFreeTiers: number;
  /** One tick's seconds, of which Lambda allows the poller four minutes. */
  tickSeconds: number;
}

export function billOf(use: Use, stack: StackParts, work: ReturnType<typeof workOf>): Bill {
  const { feeds, accounts } = use;
  const ticks = assumed.hours * stack.ticksPerHour;
  const days = assumed.hours / 24;
  const posts = Math.min(feeds * assumed.postsPerFeed, accounts * mostPostsPerDay * days);
  const tickSeconds =
    work.tick.seconds +
    (work.perFeed.seconds * feeds) / Math.min(feeds, feedsAtOnce) +
    (work.perAccount.seconds * accounts) / Math.min(accounts, accountsAtOnce);
  const tick = add(add(work.tick, scaled(work.perFeed, feeds)), scaled(work.perAccount, accounts));
  const refreshing = scaled(
    add(scaled(work.tokenLook, days), scaled(work.tokenRenewal, renewalsPerMonth)),
    accounts,
  );
  const all = [scaled(tick, ticks), scaled(add(work.newEntry, work.post), posts), refreshing].reduce(add);
  const runs = { poller: ticks, publisher: posts, refresher: days, callback: assumed.httpRequests };
  const busy = {
    poller: ticks * tickSeconds + posts * work.newEntry.seconds,
    publisher: posts * work.post.seconds,
    refresher: refreshing.seconds,
    callback: assumed.httpRequests * assumed.httpSeconds,
  };
  const gbSeconds = jobs.map(
    (job) => (busy[job] + runs[job] * assumed.coldStartInSeconds) * stack.memoryInGb[job],
  );
  const logBytes =
    all.logBytes +
    sum(Object.values(runs)) * assumed.logBytesPerRun +
    (ticks + posts) * assumed.figureLineBytes;
  const storedGb = (posts * assumed.monthsStored * assumed.storedBytesPerPost) / 1e9;
  const units = {
    functionRuns: sum(Object.values(runs)),
    functionTime: sum(gbSeconds),
    tableReads: all.reads,
    tableWrites: all.writes,
    tableStorage: storedGb,
    tableBackups: storedGb,
    secrets: stack.secrets + stack.secretsPerAccount * accounts,
    secretCalls: all.secretCalls,
    events: all.events,
    schedules: ticks + days,
    httpRequests: assumed.httpRequests,
    alarms: stack.alarms,
    metrics: stack.metrics,
    dashboards: stack.dashboards,
    logs: logBytes / 1e9,
    dataOut: (ticks * feeds * assumed.bytesOutPerFetch) / 1e9,
  };
  const dollars = priced(units, () => 0);
  const dollarsWithFreeTiers = priced(units, (name) => prices[name].free);
  return {
    use,
    posts,
    units,
    dollars,
    dollarsWithFreeTiers,
    total: sum(Object.values(dollars)),
    totalWithFreeTiers: sum(Object.values(dollarsWithFreeTiers)),
    tickSeconds,
  };
}

const jobs: Job[] = ["poller", "publisher", "refresher", "callback"];

function priced(
  units: Record<PriceName, number>,
  freeOf: (name: PriceName) => number,
): Record<PriceName, number> {
  const result = { ...units };
  for (const name of priceNames) {
    result[name] = Math.max(0, units[name] - freeOf(name)) * prices[name].dollars;
  }
  return result;
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

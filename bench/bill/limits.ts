import { assumed, billOf, mostPostsPerDay, type Use } from "./bill.ts";
import type { workOf } from "./call-costs.ts";
import type { StackParts } from "./stack-parts.ts";

/** Something that AWS, Meta or a choice of ours bounds. */
export interface Limit {
  what: string;
  /** What the numbers count. */
  unit: string;
  /** The most that there may be. */
  most: number;
  /** AWS raises it for who asks. */
  isRaised?: true;
  /** How much of it a use needs. */
  need: number;
  source: string;
}

const aws = "https://docs.aws.amazon.com/";
const secondsInAMonth = assumed.hours * 3_600;
/** With a username of Meta's longest, 30 characters; as it stands in a policy. */
const longestSecretArn = 115;
/** An address with a comma and its route, as compiled into the functions. */
const configurationBytesPerFeed = 90;

/**
 * What a use needs of each limit, from the counted calls and the template.
 *
 * Numbers of AWS's and Meta's pages, read in 2026-11; ours are in `lib` and `functions/feed-poller`.
 */
export function limitsOf(use: Use, stack: StackParts, work: ReturnType<typeof workOf>): Limit[] {
  const { feeds, accounts } = use;
  const bill = billOf(use, stack, work);
  const postsPerSecond = (feeds * assumed.postsPerFeed) / secondsInAMonth;
  const tick = work.tick.reads + work.perFeed.reads * feeds + work.perAccount.reads * accounts;
  const tickInSeconds = 3_600 / stack.ticksPerHour;
  return [
    {
      what: "a tick of the poller",
      unit: "s",
      // Four minutes, less what is kept for looks that have begun: lib/feed-poller.ts, feed-poller/handler.ts.
      most: 195,
      need: bill.tickSeconds,
      source: "ours; what is not reached is looked at first at the next tick",
    },
    {
      what: "a day's run of the refresher",
      unit: "s",
      // Ten minutes, less four for the last account: lib/token-refresher.ts, token-refresher/handler.ts.
      most: 360,
      need: (work.tokenLook.seconds + work.tokenRenewal.seconds / 7) * accounts,
      source: "ours; accounts are looked at one after the other",
    },
    {
      what: "resources of one stack",
      unit: "resources",
      most: 500,
      need: stack.resources + stack.resourcesPerAccount * accounts,
      source: `${aws}AWSCloudFormation/latest/UserGuide/cloudformation-limits.html`,
    },
    {
      what: "policies of one role",
      unit: "characters",
      // Inline 10,240, and ten managed ones of 6,144, into which the CDK spreads what is over.
      most: 10_240 + 10 * 6_144,
      need: 4_000 + 2 * longestSecretArn * accounts,
      source: `${aws}IAM/latest/UserGuide/reference_iam-quotas.html`,
    },
    {
      what: "posts of one profile in 24 hours",
      unit: "posts",
      most: mostPostsPerDay,
      need: (feeds * assumed.postsPerFeed) / (assumed.hours / 24) / accounts,
      source: "https://developers.facebook.com/docs/threads/overview",
    },
    {
      what: "functions at work at once",
      unit: "publishers",
      most: 1_000,
      isRaised: true,
      need: postsPerSecond * (work.post.seconds + assumed.coldStartInSeconds),
      source: `${aws}lambda/latest/dg/gettingstarted-limits.html`,
    },
    {
      what: "reads of the table",
      unit: "units/s",
      most: 40_000,
      isRaised: true,
      need: tick / Math.min(tickInSeconds, Math.max(1, bill.tickSeconds)),
      source: `${aws}amazondynamodb/latest/developerguide/ServiceQuotas.html`,
    },
    {
      what: "writes of the table",
      unit: "units/s",
      most: 40_000,
      isRaised: true,
      need: postsPerSecond * (work.newEntry.writes + work.post.writes),
      source: `${aws}amazondynamodb/latest/developerguide/ServiceQuotas.html`,
    },
    {
      what: "one profile's posts of ten years",
      unit: "GB",
      most: 10,
      need: ((feeds / accounts) * assumed.postsPerFeed * 120 * assumed.storedBytesPerPost) / 1e9,
      source: `${aws}amazondynamodb/latest/developerguide/LSI.html#LSI.ItemCollections.SizeLimit`,
    },
    {
      what: "secrets",
      unit: "secrets",
      most: 500_000,
      need: stack.secrets + stack.secretsPerAccount * accounts,
      source: `${aws}secretsmanager/latest/userguide/reference_limits.html`,
    },
    {
      what: "reads of secrets",
      unit: "calls/s",
      most: 10_000,
      isRaised: true,
      need: postsPerSecond * work.post.secretCalls,
      source: `${aws}secretsmanager/latest/userguide/reference_limits.html`,
    },
    {
      what: "events",
      unit: "events/s",
      most: 10_000,
      isRaised: true,
      need: postsPerSecond * (work.newEntry.events + work.post.events),
      source: `${aws}eventbridge/latest/userguide/eb-quota.html`,
    },
    {
      what: "the code with its configuration",
      unit: "MB",
      most: 250,
      need: (2_000_000 + configurationBytesPerFeed * feeds) / 1e6,
      source: `${aws}lambda/latest/dg/gettingstarted-limits.html`,
    },
  ];
}

import * as z from "zod";

/** ISO 8601, UTC. */
const instant = z.iso.datetime();

/** A post that is held, has failed or was skipped. */
const stuckPost = z.object({
  /** Its id, for `release`, `retry` and `drop`. */
  post: z.string(),
  title: z.string(),
  link: z.string().exactOptional(),
  reason: z.string(),
  /** In words, Meta's own where it refused. */
  why: z.string(),
  since: instant,
  /** What its owner can do, as a sentence. */
  wayOut: z.string(),
});
export type StuckPost = z.output<typeof stuckPost>;

const waitingPost = z.object({ post: z.string(), title: z.string(), why: z.string(), until: instant });

const publishedPost = z.object({
  post: z.string(),
  title: z.string(),
  at: instant,
  /** Absent: Threads has not told it. */
  permalink: z.string().exactOptional(),
});

const count = z.int().nonnegative();

const accountStatus = z.object({
  account: z.string(),
  /** `expired`: the token's time is over, and nobody has noted it as disconnected yet. */
  connection: z.enum(["connected", "expired", "disconnected", "never-connected", "unreadable"]),
  /** Why it is disconnected. */
  words: z.string().exactOptional(),
  tokenExpiresAt: instant.exactOptional(),
  tokenDaysLeft: count.exactOptional(),
  /** seen = published + pending + held + skipped + failed; each entry ever seen stands in one of them. */
  accounting: z.object({
    seen: count,
    published: count,
    pending: count,
    held: count,
    skipped: count,
    failed: count,
  }),
  /** Of the pending ones, those that nothing keeps from going out; of the first `lineReadTo` in line. */
  dueNow: count,
  lineReadTo: count,
  /** The lists have the first of many; `accounting` counts them all. */
  waiting: z.array(waitingPost),
  held: z.array(stuckPost),
  failed: z.array(stuckPost),
  /** Only where it was asked for, the newest first. */
  skipped: z.array(stuckPost).exactOptional(),
  /** The newest first. */
  published: z.array(publishedPost),
});
export type AccountStatus = z.output<typeof accountStatus>;

const feedStatus = z.object({
  feed: z.string(),
  title: z.string().exactOptional(),
  /** `unread`: never looked at; `ok`: also after a single failure, which is the web's weather. */
  state: z.enum(["unread", "ok", "failing", "gone"]),
  /** Failures in a row. */
  failures: count,
  failingSince: instant.exactOptional(),
  code: z.string().exactOptional(),
  /** What went wrong last. */
  words: z.string().exactOptional(),
  lastReadAt: instant.exactOptional(),
  /** Of how its entries are told apart: that its ids say nothing, or are new at every look. */
  identity: z.object({ words: z.array(z.string()), restlessSince: instant.exactOptional() }).exactOptional(),
  /** Absent for one that is gone, or was never looked at. */
  nextLookAt: instant.exactOptional(),
});
export type FeedStatus = z.output<typeof feedStatus>;

/** What `status --json` prints. Fields may be added; those that are here stay. */
export const statusSchema = z.object({
  at: instant,
  ledger: z.string(),
  accounts: z.array(accountStatus),
  feeds: z.array(feedStatus),
  /** Records that cannot be read, of those that were looked at: they are passed over. */
  unreadable: z
    .array(
      z.object({
        kind: z.enum(["feed", "entry", "post", "account", "poller"]),
        key: z.string(),
        words: z.string(),
      }),
    )
    .exactOptional(),
});
export type Status = z.output<typeof statusSchema>;

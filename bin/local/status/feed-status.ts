import type { FeedRecord } from "../../../functions/core/feed-record.ts";
import { isPaced, nextLookAt } from "../../../functions/core/feed-schedule.ts";
import { isInTrouble } from "../../../functions/core/feed-trouble.ts";
import { sharedWords } from "../../../functions/core/identity-words.ts";
import { consideredAt, type PollRound, placeInRound } from "../../../functions/core/poll-round.ts";
import { isRestless, restlessWords } from "../../../functions/core/restless-feed.ts";
import type { FeedStatus } from "./status.ts";

/** What is known of a feed. @param record - undefined for one that was never looked at. */
export function feedStatus(
  feed: string,
  record: FeedRecord | undefined,
  round: PollRound | undefined,
  now: Date,
): FeedStatus {
  if (record === undefined) return { feed, state: "unread", failures: 0 };
  const { title, failures, trouble } = record;
  const lastReadAt = lastReading(record, round);
  return {
    feed,
    ...(title === undefined ? {} : { title }),
    state: stateOf(record),
    failures,
    ...(trouble && {
      failingSince: trouble.since.toISOString(),
      code: trouble.code,
      words: trouble.words,
    }),
    ...identityOf(record),
    ...(lastReadAt && { lastReadAt: lastReadAt.toISOString() }),
    ...(record.isGone === true ? {} : { nextLookAt: nextLookAt(record, now).toISOString() }),
  };
}

function identityOf(record: FeedRecord): Pick<FeedStatus, "identity"> {
  const shared = record.identity === undefined ? sharedWords(record.shared) : undefined;
  const isNamed = isRestless(record);
  const words = [...(shared === undefined ? [] : [shared]), ...(isNamed ? [restlessWords(record)] : [])];
  if (words.length === 0) return {};
  const since = isNamed ? record.restless?.since : undefined;
  return { identity: { words, ...(since && { restlessSince: since.toISOString() }) } };
}

function stateOf(record: FeedRecord): FeedStatus["state"] {
  if (record.isGone === true) return "gone";
  return isInTrouble(record) ? "failing" : "ok";
}

/**
 * When it was read last. Looks that find nothing new are not written down for each feed; that they were made follows from
 * how far the poller came, since one that fails is written down.
 */
function lastReading(record: FeedRecord, round: PollRound | undefined): Date | undefined {
  const { lastReadAt, failures, busySince, isGone } = record;
  const considered = consideredAt(round, placeInRound(record.feed));
  if (lastReadAt === undefined || failures > 0 || busySince !== undefined || isGone === true)
    return lastReadAt;
  if (considered === undefined || considered <= lastReadAt) return lastReadAt;
  if (!isPaced(record)) return considered;
  // With a pace of its own, only some of the runs looked at it: of its moments, the last that they came past.
  let last = lastReadAt;
  let next = nextLookAt(record, last);
  while (next <= considered) {
    last = next;
    next = nextLookAt(record, last);
  }
  return last;
}

import type { FeedRecord } from "../core/feed-record.ts";
import { shownAddress } from "../core/shown-address.ts";
import type { Services } from "../runtime/services.ts";

type Parts = Pick<Services, "bus" | "log" | "clock">;

/** A feed's trouble, once, when it begins. Told first and written down then: who dies in between tells it twice. */
export async function tellFailing(
  record: FeedRecord,
  code: string,
  words: string,
  { bus, log }: Parts,
): Promise<void> {
  const named = nameOf(record);
  await bus
    .announce([{ type: "FeedFailing", detail: { ...named, code, words } }])
    .catch(() => log.warn("not announced", named));
}

/** That it is over, once. @returns the sentence that says it. */
export async function tellWell(record: FeedRecord, { bus, log, clock }: Parts): Promise<string> {
  const named = nameOf(record);
  const { code, words, since } = record.trouble ?? {
    code: "FEED_GONE",
    words: "it was gone (HTTP 410)",
    since: undefined,
  };
  const minutes = since && Math.round((clock.now().getTime() - since.getTime()) / 60_000);
  const sentence = `it is well again${minutes === undefined ? "" : ` after ${minutes} minutes`}; it was: ${words}`;
  log.info("feed is well again", { ...named, code, words: sentence });
  await bus
    .announce([{ type: "FeedFailing", detail: { ...named, code, words: sentence, recovered: true } }])
    .catch(() => log.warn("not announced", named));
  return sentence;
}

function nameOf({ feed, title }: FeedRecord): { feed: string; title?: string } {
  return { feed: shownAddress(feed), ...(title === undefined ? {} : { title }) };
}

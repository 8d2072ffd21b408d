import { movedWords } from "../core/feed-move.ts";
import type { FeedRecord } from "../core/feed-record.ts";
import { restlessWords } from "../core/restless-feed.ts";
import { shownAddress } from "../core/shown-address.ts";
import { announce } from "../runtime/announce.ts";
import type { Services } from "../runtime/services.ts";

type Parts = Pick<Services, "bus" | "log" | "clock">;

/** A feed's trouble, once, when it begins. Told first and written down then: who dies in between tells it twice. */
export async function tellFailing(
  record: FeedRecord,
  code: string,
  words: string,
  parts: Parts,
): Promise<void> {
  const named = nameOf(record);
  await announce([{ type: "FeedFailing", detail: { ...named, code, words } }], named, parts);
}

/** That it moved for good to another host, once. */
export async function tellMoved(record: FeedRecord, place: string, parts: Parts): Promise<void> {
  const words = movedWords(record.feed, place);
  parts.log.warn("feed moved to another host", { feed: shownAddress(record.feed), words });
  await tellFailing(record, "FEED_MOVED", words, parts);
}

/** That its entries come under new ids at every look, once. */
export async function tellRestless(record: FeedRecord, parts: Parts): Promise<void> {
  const words = restlessWords(record);
  parts.log.warn("feed gives new ids at every look", { feed: shownAddress(record.feed), words });
  await tellFailing(record, "FEED_RESTLESS", words, parts);
}

/** That it is over, once. @returns the sentence that says it. */
export async function tellWell(record: FeedRecord, parts: Parts): Promise<string> {
  const { log, clock } = parts;
  const named = nameOf(record);
  const { code, words, since } = record.trouble ?? {
    code: "FEED_GONE",
    words: "it was gone (HTTP 410)",
    since: undefined,
  };
  const minutes = since && Math.round((clock.now().getTime() - since.getTime()) / 60_000);
  const sentence = `it is well again${minutes === undefined ? "" : ` after ${minutes} minutes`}; it was: ${words}`;
  log.info("feed is well again", { ...named, code, words: sentence });
  const detail = { ...named, code, words: sentence, recovered: true as const };
  await announce([{ type: "FeedFailing", detail }], named, parts);
  return sentence;
}

function nameOf({ feed, title }: FeedRecord): { feed: string; title?: string } {
  return { feed: shownAddress(feed), ...(title === undefined ? {} : { title }) };
}

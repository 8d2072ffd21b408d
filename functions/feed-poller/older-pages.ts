import type { ParsedFeed } from "../core/entry.ts";
import { entryKey } from "../core/entry-key.ts";
import { FeedloomError } from "../core/errors.ts";
import { mostEntries } from "../core/readable-entries.ts";
import { shownAddress } from "../core/shown-address.ts";
import type { PollerServices } from "../runtime/services.ts";
import type { Taking } from "./find-new-entries.ts";
import type { ReadingTime } from "./reading-time.ts";

/** Of a feed that lists ten entries, a hundred: nobody writes more between two looks. */
const mostPages = 10;
/** For all of them; the poller has four minutes for all its feeds. */
const pagesAtMostInMs = 20_000;

type Parts = Pick<PollerServices, "clock" | "feedSource" | "log"> & { time: ReadingTime };

export interface WithPages {
  feed: ParsedFeed;
  taking: Taking;
  /** Entries that nobody saw may stand between those that are known and these. */
  mayBeMissing: boolean;
}

/**
 * The document of a feed that is known, with its older pages where all of it is new: more was written between two looks than
 * it lists. Pages are followed until one has an entry that is known, on the feed's own host.
 *
 * @param configured - the feed's address in the configuration; `address` is where the document was.
 * @param find - looks through a document for entries that are not known.
 */
export async function withOlderPages(
  document: ParsedFeed,
  first: Taking,
  address: string,
  configured: string,
  find: (feed: ParsedFeed) => Promise<Taking>,
  { clock, feedSource, log, time }: Parts,
): Promise<WithPages> {
  let [feed, taking] = [document, first];
  const until = clock.now().getTime() + pagesAtMostInMs;
  const seen = new Set([address]);
  while (isAllNew(taking) && seen.size <= mostPages && feed.entries.length < mostEntries) {
    const next = feed.nextPage;
    if (next === undefined || seen.has(next) || clock.now().getTime() >= until) break;
    if (URL.parse(next)?.host !== URL.parse(address)?.host) break;
    seen.add(next);
    const page = await read(next, configured, feedSource, time).catch((error: unknown) => {
      if (!(error instanceof FeedloomError) || !error.code.startsWith("FEED_")) throw error;
      log.warn("older page not read", { page: shownAddress(next), words: error.message });
      return undefined;
    });
    if (page === undefined) break;
    feed = joined(feed, page);
    taking = await find(feed);
  }
  return { feed, taking, mayBeMissing: isAllNew(taking) };
}

/** One entry alone says nothing: many feeds list no more. */
function isAllNew({ all, fresh }: Taking): boolean {
  return all.length > 1 && fresh.length === all.length;
}

/** An entry that moved from one page to the next while they were read is one. */
function joined(
  { nextPage: _, ...feed }: ParsedFeed,
  { entries, nextPage, unreadable }: ParsedFeed,
): ParsedFeed {
  const keys = new Set(feed.entries.map(entryKey));
  const older = entries.filter((entry) => !keys.has(entryKey(entry)));
  return {
    ...feed,
    entries: [...feed.entries, ...older].slice(0, mostEntries),
    unreadable: [...feed.unreadable, ...unreadable],
    ...(nextPage === undefined ? {} : { nextPage }),
  };
}

async function read(
  page: string,
  configured: string,
  feedSource: Parts["feedSource"],
  time: ReadingTime,
): Promise<ParsedFeed | undefined> {
  const answer = await feedSource.fetch(page, {}, { feed: configured });
  if (answer.kind !== "body") return undefined;
  try {
    return time.read(answer);
  } finally {
    answer.release?.();
  }
}

import type { Route } from "../core/configuration.ts";
import type { Log } from "../ports/log.ts";
import type { FeedReport } from "./feed-report.ts";
import type { Look } from "./poll-feed.ts";

/** So many reports a person reads, and an answer holds; of more feeds, those are told that have something to say. */
const mostReports = 200;
/** Names in a log line. */
const mostNames = 20;

/** What a run found, added up as it goes: what it keeps does not grow with the feeds. */
export interface PollTally {
  /** How many feeds each outcome had. */
  counts: Partial<Record<FeedReport["outcome"], number>>;
  entriesSeen: number;
  /** Posts set aside by the flood guard: a flood is held for each account that its route leads to. */
  postsHeld: number;
  feedsInTrouble: number;
}

export class Tally {
  readonly #reports = new Map<Route, FeedReport>();
  readonly #tally: PollTally = { counts: {}, entriesSeen: 0, postsHeld: 0, feedsInTrouble: 0 };
  readonly #troubled: string[] = [];
  readonly #isLong: boolean;
  readonly #log: Log;

  /** @param feeds - how many there are. */
  constructor(feeds: number, log: Log) {
    this.#isLong = feeds > mostReports;
    this.#log = log;
  }

  /** Of a feed that nobody asked about: how it stands, and no more. */
  count({ report, isInTrouble }: Look): void {
    if (!isInTrouble) return;
    this.#tally.feedsInTrouble += 1;
    if (this.#troubled.length < mostNames) this.#troubled.push(report.feed);
  }

  add(route: Route, look: Look): void {
    this.count(look);
    const { outcome, entries, feed } = look.report;
    const { counts } = this.#tally;
    counts[outcome] = (counts[outcome] ?? 0) + 1;
    this.#tally.entriesSeen += entries.length;
    const held = entries.filter(({ decision }) => decision === "hold");
    this.#tally.postsHeld += held.length * route.accounts.length;
    if (held.length > 0)
      this.#log.warn("entries set aside", { feed, entries: held.length, words: held[0]?.words });
    if (this.#isLong && (isQuiet(look.report) || this.#reports.size >= mostReports)) return;
    this.#reports.set(route, look.report);
  }

  /** @param routes - as configured. */
  reportsInOrder(routes: readonly Route[]): FeedReport[] {
    return routes.flatMap((route) => this.#reports.get(route) ?? []);
  }

  /** The sums so far, and the names of feeds in trouble: the first of them. */
  sums(): PollTally & { troubled: string[] } {
    return { ...this.#tally, troubled: this.#troubled };
  }
}

function isQuiet({ outcome, entries, recovered }: FeedReport): boolean {
  const isUsual = outcome === "not-due" || outcome === "unchanged" || outcome === "read";
  return isUsual && entries.length === 0 && recovered === undefined;
}

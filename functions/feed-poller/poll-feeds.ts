import type { Route } from "../core/configuration.ts";
import type { FeedRecord } from "../core/feed-record.ts";
import { isDue, isPaced, unreadFeed } from "../core/feed-schedule.ts";
import { isInTrouble } from "../core/feed-trouble.ts";
import { consideredAt, inRoundOrder, type PollRound, placeInRound, roundAfter } from "../core/poll-round.ts";
import { type UnreadableRecord, unreadableWords } from "../core/unreadable-record.ts";
import type { PollerServices } from "../runtime/services.ts";
import { type FeedReport, goneWords, reportOf } from "./feed-report.ts";
import { addressOf } from "./fetch-feed.ts";
import { type Look, type PollOptions, pollFeed } from "./poll-feed.ts";
import { type PollTally, Tally } from "./poll-tally.ts";
import type { Reading } from "./reading-time.ts";
import { type Standing, standOfAccounts } from "./stand-of-accounts.ts";
import { takeTurns } from "./take-turns.ts";

/** Enough that ten thousand feeds are looked at within four minutes when one in twenty hangs until its time is up. */
const atOnce = 48;
/** As a browser would at most; a host of many blogs is not to notice us. */
const perHost = 2;
/** How far the poller came is written at least this often, for people who ask whether it runs. */
const roundAgeInMs = 3_600_000;

type Parts = PollerServices & { reading?: Partial<Reading> };

export interface PollReport extends PollTally {
  /** What each look came to; of more than 200 feeds, those that have something to say. */
  feeds: FeedReport[];
  /** Accounts with posts that are due: their publisher was told. */
  nudged: string[];
  /** Due feeds that the time did not reach: the next run begins with them. */
  leftForNextRun?: number;
  /** The feeds in trouble; the first twenty. */
  troubled: string[];
  accounts?: Omit<Standing, "due">;
}

/** A route with what is known of its feed. */
interface Item {
  route: Route;
  record: FeedRecord | undefined;
  place: string;
}

/**
 * Wakes the publishers of accounts that have due posts left over (a lost event is made good at the next tick), then looks at
 * all configured feeds that are due, or at the one named. Whoever gets new posts is woken as soon as they are in line.
 *
 * @param options.until - no look begins after then; those left are the first of the next run.
 */
export async function pollFeeds(
  services: Parts,
  options: PollOptions & { feed?: string; until?: Date } = {},
): Promise<PollReport> {
  return new PollRun(services, options).run();
}

class PollRun {
  readonly #services: Parts;
  readonly #options: PollOptions & { feed?: string; until?: Date };
  readonly #began: Date;
  readonly #tally: Tally;
  readonly #nudged = new Set<string>();
  /** What no feed should be able to do fails the run, but only after everybody else was looked after. */
  readonly #problems: unknown[] = [];
  #hasFailedPaced = false;

  constructor(services: Parts, options: PollOptions & { feed?: string; until?: Date }) {
    this.#services = services;
    this.#options = options;
    this.#began = services.clock.now();
    this.#tally = new Tally(services.configuration.routes.length, services.log);
  }

  async run(): Promise<PollReport> {
    const { configuration, ledger } = this.#services;
    const isDry = this.#options.dryRun === true;
    const standing = isDry ? undefined : await this.#lookAfterAccounts();
    const found = await ledger.readPolling(configuration.routes.map(({ url }) => url));
    const { records, round, unreadable } = found;
    const items = configuration.routes.flatMap((route) => {
      const record = unreadable?.get(route.url);
      if (record === undefined)
        return { route, record: records.get(route.url), place: placeInRound(route.url) };
      this.#passOver(route, record);
      return [];
    });
    const left = await this.#lookAtFeeds(items, round);
    const [problem] = this.#problems;
    if (problem !== undefined) throw problem;
    return {
      feeds: this.#tally.reportsInOrder(configuration.routes),
      nudged: [...this.#nudged],
      ...(left === 0 ? {} : { leftForNextRun: left }),
      ...this.#tally.sums(),
      ...(standing && { accounts: standing }),
    };
  }

  /** @returns how many feeds were due and were not reached. */
  async #lookAtFeeds(items: Item[], round: PollRound | undefined): Promise<number> {
    const { feed, dryRun, force, backfill, until } = this.#options;
    const { clock } = this.#services;
    const isAsked = ({ route }: Item) => feed === undefined || route.url === feed;
    const isForced = feed !== undefined || force === true || dryRun === true || backfill !== undefined;
    const order = inRoundOrder(items, round);
    const due: Item[] = [];
    for (const item of order) {
      const considered = consideredAt(round, item.place);
      if (isAsked(item) && (isForced || isDue(item.record, considered, this.#began))) due.push(item);
      else this.#pass(item, isAsked(item));
    }
    const unreached = await takeTurns(
      due,
      {
        atOnce,
        perHost,
        hostOf: ({ route, record }) => URL.parse(record ? addressOf(record) : route.url)?.host ?? "",
        goesOn: () => until === undefined || clock.now() < until,
      },
      (item) => this.#lookAt(item),
    );
    if (!isForced) await this.#closeRound(order, due, new Set(unreached), round);
    for (const item of unreached) this.#pass(item, true);
    return unreached.length;
  }

  async #lookAt({ route, record }: Item): Promise<void> {
    try {
      const { feed, until: _, ...options } = this.#options;
      const services = { ...this.#services, nudge: (accounts: string[]) => this.#nudge(accounts) };
      this.#tally.add(route, await pollFeed(route, record, services, options));
    } catch (problem) {
      this.#problems.push(problem);
      if (record !== undefined && isPaced(record)) this.#hasFailedPaced = true;
    }
  }

  /** Looked at anew, as one that nothing is known of, it would post what was posted. */
  #passOver(route: Route, record: UnreadableRecord): void {
    const { feed } = this.#options;
    const facts = { code: "RECORD_UNREADABLE", words: unreadableWords(record) };
    const report = reportOf(unreadFeed(route.url, this.#began), "failed", this.#began, facts);
    const look: Look = { report, isInTrouble: true };
    if (feed === undefined || route.url === feed) this.#tally.add(route, look);
    else this.#tally.count(look);
  }

  /** Not looked at now: it counts all the same. */
  #pass({ route, record }: Item, isAsked: boolean): void {
    const known = record ?? unreadFeed(route.url, this.#began);
    const report =
      known.isGone === true
        ? reportOf(known, "gone", this.#began, { words: goneWords })
        : reportOf(known, "not-due", this.#began);
    const look: Look = { report, isInTrouble: isInTrouble(known) };
    if (isAsked) this.#tally.add(route, look);
    else this.#tally.count(look);
  }

  /** How far this run came, where the next one needs to know. */
  async #closeRound(
    order: Item[],
    due: Item[],
    unreached: ReadonlySet<Item>,
    round: PollRound | undefined,
  ): Promise<void> {
    const stop = order.findIndex((item) => unreached.has(item));
    const [stopped, last] = [order[stop], order[stop - 1]];
    const isOld = round === undefined || this.#began.getTime() - round.at.getTime() >= roundAgeInMs;
    // Without a pace a feed is due at every tick, whatever is written here.
    const isNews = due.some(({ record }) => record !== undefined && isPaced(record));
    const wasCut = round?.upTo !== undefined;
    if (!(stopped || isOld || isNews || wasCut) || this.#hasFailedPaced) return;
    const next = roundAfter(round, this.#began, {
      ...(stopped && { stoppedBefore: stopped.place }),
      ...(last && { last: last.place }),
    });
    if (next === undefined) return;
    await this.#services.ledger.writeRound(next).catch((problem: unknown) => this.#problems.push(problem));
  }

  async #lookAfterAccounts(): Promise<Omit<Standing, "due"> | undefined> {
    try {
      const { due, ...standing } = await standOfAccounts(this.#services);
      await this.#nudge(due);
      return standing;
    } catch (problem) {
      this.#problems.push(problem);
      return undefined;
    }
  }

  async #nudge(accounts: string[]): Promise<void> {
    if (accounts.length === 0) return;
    for (const account of accounts) this.#nudged.add(account);
    await this.#services.bus
      .announce(accounts.map((account) => ({ type: "PostsPending", detail: { account } })))
      .catch((problem: unknown) => this.#problems.push(problem));
  }
}

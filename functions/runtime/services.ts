import type { Configuration } from "../core/configuration.ts";
import type { Bus } from "../ports/bus.ts";
import type { Clock } from "../ports/clock.ts";
import type { FeedSource } from "../ports/feed-source.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { Log } from "../ports/log.ts";
import type { Pictures } from "../ports/pictures.ts";
import type { StateStore } from "../ports/state-store.ts";
import type { ThreadsApi } from "../ports/threads-api.ts";
import type { Vault } from "../ports/vault.ts";
import type { Meter } from "./metrics.ts";

/** What the jobs need from outside. Each takes the part that it names; where it runs decides what they are. */
export interface Services {
  clock: Clock;
  ledger: Ledger;
  vault: Vault;
  stateStore: StateStore;
  bus: Bus;
  threads: ThreadsApi;
  configuration: Configuration;
  log: Log;
  meter: Meter;
  /** Who holds a lease: different for every process that may run beside another. */
  holder: string;
}

/** What the poller needs besides: it alone fetches from the web at large, with a client of its own. */
export interface PollerServices extends Services {
  feedSource: FeedSource;
  /** Absent: pictures are used as feeds name them, and Threads looks at them first. */
  pictures?: Pictures;
}

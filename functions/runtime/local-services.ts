import { HttpFeedSource } from "../adapters/http/http-feed-source.ts";
import { HttpPictures } from "../adapters/http/http-pictures.ts";
import { HttpThreadsApi } from "../adapters/http/http-threads-api.ts";
import { FileFeedSource } from "../adapters/local/file-feed-source.ts";
import type { InProcessBus } from "../adapters/local/in-process-bus.ts";
import { SqliteLedger } from "../adapters/local/sqlite-ledger.ts";
import { SqliteStateStore } from "../adapters/local/sqlite-state-store.ts";
import type { SqliteStore } from "../adapters/local/sqlite-store.ts";
import { SqliteVault } from "../adapters/local/sqlite-vault.ts";
import type { Configuration } from "../core/configuration.ts";
import type { Clock } from "../ports/clock.ts";
import type { FeedSource } from "../ports/feed-source.ts";
import type { Log } from "../ports/log.ts";
import { silentMeter } from "./metrics.ts";
import type { PollerServices } from "./services.ts";
import { userAgent } from "./user-agent.ts";

export interface LocalParts {
  store: SqliteStore;
  bus: InProcessBus;
  clock: Clock;
  log: Log;
  configuration: Configuration;
  threadsUrls: { graphUrl: string; authorizeUrl: string };
  /** Whose feeds may be on this machine or its network: everybody's, or those of these origins. */
  allowPrivateFeeds: boolean | string[];
}

/** The services of one process on one machine: one SQLite file, an in-process bus, feeds also from files. */
export function localServices(
  parts: LocalParts,
): Omit<PollerServices, "vault" | "ledger"> & { vault: SqliteVault; ledger: SqliteLedger } {
  const { store, bus, clock, log, configuration, threadsUrls, allowPrivateFeeds } = parts;
  const guarded = { allowPrivate: allowPrivateFeeds, userAgent: userAgent(configuration.contact) };
  const web = new HttpFeedSource({ ...guarded, clock });
  const files = new FileFeedSource();
  const feedSource: FeedSource = {
    fetch: (url, validators, asked) =>
      url.startsWith("file:") ? files.fetch(url, validators) : web.fetch(url, validators, asked),
  };
  return {
    clock,
    log,
    meter: silentMeter,
    bus,
    configuration,
    feedSource,
    pictures: new HttpPictures(guarded),
    ledger: new SqliteLedger(store, (record) => log.error("record.unreadable", { ...record })),
    vault: new SqliteVault(store),
    stateStore: new SqliteStateStore(store),
    threads: new HttpThreadsApi(threadsUrls),
    // One process at a time has the data folder, and it lets one publisher at a time at an account: so a
    // restart goes on at once under the lease that its predecessor left behind.
    holder: "local host",
  };
}

import { onTestFinished } from "vitest";
import { InProcessBus } from "../../functions/adapters/local/in-process-bus.ts";
import { SqliteStore } from "../../functions/adapters/local/sqlite-store.ts";
import { readConfiguration } from "../../functions/core/configuration.ts";
import type { FeedloomEvent } from "../../functions/core/events.ts";
import { pollFeeds } from "../../functions/feed-poller/poll-feeds.ts";
import type { Reading } from "../../functions/feed-poller/reading-time.ts";
import type { FeedSource } from "../../functions/ports/feed-source.ts";
import { localServices } from "../../functions/runtime/local-services.ts";
import { countedLedger } from "./counted-ledger.ts";
import { recordedLog } from "./recorded-log.ts";
import { VirtualClock } from "./virtual-clock.ts";

export const account = "bronzfronz";

/** The poller with these feeds, a ledger in memory, and a web that a test plays. */
export function aPoller(feeds: string[], fetch: FeedSource["fetch"], reading: Partial<Reading> = {}) {
  const store = new SqliteStore(":memory:");
  onTestFinished(() => store.close());
  const bus = new InProcessBus();
  const events: FeedloomEvent[] = [];
  bus.subscribe((event) => void events.push(event));
  const clock = new VirtualClock();
  const services = localServices({
    store,
    bus,
    clock,
    log: recordedLog(),
    configuration: readConfiguration({ accounts: [account], feeds }),
    threadsUrls: { graphUrl: "http://127.0.0.1:9", authorizeUrl: "http://127.0.0.1:9" },
    allowPrivateFeeds: true,
  });
  const { ledger, calls } = countedLedger(services.ledger);
  const poll = (options: { until?: Date } = {}) =>
    pollFeeds({ ...services, ledger, feedSource: { fetch }, reading }, options);
  return { poll, calls, clock, events, services };
}

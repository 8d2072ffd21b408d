import { InProcessBus } from "../../functions/adapters/local/in-process-bus.ts";
import { SqliteStore } from "../../functions/adapters/local/sqlite-store.ts";
import type { Configuration } from "../../functions/core/configuration.ts";
import type { FeedloomEvent } from "../../functions/core/events.ts";
import { createHandler as createPoller } from "../../functions/feed-poller/handler.ts";
import { createHandler as createCallback } from "../../functions/oauth-callback/handler.ts";
import type { Clock } from "../../functions/ports/clock.ts";
import type { Log } from "../../functions/ports/log.ts";
import { createHandler as createPublisher } from "../../functions/publisher/handler.ts";
import { localServices } from "../../functions/runtime/local-services.ts";
import { createHandler as createRefresher } from "../../functions/token-refresher/handler.ts";
import { callbackServer } from "./callback-server.ts";
import { publishQueue, takingTurns } from "./publish-queue.ts";
import { type LocalServer, serve } from "./serve.ts";

export interface HostParts {
  database: string;
  port: number;
  clock: Clock;
  log: Log;
  configuration: Configuration;
  threadsUrls: { graphUrl: string; authorizeUrl: string };
  allowPrivateFeeds: boolean | string[];
  /** Every event of the bus, as it happens. */
  onEvent: (event: FeedloomEvent) => void;
  /** A job that failed; it is tried again at the next tick. */
  onFailure: (error: unknown) => void;
  /** Once it is aborted, no further post is begun by an event. */
  signal?: AbortSignal;
}

/** The four jobs in this process, called as Lambda would call them. */
export interface Host {
  url: string;
  port: number;
  services: ReturnType<typeof localServices>;
  poller: ReturnType<typeof createPoller>;
  refresher: ReturnType<typeof createRefresher>;
  publisher: ReturnType<typeof createPublisher>;
  /** Resolves when every job that an event started has ended. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export async function startHost(parts: HostParts): Promise<Host> {
  const store = new SqliteStore(parts.database);
  const bus = new InProcessBus();
  const services = localServices({ ...parts, store, bus });
  const publisher = takingTurns(createPublisher(services));
  bus.subscribe(parts.onEvent);
  bus.subscribe(publishQueue(publisher, parts.onFailure, parts.signal));
  let server: LocalServer;
  try {
    server = await serve(callbackServer(createCallback(services)), parts.port);
  } catch (error) {
    store.close();
    throw error;
  }
  return {
    url: server.url,
    port: server.port,
    services,
    poller: createPoller(services),
    refresher: createRefresher(services),
    publisher,
    settled: () => bus.settled(),
    close: async () => {
      await server.close();
      await bus.settled();
      store.close();
    },
  };
}

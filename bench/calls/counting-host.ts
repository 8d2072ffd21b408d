import { InProcessBus } from "../../functions/adapters/local/in-process-bus.ts";
import { SqliteStore } from "../../functions/adapters/local/sqlite-store.ts";
import type { Configuration } from "../../functions/core/configuration.ts";
import type { Log } from "../../functions/ports/log.ts";
import { localServices } from "../../functions/runtime/local-services.ts";
import type { PollerServices } from "../../functions/runtime/services.ts";
import type { Sandbox } from "../../sandbox/start-sandbox.ts";
import { everyCall } from "../../test/support/failing-services.ts";
import type { VirtualClock } from "../../test/support/virtual-clock.ts";
import { awsStores } from "./aws-stores.ts";
import type { CallCounter } from "./tally.ts";

export const hosts = ["local", "aws"] as const;
export type HostName = (typeof hosts)[number];

/** The services of one host, every call of which is counted. */
export interface CountingHost {
  services: PollerServices;
  close(): Promise<void>;
}

export interface CountingParts {
  clock: VirtualClock;
  sandbox: Sandbox;
  configuration: Configuration;
  counter: CallCounter;
}

/** On the local host a call is one of a port's method; on AWS it is a request that the SDK sends. */
export async function countingHost(host: HostName, parts: CountingParts): Promise<CountingHost> {
  const { counter, sandbox } = parts;
  const store = new SqliteStore(":memory:");
  const local = localServices({
    ...parts,
    store,
    bus: new InProcessBus(),
    log: countedLog(counter),
    threadsUrls: sandbox,
    allowPrivateFeeds: true,
  });
  await local.vault.writeAppSecret(JSON.stringify(sandbox.app));
  const counted = <Port extends object>(name: string, port: Port) =>
    everyCall(port, (method, call) => {
      counter.note(name, method);
      return call();
    });
  const threads = counted("threads", local.threads);
  const feedSource = counted("web", local.feedSource);
  if (host === "local") {
    const { ledger, vault, bus } = local;
    return {
      services: {
        ...local,
        threads,
        feedSource,
        ledger: counted("ledger", ledger),
        vault: counted("vault", vault),
        bus: counted("bus", bus),
      },
      close: async () => store.close(),
    };
  }
  store.close();
  const stores = await awsStores(parts);
  return { services: { ...local, threads, feedSource, ...stores.services }, close: () => stores.close() };
}

/** What is logged is paid by its bytes: the line as JSON, and what the logger adds to each. */
function countedLog(counter: CallCounter): Log {
  const addedByLogger = 180;
  const line = (message: string, facts?: Record<string, unknown>) =>
    counter.noteLog(Buffer.byteLength(JSON.stringify({ message, ...facts })) + addedByLogger);
  return { info: line, warn: line, error: line };
}

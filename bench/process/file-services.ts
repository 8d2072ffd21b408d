import { InProcessBus } from "../../functions/adapters/local/in-process-bus.ts";
import { SqliteStore } from "../../functions/adapters/local/sqlite-store.ts";
import { type ConfigurationInput, readConfiguration } from "../../functions/core/configuration.ts";
import type { Clock } from "../../functions/ports/clock.ts";
import { localServices } from "../../functions/runtime/local-services.ts";
import { jsonLog } from "../../functions/runtime/log.ts";

/** The services as `npm start` has them, on a SQLite file in this process's folder. Nothing is logged. */
export function fileServices(parts: {
  clock: Clock;
  configuration: ConfigurationInput;
  threadsUrls: { graphUrl: string; authorizeUrl: string };
}) {
  const bus = new InProcessBus();
  const services = localServices({
    ...parts,
    store: new SqliteStore("ledger.sqlite"),
    bus,
    log: jsonLog("SILENT"),
    configuration: readConfiguration(parts.configuration),
    allowPrivateFeeds: true,
  });
  return { services, bus };
}

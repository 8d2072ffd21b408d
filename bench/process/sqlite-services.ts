import { InProcessBus } from "../../functions/adapters/local/in-process-bus.ts";
import { SqliteStore } from "../../functions/adapters/local/sqlite-store.ts";
import { type ConfigurationInput, readConfiguration } from "../../functions/core/configuration.ts";
import type { Clock } from "../../functions/ports/clock.ts";
import { localServices } from "../../functions/runtime/local-services.ts";
import { jsonLog } from "../../functions/runtime/log.ts";

/** A file in the process's own folder, or the process's memory. */
export type Database = "ledger.sqlite" | ":memory:";

/** The services as `npm start` has them, on SQLite. Nothing is logged. */
export function sqliteServices(parts: {
  database: Database;
  clock: Clock;
  configuration: ConfigurationInput;
  threadsUrls: { graphUrl: string; authorizeUrl: string };
}) {
  const bus = new InProcessBus();
  const services = localServices({
    ...parts,
    store: new SqliteStore(parts.database),
    bus,
    log: jsonLog("SILENT"),
    configuration: readConfiguration(parts.configuration),
    allowPrivateFeeds: true,
  });
  return { services, bus };
}

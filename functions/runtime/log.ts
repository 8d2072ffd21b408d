import { AsyncLocalStorage } from "node:async_hooks";
import { Logger } from "@aws-lambda-powertools/logger";
import type { Log } from "../ports/log.ts";

const known = new AsyncLocalStorage<Record<string, unknown>>();

/**
 * Does something, every line that is logged meanwhile carrying these facts: the run's `requestId`, the `post` that it is
 * about. Nested calls add theirs. A line's own facts win.
 */
export function logging<Result>(facts: Record<string, unknown>, action: () => Result): Result {
  return known.run({ ...known.getStore(), ...facts }, action);
}

/** JSON lines on standard output, as CloudWatch reads them. @param level - `SILENT` for a terminal that tells its own story. */
export function jsonLog(level: "INFO" | "SILENT" = "INFO"): Log {
  const logger = new Logger({ serviceName: "feedloom", logLevel: level });
  const all = (facts: Record<string, unknown> = {}) => ({ ...known.getStore(), ...facts });
  return {
    info: (message, facts) => logger.info(message, all(facts)),
    warn: (message, facts) => logger.warn(message, all(facts)),
    error: (message, facts) => logger.error(message, all(facts)),
  };
}

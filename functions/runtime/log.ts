import { Logger } from "@aws-lambda-powertools/logger";
import type { Log } from "../ports/log.ts";

/** JSON lines on standard output, as CloudWatch reads them. @param level - `SILENT` for a terminal that tells its own story. */
export function jsonLog(level: "INFO" | "SILENT" = "INFO"): Log {
  const logger = new Logger({ serviceName: "feedloom", logLevel: level });
  return {
    info: (message, facts = {}) => logger.info(message, facts),
    warn: (message, facts = {}) => logger.warn(message, facts),
    error: (message, facts = {}) => logger.error(message, facts),
  };
}

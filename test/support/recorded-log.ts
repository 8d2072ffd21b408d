import { inspect } from "node:util";
import type { Log } from "../../functions/ports/log.ts";

/** A log that a test can read, and search for what must not be in it. */
export function recordedLog(): Log & { lines: string[] } {
  const lines: string[] = [];
  const keep = (level: string) => (message: string, facts?: Record<string, unknown>) => {
    lines.push(`${level} ${message} ${facts === undefined ? "" : inspect(facts, { depth: 10 })}`);
  };
  return { lines, info: keep("info"), warn: keep("warn"), error: keep("error") };
}

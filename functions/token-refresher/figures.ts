import type { Figures } from "../runtime/metrics.ts";
import type { RefreshReport } from "./refresh-report.ts";

/**
 * The fewest days left of the tokens that a run looked at. The poller reports the same from the ledger at each tick; this is
 * what the vault holds, should the two ever differ.
 */
export function refreshFigures(reports: Pick<RefreshReport, "outcome" | "daysLeft">[]): Figures {
  const days = reports
    .map((report) => (report.outcome === "disconnected" ? 0 : report.daysLeft))
    .filter((left) => left !== undefined);
  return days.length === 0 ? {} : { TokenDaysLeft: Math.min(...days) };
}

import { type Findings, noFindings } from "./judge.ts";
import type { Host, Mode } from "./stage.ts";

/** What was found on one host in one mode. */
export interface Tally {
  host: Host;
  mode: Mode;
  tried: number;
  /** The run did not come to the call: where two run side by side, how often each looks varies by one or two. */
  notReached: number;
  findings: Findings;
  /** How many went wrong where nobody could know better. */
  unknowable: number;
  seconds: number;
}

export function newTally(host: Host, mode: Mode): Tally {
  return { host, mode, tried: 0, notReached: 0, findings: { ...noFindings }, unknowable: 0, seconds: 0 };
}

export function add(sum: Findings, more: Findings): void {
  sum.doubled += more.doubled;
  sum.lost += more.lost;
  sum.outOfOrder += more.outOfOrder;
  sum.failed += more.failed;
  sum.held += more.held;
}

const heads = [
  "host",
  "mode",
  "tried",
  "not reached",
  "doubled",
  "lost",
  "out of order",
  "wrongly failed",
  "wrongly held",
  "unknowable",
  "seconds",
];

export function table(tallies: readonly Tally[]): string {
  const rows = tallies.map(({ host, mode, tried, notReached, findings, unknowable, seconds }) => {
    const { doubled, lost, outOfOrder, failed, held } = findings;
    const counts = [
      tried,
      notReached,
      doubled,
      lost,
      outOfOrder,
      failed,
      held,
      unknowable,
      Math.round(seconds),
    ];
    return [host, mode, ...counts.map(String)];
  });
  const all = [heads, ...rows];
  const widths = heads.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const padded = (cell: string, column: number) =>
    column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  return all.map((row) => row.map(padded).join("  ").trimEnd()).join("\n");
}

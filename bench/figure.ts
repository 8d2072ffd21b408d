import type { Chart } from "./page/chart.ts";
import type { Spread } from "./statistics.ts";

/** One thing that was measured. */
export interface Figure {
  /** What it says, read together with its unit: `the poller against a bare fetch`. */
  name: string;
  unit: "×" | "ms" | "s" | "KB" | "MB" | "calls" | "units" | "posts/s" | "$";
  value: Spread;
  /** What was aimed at; a figure without one is there to be compared. */
  goal?: { atMost: number } | { below: number };
  /** What keeps it from its goal, or what must be known to read it. */
  words?: string;
}

/** What one measurement came to. */
export interface Measured {
  name: string;
  /** What was done, and against what, for a reader who does not know the code. */
  about: string;
  figures: Figure[];
  charts: Chart[];
}

export interface MeasureOptions {
  /** Of each contender, one after the other; fewer when the time is up. */
  runs: number;
  /** Says where a long measurement is. */
  say: (words: string) => void;
}

export interface Measure {
  name: string;
  /** For `--help`. */
  summary: string;
  measure(options: MeasureOptions): Promise<Measured>;
}

export function isReached({ value, goal }: Figure): boolean | undefined {
  if (goal === undefined) return undefined;
  return "below" in goal ? value.median < goal.below : value.median <= goal.atMost;
}

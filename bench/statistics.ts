/** What several runs came to: half of them lie on either side of `median`; `low` and `high` are the extremes. */
export interface Spread {
  median: number;
  low: number;
  high: number;
  runs: number;
}

/** @param samples - at least one. */
export function spreadOf(samples: readonly number[]): Spread {
  return {
    median: quantile(samples, 0.5),
    low: Math.min(...samples),
    high: Math.max(...samples),
    runs: samples.length,
  };
}

/** A figure that was counted, not timed: the same in every run. */
export function exactly(value: number): Spread {
  return { median: value, low: value, high: value, runs: 1 };
}

/**
 * The value below which this part of the samples lies, drawn straight between the two nearest.
 *
 * @param part - from 0 to 1; 0.95 for the 95th percentile.
 */
export function quantile(samples: readonly number[], part: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * part;
  const [below, above] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
  if (below === undefined || above === undefined) throw new Error("no samples to make a figure of");
  return below + (above - below) * (position - Math.floor(position));
}

/** Run by run, since what slows a machine down slows both of a run. */
export function ratios(samples: readonly number[], base: readonly number[]): number[] {
  return samples.map((sample, index) => sample / (base[index] ?? Number.NaN));
}

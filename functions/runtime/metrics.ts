import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";

/** Where the figures stand in CloudWatch. `lib/figures.ts` reads them under the same names; a test compares the two. */
export const figureNamespace = "Feedloom";
/**
 * The one value of the one dimension that Powertools adds. The same for every function: each further value, of any
 * dimension, would be a further metric for every name, and ten are free.
 */
export const figureService = "feedloom";

/**
 * The figures that Feedloom reports: nine custom metrics, however many feeds and accounts there are. Which feed or account
 * is meant stands in the log. What happens (the first six) is told one by one; of what is a state, the worst is.
 *
 * @see https://aws.amazon.com/cloudwatch/pricing/ - ten custom metrics are free, each further one is $0.30 a month (a copy of
 *   unknown age, looked at in 2026-11)
 */
export const figureNames = [
  /** Entries that a poll found new, whatever became of them. */
  "EntriesSeen",
  "PostsPublished",
  "PostsHeld",
  "PostsFailed",
  /** Held or failed: a person is wanted. One figure, since an alarm on a sum of two is billed as two. */
  "PostsSetAside",
  /** Seconds from when an entry was first seen until its post was out. */
  "PublishLatency",
  /** Seconds for which the first post in an account's line has been known; of all accounts the longest. 0: nothing waits. */
  "LongestWait",
  /** Of all accounts the fewest; 0 for one that was disconnected. */
  "TokenDaysLeft",
  "FeedsInTrouble",
] as const;
export type FigureName = (typeof figureNames)[number];

const inSeconds: FigureName[] = ["PublishLatency", "LongestWait"];

export type Figures = Partial<Record<FigureName, number>>;

/** Takes figures down for those who watch. Never fails, and nothing depends on it. */
export interface Meter {
  record(figures: Figures): void;
}

/**
 * Figures as log lines that CloudWatch makes metrics of (its embedded format): no call, no waiting, no permission.
 *
 * Each `record` writes its own line at once, so that what was counted before a crash is counted.
 */
export function cloudWatchMeter(): Meter {
  const metrics = new Metrics({ namespace: figureNamespace, serviceName: figureService });
  return {
    record: (figures) => {
      const told = figureNames.flatMap((name) => {
        const value = figures[name];
        return value === undefined ? [] : [{ name, value }];
      });
      if (told.length === 0) return;
      for (const { name, value } of told) {
        metrics.addMetric(name, inSeconds.includes(name) ? MetricUnit.Seconds : MetricUnit.Count, value);
      }
      metrics.publishStoredMetrics();
    },
  };
}

/** For where nobody watches: a terminal tells its own story. */
export const silentMeter: Meter = { record: () => {} };

import { Duration } from "aws-cdk-lib";
import { Metric, type MetricOptions } from "aws-cdk-lib/aws-cloudwatch";

/** As `functions/runtime/metrics.ts` writes them; a test compares the two. */
export type FigureName =
  | "EntriesSeen"
  | "PostsPublished"
  | "PostsHeld"
  | "PostsFailed"
  | "PostsSetAside"
  | "PublishLatency"
  | "LongestWait"
  | "TokenDaysLeft"
  | "FeedsInTrouble";

/** One of the figures that the jobs report; custom metrics, of which ten are free. */
export function figure(name: FigureName, options: MetricOptions & { statistic: string }): Metric {
  return new Metric({
    namespace: "Feedloom",
    metricName: name,
    dimensionsMap: { service: "feedloom" },
    period: Duration.minutes(5),
    ...options,
  });
}

import { Aws, Duration } from "aws-cdk-lib";
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  Color,
  GraphWidget,
  type IWidget,
  type Metric,
  PeriodOverride,
  SingleValueWidget,
  TextWidget,
} from "aws-cdk-lib/aws-cloudwatch";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { figure } from "./figures.ts";
import type { HouseFunction } from "./house-function.ts";

export interface DashboardProps {
  alarms: Alarm[];
  jobs: HouseFunction[];
  apiFaults: Metric;
  undelivered: Queue;
  connectUrl: string;
}

const whole = 24;
const name = "Feedloom";

/**
 * One page that answers, from the top: is anything red? what became of my entries? how long do they take? will it go on?
 * what breaks? One of the three dashboards that are free, with far fewer than the fifty metrics that they may show.
 *
 * @see https://aws.amazon.com/cloudwatch/pricing/ (a copy of unknown age, looked at in 2026-11)
 */
export class Dashboard extends Construct {
  readonly url =
    `https://${Aws.REGION}.console.aws.amazon.com/cloudwatch/home?region=${Aws.REGION}#dashboards/dashboard/${name}`;

  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    new CloudWatchDashboard(this, "Dashboard", {
      dashboardName: name,
      // A week: blogs are quiet.
      defaultInterval: Duration.days(7),
      periodOverride: PeriodOverride.INHERIT,
      widgets: [top(props), entries(), numbersNow(props), pace(), health(props)],
    });
  }
}

function top({ alarms, connectUrl }: DashboardProps): IWidget[] {
  return [
    new TextWidget({
      width: 8,
      height: 6,
      markdown: [
        "# Feedloom",
        "All green: nothing to do. Red: its section in `docs/runbooks.md` says what.",
        "The numbers below are those of the time chosen above.",
        "",
        "*seen = posted + waiting + held + skipped + failed*, per account",
        "",
        `[Connect a profile](${connectUrl})`,
      ].join("\n"),
    }),
    new AlarmStatusWidget({ title: "Is anything wrong?", width: 16, height: 6, alarms }),
  ];
}

function entries(): IWidget[] {
  const sums = [
    figure("EntriesSeen", { statistic: "Sum", label: "seen", color: Color.BLUE }),
    figure("PostsPublished", { statistic: "Sum", label: "posted", color: Color.GREEN }),
    figure("PostsHeld", { statistic: "Sum", label: "held", color: Color.ORANGE }),
    figure("PostsFailed", { statistic: "Sum", label: "failed", color: Color.RED }),
  ];
  return [
    new SingleValueWidget({
      title: "What became of the entries",
      width: 12,
      height: 4,
      metrics: sums,
      setPeriodToTimeRange: true,
    }),
    new GraphWidget({
      title: "The same, hour by hour",
      width: 12,
      height: 4,
      left: sums.map((sum) => sum.with({ period: Duration.hours(1) })),
    }),
  ];
}

function numbersNow({ undelivered }: DashboardProps): IWidget[] {
  return [
    new SingleValueWidget({
      title: "Now",
      width: whole,
      height: 4,
      metrics: [
        figure("LongestWait", { statistic: "Maximum", label: "a post has waited (s)" }),
        figure("TokenDaysLeft", { statistic: "Minimum", label: "days left, of the token with fewest" }),
        figure("FeedsInTrouble", { statistic: "Maximum", label: "feeds in trouble" }),
        undeliveredCalls(undelivered),
      ],
    }),
  ];
}

function pace(): IWidget[] {
  const latency = (statistic: string, label: string) =>
    figure("PublishLatency", { statistic, label, period: Duration.hours(1) });
  return [
    new GraphWidget({
      title: "From seen to posted",
      width: 12,
      left: [latency("p50", "half of them within"), latency("Maximum", "the slowest")],
      leftYAxis: { label: "seconds", showUnits: false, min: 0 },
    }),
    new GraphWidget({
      title: "Days left, of the token with fewest",
      width: 12,
      left: [
        figure("TokenDaysLeft", { statistic: "Minimum", label: "days left", period: Duration.hours(1) }),
      ],
      leftYAxis: { showUnits: false, min: 0, max: 61 },
      leftAnnotations: [{ value: 30, label: "rings below", color: Color.RED }],
    }),
  ];
}

function health({ jobs, apiFaults, undelivered }: DashboardProps): IWidget[] {
  const hourly = { statistic: "Sum", period: Duration.hours(1) };
  const count = { showUnits: false, min: 0 };
  return [
    new GraphWidget({
      title: "Errors",
      width: 8,
      left: [
        ...jobs.map((job) => job.metricErrors({ ...hourly, label: job.job })),
        apiFaults.with({ ...hourly, label: "pages that failed" }),
      ],
      leftYAxis: count,
    }),
    new GraphWidget({
      title: "Runs",
      width: 8,
      left: jobs.map((job) => job.metricInvocations({ ...hourly, label: job.job })),
      leftYAxis: count,
    }),
    new GraphWidget({
      title: "Feeds in trouble, calls not delivered",
      width: 8,
      left: [
        figure("FeedsInTrouble", { statistic: "Maximum", label: "feeds in trouble" }),
        undeliveredCalls(undelivered),
      ],
      leftYAxis: count,
    }),
  ];
}

function undeliveredCalls(undelivered: Queue): Metric {
  return undelivered.metricApproximateNumberOfMessagesVisible({
    statistic: "Maximum",
    label: "calls not delivered",
  });
}

import { Aws, Duration } from "aws-cdk-lib";
import {
  type Alarm,
  ComparisonOperator,
  type CreateAlarmOptions,
  type Metric,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { figure } from "./figures.ts";
import type { HouseFunction, Jobs } from "./house-function.ts";

export interface AlarmsProps {
  jobs: Jobs;
  /** What the HTTP API answered with 500 and more. */
  apiFaults: Metric;
  undelivered: Queue;
  /** Where they are sent; without it the topic waits for a subscriber. */
  email: string | undefined;
}

const runbooks = "docs/runbooks.md";
const minutes = (count: number) => Duration.minutes(count);
const { GREATER_THAN_OR_EQUAL_TO_THRESHOLD, LESS_THAN_THRESHOLD } = ComparisonOperator;

/**
 * Ten alarms to one topic: ten alarm metrics are free, a further one is $0.10 a month, and a sum of two metrics would count
 * as two. Each says who is hurt, and where its runbook is: a section of the same name. A thousand mails a month are free.
 *
 * They ring when they begin to be true and say nothing when it is over: the runbook tells how to see that.
 *
 * @see https://aws.amazon.com/cloudwatch/pricing/ (a copy of unknown age, looked at in 2026-11)
 */
export class Alarms extends Construct {
  readonly topic: Topic;
  readonly all: Alarm[] = [];

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.topic = this.#openTopic(props.email);
    this.#watchRuns(props.jobs);
    this.#watchFaults(props);
    this.#watchPosts();
  }

  #openTopic(email: string | undefined): Topic {
    // Not encrypted: CloudWatch can only use a key of one's own, at $1 a month, for mails that cross the net as they are.
    const topic = new Topic(this, "Topic", { displayName: "Feedloom", enforceSSL: true });
    // A topic with a policy has lost the one that let its own account's alarms in.
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
        actions: ["sns:Publish"],
        resources: [topic.topicArn],
        conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
      }),
    );
    if (email !== undefined) topic.addSubscription(new EmailSubscription(email));
    return topic;
  }

  /** What does not run reports nothing, so here silence is the alarm. Both are red until the first run. */
  #watchRuns({ feedPoller, tokenRefresher }: Jobs): void {
    this.#ring("PollerSilent", {
      title: "The feed-poller has not run",
      impact: feedPoller.errorImpact,
      metric: feedPoller.metricInvocations({ statistic: "Sum", period: minutes(5) }),
      threshold: 1,
      comparisonOperator: LESS_THAN_THRESHOLD,
      // Four ticks: one or two that are late are no news.
      evaluationPeriods: 4,
      treatMissingData: TreatMissingData.BREACHING,
    });
    this.#ring("RefresherSilent", {
      title: "The token-refresher has not run",
      impact: tokenRefresher.errorImpact,
      metric: tokenRefresher.metricInvocations({ statistic: "Sum", period: Duration.hours(1) }),
      threshold: 1,
      comparisonOperator: LESS_THAN_THRESHOLD,
      // A day, and the six hours for which its schedule goes on trying. An alarm on hours may look back seven days.
      evaluationPeriods: 30,
      treatMissingData: TreatMissingData.BREACHING,
    });
    this.#ring("TokenDays", {
      title: "A token is running out",
      impact: "When it has run out, that profile's posts wait until its owner connects again.",
      // The poller reports it from the ledger at each tick, whether the refresher runs or not.
      metric: figure("TokenDaysLeft", { statistic: "Minimum", period: Duration.hours(1) }),
      // Renewed when a week old, a token has 52 days or more: three weeks went wrong, and a month is left.
      threshold: 30,
      comparisonOperator: LESS_THAN_THRESHOLD,
      evaluationPeriods: 1,
      // Nothing is reported before the first Connect; and while the poller is silent, a low token stays a low token.
      treatMissingData: TreatMissingData.IGNORE,
    });
  }

  #watchFaults({ jobs, apiFaults, undelivered }: AlarmsProps): void {
    const faults = (job: HouseFunction, period: Duration) => job.metricErrors({ statistic: "Sum", period });
    this.#ring("CallbackFails", {
      title: "The oauth-callback fails",
      impact: jobs.oauthCallback.errorImpact,
      // It answers each fault with a page, so as a function it never fails: what it answered says more, time-outs included.
      metric: apiFaults,
      threshold: 1,
      evaluationPeriods: 1,
    });
    this.#ring("RefresherFails", {
      title: "The token-refresher fails",
      impact: jobs.tokenRefresher.errorImpact,
      // A failed run is tried twice more; only then it is a day's run lost.
      metric: faults(jobs.tokenRefresher, Duration.hours(1)),
      threshold: 3,
      evaluationPeriods: 1,
    });
    this.#ring("PollerFails", {
      title: "The feed-poller fails",
      impact: jobs.feedPoller.errorImpact,
      // The next tick makes one failure good.
      metric: faults(jobs.feedPoller, minutes(15)),
      threshold: 2,
      evaluationPeriods: 1,
    });
    this.#ring("PublisherFails", {
      title: "The publisher fails",
      impact: jobs.publisher.errorImpact,
      // The next tick wakes it again.
      metric: faults(jobs.publisher, minutes(15)),
      threshold: 2,
      evaluationPeriods: 1,
    });
    this.#ring("Undelivered", {
      title: "A call could not be delivered",
      impact: "AWS could not start a job or send a notice. Ticks make it good, unless it goes on.",
      metric: undelivered.metricApproximateNumberOfMessagesVisible({
        statistic: "Maximum",
        period: minutes(5),
      }),
      threshold: 1,
      evaluationPeriods: 1,
    });
  }

  #watchPosts(): void {
    this.#ring("PostsSetAside", {
      title: "Posts were held or failed",
      impact: "Entries that readers do not find on Threads until somebody decides about them.",
      metric: figure("PostsSetAside", { statistic: "Sum" }),
      threshold: 1,
      evaluationPeriods: 1,
    });
    this.#ring("PublisherBehind", {
      title: "The publisher does not keep up",
      impact: "New entries appear on Threads hours late. None is lost, and their order stays.",
      // The best moment of each quarter of an hour, four times running more than an hour: no burst that is being worked
      // off, no picture that Threads takes long to read.
      metric: figure("LongestWait", { statistic: "Minimum", period: minutes(15) }),
      threshold: Duration.hours(1).toSeconds(),
      evaluationPeriods: 4,
    });
  }

  #ring(id: string, options: Omit<CreateAlarmOptions, "alarmName"> & AlarmWords & { metric: Metric }): void {
    const { title, impact, metric, ...rest } = options;
    const alarm = metric.createAlarm(this, id, {
      alarmName: `Feedloom: ${title}`,
      alarmDescription: `${impact} What to do: ${runbooks}#${title.toLowerCase().replaceAll(" ", "-")}`,
      comparisonOperator: GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...rest,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    this.all.push(alarm);
  }
}

interface AlarmWords {
  /** Its name, and that of its section in the runbooks. */
  title: string;
  /** Who is hurt, and how. */
  impact: string;
}

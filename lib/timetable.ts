import { Aws, type Duration } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { HouseFunction } from "./house-function.ts";

export interface TimetableProps {
  job: HouseFunction;
  /** In Scheduler's words: `rate(5 minutes)`, `cron(…)`. Times are UTC. */
  expression: string;
  /** A call that could not be made is given up after so long. */
  maxEventAge: Duration;
  retryAttempts: number;
  undelivered: Queue;
}

/**
 * Calls a job by the clock, with `{}`. The ready-made target would let its role call every version and alias of the
 * function as well; this one may call the function and tell the queue, and is lent to this account's schedules only.
 */
export class Timetable extends Construct {
  constructor(scope: Construct, id: string, props: TimetableProps) {
    super(scope, id);
    const { job, undelivered } = props;
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [job.functionArn] }),
    );
    role.addToPolicy(
      new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [undelivered.queueArn] }),
    );
    const schedule = new CfnSchedule(this, "Schedule", {
      description: `Calls the ${job.job}: ${props.expression}.`,
      scheduleExpression: props.expression,
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: job.functionArn,
        roleArn: role.roleArn,
        input: "{}",
        deadLetterConfig: { arn: undelivered.queueArn },
        retryPolicy: {
          maximumEventAgeInSeconds: props.maxEventAge.toSeconds(),
          maximumRetryAttempts: props.retryAttempts,
        },
      },
    });
    // Scheduler tries the role when the schedule is made.
    schedule.node.addDependency(role);
  }
}

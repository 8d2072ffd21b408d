import { Duration } from "aws-cdk-lib";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { HouseFunction } from "./house-function.ts";
import { Timetable } from "./timetable.ts";

/** Renews the profiles' tokens long before they run out. */
export class TokenRefresher extends Construct {
  readonly job: HouseFunction;

  constructor(scope: Construct, id: string, props: { bundles: string; undelivered: Queue }) {
    super(scope, id);
    this.job = new HouseFunction(this, "Function", {
      job: "token-refresher",
      bundles: props.bundles,
      description: "Renews Threads tokens and adopts pasted ones, every day.",
      errorImpact:
        "Tokens are not renewed. They last 60 days: weeks later, posts would wait for a new Connect.",
      // It waits for Meta; less would make its start slower and save nothing at one run a day.
      memoryInMb: 256,
      // Some seconds an account; the worst is two calls of 60 s that Meta does not answer.
      timeout: Duration.minutes(10),
      // Tomorrow comes another; until then a hiccup of Meta's is worth two more attempts.
      asyncInvoke: { maxEventAge: Duration.hours(6), retryAttempts: 2 },
    });
    new Timetable(this, "Daily", {
      job: this.job,
      // Not at the full hour, when everybody's schedules call Meta.
      expression: "cron(17 4 * * ? *)",
      maxEventAge: Duration.hours(6),
      retryAttempts: 20,
      undelivered: props.undelivered,
    });
  }
}

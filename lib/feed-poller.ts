import { Duration } from "aws-cdk-lib";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { HouseFunction } from "./house-function.ts";
import { Timetable } from "./timetable.ts";

const tick = Duration.minutes(5);

/** Looks for new entries and takes them into the ledger. */
export class FeedPoller extends Construct {
  readonly job: HouseFunction;

  constructor(scope: Construct, id: string, props: { bundles: string; undelivered: Queue }) {
    super(scope, id);
    this.job = new HouseFunction(this, "Function", {
      job: "feed-poller",
      bundles: props.bundles,
      description: "Fetches due feeds, takes new entries into the ledger, and wakes the publisher.",
      errorImpact: "New entries do not appear on Threads, and what waits is not taken up again.",
      // Parsing a large feed is the one heavy thing that Feedloom does: with less it takes longer and costs the same.
      memoryInMb: 512,
      // Below the tick, so that two do not run at once; should they, each write has its condition.
      timeout: Duration.minutes(4),
      // The next tick is the repetition, and an older one has nothing to add to it.
      asyncInvoke: { maxEventAge: tick, retryAttempts: 0 },
    });
    new Timetable(this, "Tick", {
      job: this.job,
      expression: `rate(${tick.toMinutes()} minutes)`,
      maxEventAge: tick,
      retryAttempts: 3,
      undelivered: props.undelivered,
    });
  }
}

import { Duration } from "aws-cdk-lib";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { Bus } from "./bus.ts";
import { HouseFunction } from "./house-function.ts";

/** Puts on Threads what stands in the ledger. */
export class Publisher extends Construct {
  readonly job: HouseFunction;

  constructor(scope: Construct, id: string, props: { bundles: string; bus: Bus; undelivered: Queue }) {
    super(scope, id);
    this.job = new HouseFunction(this, "Function", {
      job: "publisher",
      bundles: props.bundles,
      description: "Publishes an account's posts on Threads, oldest first.",
      errorImpact:
        "Posts wait in the ledger and do not appear on Threads. None is lost, none goes out twice.",
      // It mostly waits, and waiting is paid by memory.
      memoryInMb: 256,
      // Half an account's daily quota (250 posts) at some seconds each; the next run goes on where this one stops.
      timeout: Duration.minutes(10),
      // The poller's next tick wakes it again, when there still is something to do.
      asyncInvoke: { maxEventAge: Duration.minutes(10), retryAttempts: 0 },
    });
    props.bus.send("WakePublisher", ["PostsPending", "AccountConnected"], this.job, props.undelivered);
  }
}

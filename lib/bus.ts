import { Aws, Duration } from "aws-cdk-lib";
import { EventBus, Rule, RuleTargetInput } from "aws-cdk-lib/aws-events";
import { LambdaFunction, SnsTopic } from "aws-cdk-lib/aws-events-targets";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Topic } from "aws-cdk-lib/aws-sns";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { environmentNames } from "../functions/runtime/environment.ts";
import type { HouseFunction } from "./house-function.ts";

/** The bus on which the jobs say what happened. Anybody may add rules of their own to it. */
export class Bus extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bus = new EventBus(this, "Bus", {
      description: "What Feedloom does: PostPublished, PostFailed, AccountDisconnected and the like.",
    });
  }

  grantAnnounce(job: HouseFunction): void {
    job.mayDo(["events:PutEvents"], [this.bus.eventBusArn]);
    job.addEnvironment(environmentNames.eventBus, this.bus.eventBusName);
  }

  /** Calls a job with every event of these types. */
  send(id: string, detailType: string[], job: HouseFunction, undelivered: Queue): void {
    new Rule(this, id, {
      description: `Calls the ${job.job} on ${detailType.join(" and ")}.`,
      eventBus: this.bus,
      eventPattern: { source: ["feedloom"], detailType },
      targets: [
        new LambdaFunction(job, {
          deadLetterQueue: undelivered,
          // An event says "look now"; after two ticks of the poller, others have said it again.
          maxEventAge: Duration.minutes(10),
          retryAttempts: 10,
        }),
      ],
    });
  }

  /**
   * Mails every event of these types to who watches: what an alarm could only count, this says by name and in words. A
   * rule is free, and so are a million events' deliveries for $1; these are told once each time that trouble begins.
   */
  tell(id: string, detailType: string[], topic: Topic, undelivered: Queue): void {
    const rule = new Rule(this, id, {
      description: `Mails ${detailType.join(" and ")}.`,
      eventBus: this.bus,
      eventPattern: { source: ["feedloom"], detailType },
    });
    rule.addTarget(
      new SnsTopic(topic, {
        // As JSON: words of Meta's or a feed's in a sentence of ours would have to be quoted right.
        message: RuleTargetInput.fromEventPath("$.detail"),
        deadLetterQueue: undelivered,
        // By a role that is lent to this account's rules only: the topic's policy would let in the EventBridge of anybody.
        role: new Role(rule, "EventsRole", {
          assumedBy: new ServicePrincipal("events.amazonaws.com", {
            conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
          }),
        }),
      }),
    );
  }
}

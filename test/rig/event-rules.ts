import * as z from "zod";
import { type DeployedStack, place } from "./deployed-stack.ts";

/** How often, and for how long, AWS tries to hand a call over. Not how often a function that failed is tried again. */
const retryPolicySchema = z.strictObject({
  MaximumEventAgeInSeconds: z.int(),
  MaximumRetryAttempts: z.int(),
});
export type RetryPolicy = z.output<typeof retryPolicySchema>;

const deadLetterSchema = z.strictObject({ Arn: z.string() });

/** Only what is equal to one of a list; EventBridge's further comparisons the rig does not know. */
const patternSchema = z.strictObject({
  source: z.array(z.string()).optional(),
  "detail-type": z.array(z.string()).optional(),
});

const ruleSchema = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  EventBusName: z.string(),
  EventPattern: patternSchema,
  State: z.literal("ENABLED"),
  Targets: z.array(
    z.strictObject({
      Id: z.string(),
      Arn: z.string(),
      RoleArn: z.string().optional(),
      DeadLetterConfig: deadLetterSchema.optional(),
      RetryPolicy: retryPolicySchema.optional(),
      InputPath: z.literal("$.detail").optional(),
    }),
  ),
});

const scheduleSchema = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  ScheduleExpression: z.string().regex(/^(rate|cron)\(.+\)$/),
  FlexibleTimeWindow: z.strictObject({ Mode: z.literal("OFF") }),
  State: z.literal("ENABLED").optional(),
  Target: z.strictObject({
    Arn: z.string(),
    RoleArn: z.string(),
    Input: z.string(),
    DeadLetterConfig: deadLetterSchema.optional(),
    RetryPolicy: retryPolicySchema.optional(),
  }),
});

/** A way by which AWS hands something over by itself: a rule or a schedule, and one target of it. */
export interface Trigger {
  /** The rule's or the schedule's logical id. */
  id: string;
  /** A function, or a topic. */
  targetArn: string;
  /** A schedule calls with a role, and so may a rule; else the target's own policy lets it in, on behalf of its ARN. */
  by: { kind: "rule"; arn: string; roleArn: string | undefined } | { kind: "schedule"; roleArn: string };
  retryPolicy: RetryPolicy | undefined;
  deadLetters: string | undefined;
}

export interface Rule extends Trigger {
  bus: string;
  pattern: z.output<typeof patternSchema>;
  /** Only the event's detail is handed over. */
  isDetailOnly: boolean;
}

export interface Schedule extends Trigger {
  expression: string;
  input: unknown;
}

export function rulesOf(stack: DeployedStack): Rule[] {
  return stack.resources("AWS::Events::Rule").flatMap(({ id, properties }) => {
    const { EventBusName: bus, EventPattern: pattern, Targets } = ruleSchema.parse(properties);
    return Targets.map((target) => ({
      id,
      bus,
      pattern,
      targetArn: target.Arn,
      isDetailOnly: target.InputPath !== undefined,
      by: { kind: "rule", arn: stack.arn(id), roleArn: target.RoleArn } as const,
      retryPolicy: target.RetryPolicy,
      deadLetters: target.DeadLetterConfig?.Arn,
    }));
  });
}

export function schedulesOf(stack: DeployedStack): Schedule[] {
  return stack.resources("AWS::Scheduler::Schedule").map(({ id, properties }) => {
    const { ScheduleExpression: expression, Target } = scheduleSchema.parse(properties);
    return {
      id,
      expression,
      input: JSON.parse(Target.Input),
      targetArn: Target.Arn,
      by: { kind: "schedule", roleArn: Target.RoleArn },
      retryPolicy: Target.RetryPolicy,
      deadLetters: Target.DeadLetterConfig?.Arn,
    };
  });
}

/** An event as EventBridge hands it to a target. */
export interface Envelope {
  version: "0";
  id: string;
  "detail-type": string;
  source: string;
  account: string;
  time: string;
  region: string;
  resources: string[];
  detail: unknown;
}

export function envelope(
  event: { source: string; type: string; detail: unknown },
  id: string,
  at: Date,
): Envelope {
  return {
    version: "0",
    id,
    "detail-type": event.type,
    source: event.source,
    account: place.account,
    time: `${at.toISOString().slice(0, 19)}Z`,
    region: place.region,
    resources: [],
    detail: event.detail,
  };
}

export function fits({ pattern }: Rule, event: Envelope): boolean {
  const sources = pattern.source ?? [event.source];
  const types = pattern["detail-type"] ?? [event["detail-type"]];
  return sources.includes(event.source) && types.includes(event["detail-type"]);
}

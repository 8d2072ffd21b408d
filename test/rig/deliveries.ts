import type { Envelope, RetryPolicy, Rule, Schedule, Trigger } from "./event-rules.ts";
import type { Functions } from "./functions.ts";
import type { Outcome } from "./lambda-process.ts";
import type { Permissions } from "./permissions.ts";
import type { RigClock } from "./rig-clock.ts";

/** A call that AWS is about to make by itself. */
export interface Delivery {
  /** Counted from 1. */
  number: number;
  /** The rule's or schedule's logical id. */
  trigger: string;
  targetArn: string;
  event: unknown;
  /** How AWS tries to hand it over. */
  retryPolicy: RetryPolicy | undefined;
}

/**
 * What becomes of it. EventBridge and Scheduler deliver at least once: so `twice` is something that happens. `late` waits
 * for {@link Deliveries.release}; `lose` stands for what should not happen and is survived all the same; `refuse` is a
 * target that does not take it until the retry policy is used up: it goes to the dead-letter queue.
 */
export type Handling = "deliver" | "twice" | "late" | "lose" | "refuse";

/** What stands in the dead-letter queue. */
export interface DeadLetter {
  queue: string;
  trigger: string;
  event: unknown;
}

/** What was published on a topic: somebody gets it by mail. */
export interface Notice {
  topic: string;
  message: unknown;
}

/** Lambda's own pauses before it tries a failed asynchronous call again. @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const pausesInMinutes = [1, 2];

/** The calls that AWS makes by itself: asynchronous, by the template's rules and schedules. */
export class Deliveries {
  readonly #functions: Functions;
  readonly #permissions: Permissions;
  readonly #clock: RigClock;
  readonly #running = new Set<Promise<void>>();
  readonly #faults: unknown[] = [];
  #late: (() => Promise<unknown>)[] = [];
  #count = 0;
  handle: (delivery: Delivery) => Handling = () => "deliver";
  readonly deadLetters: DeadLetter[] = [];
  readonly notices: Notice[] = [];

  constructor(functions: Functions, permissions: Permissions, clock: RigClock) {
    this.#functions = functions;
    this.#permissions = permissions;
    this.#clock = clock;
  }

  /** Hands an event to a rule's target, in the background; see {@link settled}. */
  send(rule: Rule, event: Envelope): void {
    this.#inBackground(this.#deliver(rule, rule.isDetailOnly ? event.detail : event));
  }

  /** What a schedule does when its time has come. @returns how the call ended; undefined when there was none. */
  fire(schedule: Schedule): Promise<Outcome | undefined> {
    return this.#deliver(schedule, schedule.input);
  }

  /** Delivers what was to be late. */
  release(): void {
    for (const deliver of this.#late.splice(0)) this.#inBackground(deliver());
  }

  /** Resolves when nothing runs any more that AWS started by itself, with all that came of it. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
    if (this.#faults.length > 0) throw this.#faults[0];
  }

  #inBackground(work: Promise<unknown>): void {
    const running: Promise<void> = work
      .then(() => {})
      .catch((error: unknown) => void this.#faults.push(error))
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async #deliver(trigger: Trigger, event: unknown): Promise<Outcome | undefined> {
    this.#count += 1;
    const { id, targetArn, retryPolicy } = trigger;
    const delivery = { number: this.#count, trigger: id, targetArn, event, retryPolicy };
    const handling = this.#mayCall(trigger) ? this.handle(delivery) : "refuse";
    switch (handling) {
      case "deliver":
        return this.#handOver(targetArn, event);
      case "twice":
        return (await Promise.all([this.#handOver(targetArn, event), this.#handOver(targetArn, event)]))[0];
      case "late":
        this.#late.push(() => this.#handOver(targetArn, event));
        return undefined;
      case "refuse":
        this.#bury(trigger, event);
        return undefined;
      case "lose":
        return undefined;
    }
  }

  /** A function is called with as many tries as its asynchronous calls have, and the clock turned on in between. */
  async #handOver(targetArn: string, event: unknown): Promise<Outcome | undefined> {
    if (isTopic(targetArn)) {
      this.notices.push({ topic: targetArn, message: event });
      return undefined;
    }
    const retries = this.#functions.retriesOfFailures(targetArn);
    let outcome = await this.#functions.invoke(targetArn, event);
    for (let attempt = 0; attempt < retries && outcome.functionError !== undefined; attempt += 1) {
      this.#clock.advance({ minutes: pausesInMinutes[attempt] ?? 0 });
      outcome = await this.#functions.invoke(targetArn, event);
    }
    return outcome;
  }

  #mayCall({ targetArn, by }: Trigger): boolean {
    const action = isTopic(targetArn) ? "sns:Publish" : "lambda:InvokeFunction";
    const service = by.kind === "rule" ? "events.amazonaws.com" : "scheduler.amazonaws.com";
    if (by.kind === "rule" && by.roleArn === undefined)
      return this.#permissions.allows(service, action, targetArn, by.arn);
    const role = this.#permissions.roleNamed(by.roleArn ?? "");
    const mayAssume = this.#permissions.mayAssume(service, role);
    return mayAssume && this.#permissions.allows(role, action, targetArn);
  }

  #bury({ id, by, deadLetters: queue }: Trigger, event: unknown): void {
    if (queue === undefined) return;
    const action = "sqs:SendMessage";
    const mayTell =
      by.kind === "rule"
        ? this.#permissions.allows("events.amazonaws.com", action, queue, by.arn)
        : this.#permissions.allows(this.#permissions.roleNamed(by.roleArn), action, queue);
    if (mayTell) this.deadLetters.push({ queue, trigger: id, event });
  }
}

function isTopic(arn: string): boolean {
  return arn.startsWith("arn:aws:sns:");
}

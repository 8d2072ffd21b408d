import * as z from "zod";
import { eventSource } from "../../functions/core/events.ts";
import { environmentNames } from "../../functions/runtime/environment.ts";
import { type SandboxOptions, startSandbox } from "../../sandbox/start-sandbox.ts";
import { startDynalite } from "../support/dynalite.ts";
import { FakeEventBridge } from "../support/fake-event-bridge.ts";
import { FakeSecretsManager } from "../support/fake-secrets-manager.ts";
import { savedEvents } from "./console-events.ts";
import { Deliveries, type Delivery, type Handling } from "./deliveries.ts";
import { DeployedStack } from "./deployed-stack.ts";
import { envelope, fits, rulesOf, schedulesOf } from "./event-rules.ts";
import { Functions } from "./functions.ts";
import { type Call, Gate, type Verdict } from "./gate.ts";
import { HttpFront } from "./http-front.ts";
import type { Outcome } from "./lambda-process.ts";
import { Permissions } from "./permissions.ts";
import { RigClock } from "./rig-clock.ts";

/** What is deployed: a template, and where the code of its functions is. */
export interface Deployable {
  template: unknown;
  /** By the function's logical id: the folder that would be uploaded. */
  codeOf(id: string): string;
}

/** Emulated, at least as far as the stack uses them. */
const emulated = [
  "AWS::ApiGatewayV2::Api",
  "AWS::ApiGatewayV2::Integration",
  "AWS::ApiGatewayV2::Route",
  "AWS::ApiGatewayV2::Stage",
  "AWS::DynamoDB::Table",
  "AWS::Events::EventBus",
  "AWS::Events::Rule",
  "AWS::IAM::Policy",
  "AWS::IAM::Role",
  "AWS::Lambda::EventInvokeConfig",
  "AWS::Lambda::Function",
  "AWS::Lambda::Permission",
  "AWS::Logs::LogGroup",
  "AWS::SNS::Topic",
  "AWS::SNS::TopicPolicy",
  "AWS::SQS::Queue",
  "AWS::SQS::QueuePolicy",
  "AWS::Scheduler::Schedule",
  "AWS::SecretsManager::Secret",
];
/** They only watch, or are there for a person: nothing of them is there, and nothing that runs misses them. */
const lookedAt = [
  "AWS::CDK::Metadata",
  "AWS::CloudWatch::Alarm",
  "AWS::CloudWatch::CompositeAlarm",
  "AWS::CloudWatch::Dashboard",
  "AWS::EventSchemas::Registry",
  "AWS::EventSchemas::Schema",
  "AWS::Logs::MetricFilter",
  "AWS::Logs::QueryDefinition",
  "AWS::SNS::Subscription",
];

const secretSchema = z.strictObject({
  Name: z.string(),
  Description: z.string().optional(),
  SecretString: z.string(),
  Tags: z.unknown().optional(),
});
const busSchema = z.object({ Name: z.string() });

export interface CloudOptions {
  sandbox?: Omit<SandboxOptions, "clock">;
}

type Judge = (call: Call) => Verdict | Promise<Verdict>;

export type Cloud = Awaited<ReturnType<typeof startCloud>>;

/**
 * The stack at work on this machine, without AWS: each function's bundle in processes of its own under AWS's runtime
 * client, DynamoDB, Secrets Manager, EventBridge, Scheduler and the HTTP API as stand-ins on loopback, each with what the
 * template says of it, and Threads as the sandbox. Who may do what is taken from the template's policies.
 *
 * What it does not emulate it refuses, at the start or when it is asked for. What it cannot show: throttling, quotas,
 * AWS's own failures and delays, IAM beyond plain Allow, KMS, TTL.
 */
export async function startCloud(deployable: Deployable, options: CloudOptions = {}) {
  refuseUnknownTypes(new DeployedStack(deployable.template, ""));
  const front = await HttpFront.open();
  const stack = new DeployedStack(deployable.template, front.url);
  const clock = new RigClock();
  const sandbox = await startSandbox({ ...options.sandbox, clock });
  const dynamo = await startDynalite();
  for (const { properties } of stack.resources("AWS::DynamoDB::Table")) await dynamo.makeTable(properties);
  const { secrets, arns } = secretsOf(stack);
  const permissions = new Permissions(stack);
  const functions = new Functions({
    stack,
    clock,
    permissions,
    codeOf: deployable.codeOf,
    // Not set by the stack, which knows only Meta and the web.
    environment: (threads) => ({
      [environmentNames.graphUrl]: threads,
      [environmentNames.authorizeUrl]: sandbox.authorizeUrl,
      [environmentNames.allowPrivateFeeds]: "1",
    }),
    gate: () => gate,
  });
  const deliveries = new Deliveries(functions, permissions, clock);
  const events = eventsOf(stack, clock, deliveries);
  let judge: Judge = () => "go";
  const gate = await Gate.open({
    clock,
    permissions,
    roleOf: functions.roleOf,
    secretArn: (name) => arns.get(name),
    dynamoDB: dynamo.endpoint,
    threads: sandbox.graphUrl,
    fakes: { ...secrets.actions, ...events.actions },
    judge: (call) => judge(call),
  });
  front.serve(stack, {
    clock,
    call: async (functionArn, sourceArn, event) =>
      permissions.allows("apigateway.amazonaws.com", "lambda:InvokeFunction", functionArn, sourceArn)
        ? functions.invoke(functionArn, event)
        : undefined,
  });
  return {
    clock,
    sandbox,
    dynamo,
    secrets,
    events,
    permissions,
    /** Logs, answers and starts are here. */
    functions,
    /** What AWS calls by itself, and the dead-letter queue. */
    deliveries,
    /** Every call that a function made. */
    calls: gate.calls,
    /** What the stack's outputs say. */
    outputs: stack.outputs,
    /** Where the HTTP API is, without a slash at its end. */
    httpUrl: front.url,
    /** Asks for every call of a function to AWS or Threads what becomes of it. Until a promise is settled it is held back. */
    onCall(asked: Judge): void {
      judge = asked;
    },
    /** Asks for every call that AWS makes by itself what becomes of it, from now on. */
    onDelivery(asked: (delivery: Delivery) => Handling): void {
      deliveries.handle = asked;
    },
    /** Puts an event on the stack's bus, as a function would. */
    announce(type: string, detail: unknown): void {
      const [bus = ""] = busesOf(stack);
      const entry = {
        EventBusName: bus,
        Source: eventSource,
        DetailType: type,
        Detail: JSON.stringify(detail),
      };
      events.actions["AWSEvents.PutEvents"]?.({ Entries: [entry] });
    },
    /** Calls a function as a person does, and waits. @param name - as the outputs have it. */
    invoke: (name: string, payload: unknown): Promise<Outcome> => functions.invoke(name, payload),
    /** The test events that the stack saves for a function, by their names. */
    savedEvents: (name: string) => savedEvents(stack, name),
    /** Its time has come: the template's schedule calls the function, with what it sends. */
    async fireSchedule(functionName: string): Promise<Outcome | undefined> {
      const found = schedulesOf(stack).find(({ targetArn }) => targetArn.endsWith(`:${functionName}`));
      if (found === undefined) throw new Error(`${functionName} has no schedule`);
      return deliveries.fire(found);
    },
    /** Resolves when all that events have started has ended; rejects when something in the rig itself went wrong. */
    async settled(): Promise<void> {
      await deliveries.settled();
      const [fault] = [...gate.faults, ...front.faults];
      if (fault !== undefined) throw fault;
    },
    async close(): Promise<void> {
      await functions.close();
      await Promise.all([front.close(), gate.close(), sandbox.close(), dynamo.close()]);
      clock.close();
    },
  };
}

function refuseUnknownTypes(stack: DeployedStack): void {
  const unknown = [...stack.types].filter((type) => !emulated.includes(type) && !lookedAt.includes(type));
  if (unknown.length === 0) return;
  throw new Error(`the rig does not know ${unknown.join(", ")}: emulate it, or name it as only looked at`);
}

function secretsOf(stack: DeployedStack): { secrets: FakeSecretsManager; arns: Map<string, string> } {
  const secrets = new FakeSecretsManager();
  const arns = new Map<string, string>();
  for (const { id, properties } of stack.resources("AWS::SecretsManager::Secret")) {
    const { Name, SecretString } = secretSchema.parse(properties);
    secrets.create(Name, SecretString);
    arns.set(Name, stack.ref(id));
  }
  return { secrets, arns };
}

/** What is put on a bus of the stack goes to the targets of the rules that it fits. */
function eventsOf(stack: DeployedStack, clock: RigClock, deliveries: Deliveries): FakeEventBridge {
  const buses = busesOf(stack);
  const rules = rulesOf(stack);
  return new FakeEventBridge((event, id) => {
    if (!buses.includes(event.bus)) throw new Error(`there is no bus ${event.bus}`);
    const whole = envelope(event, id, clock.now());
    for (const rule of rules) if (rule.bus === event.bus && fits(rule, whole)) deliveries.send(rule, whole);
  });
}

function busesOf(stack: DeployedStack): string[] {
  return stack.resources("AWS::Events::EventBus").map(({ properties }) => busSchema.parse(properties).Name);
}

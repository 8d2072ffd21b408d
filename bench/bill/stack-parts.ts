import type { Template } from "aws-cdk-lib/assertions";
import * as z from "zod";
import { figureNames } from "../../functions/runtime/metrics.ts";
import { synthesizedTemplate } from "../../test/support/synthesized.ts";

const memory = z.record(z.string(), z.object({ Properties: z.object({ MemorySize: z.number() }) }));
const schedules = z.record(
  z.string(),
  z.object({ Properties: z.object({ ScheduleExpression: z.string() }) }),
);
const alarms = z.record(
  z.string(),
  z.object({ Properties: z.object({ Metrics: z.array(z.unknown()).optional() }) }),
);

const jobs = {
  poller: "FeedPoller",
  publisher: "Publisher",
  refresher: "TokenRefresher",
  callback: "OAuthCallback",
};
export type Job = keyof typeof jobs;

/** What of the stack is paid whether it does something or not, and what its work is paid by. */
export interface StackParts {
  secrets: number;
  secretsPerAccount: number;
  resources: number;
  resourcesPerAccount: number;
  /** Metrics that alarms watch: what alarms are billed by. */
  alarms: number;
  dashboards: number;
  /** Custom metrics, which the jobs write into their logs. */
  metrics: number;
  memoryInGb: Record<Job, number>;
  ticksPerHour: number;
}

/** Read from the template itself, synthesized with one account and with two: the difference is what a further one adds. */
export function stackParts(): StackParts {
  const [one, two] = [synthesizedTemplate(["one"]), synthesizedTemplate(["one", "another"])];
  const [secrets, secretsOfTwo] = [countOf(one, secret), countOf(two, secret)];
  const [resources, resourcesOfTwo] = [allOf(one), allOf(two)];
  const watched = Object.values(alarms.parse(one.findResources("AWS::CloudWatch::Alarm")));
  return {
    secrets: 2 * secrets - secretsOfTwo,
    secretsPerAccount: secretsOfTwo - secrets,
    resources: 2 * resources - resourcesOfTwo,
    resourcesPerAccount: resourcesOfTwo - resources,
    alarms: watched.reduce((sum, { Properties }) => sum + (Properties.Metrics?.length ?? 1), 0),
    dashboards: countOf(one, "AWS::CloudWatch::Dashboard"),
    metrics: figureNames.length,
    memoryInGb: memoryOf(one),
    ticksPerHour: ticksPerHourOf(one),
  };
}

const secret = "AWS::SecretsManager::Secret";
const countOf = (template: Template, type: string) => Object.keys(template.findResources(type)).length;
const allOf = (template: Template) => Object.keys(template.toJSON().Resources).length;

function memoryOf(template: Template): Record<Job, number> {
  const functions = Object.entries(memory.parse(template.findResources("AWS::Lambda::Function")));
  const of = (job: Job) => {
    const found = functions.find(([id]) => id.startsWith(jobs[job]));
    if (found === undefined) throw new Error(`the template has no function of ${jobs[job]}`);
    return found[1].Properties.MemorySize / 1024;
  };
  return {
    poller: of("poller"),
    publisher: of("publisher"),
    refresher: of("refresher"),
    callback: of("callback"),
  };
}

function ticksPerHourOf(template: Template): number {
  const found = Object.values(schedules.parse(template.findResources("AWS::Scheduler::Schedule")));
  const rates = found.flatMap(
    ({ Properties }) => /^rate\((\d+) minutes\)$/.exec(Properties.ScheduleExpression) ?? [],
  );
  const minutes = Number(rates[1]);
  if (rates.length !== 2 || !(minutes > 0)) throw new Error("the template has no single rate in minutes");
  return 60 / minutes;
}

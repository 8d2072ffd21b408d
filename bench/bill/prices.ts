/** When these prices were set down. They are list prices as AWS publishes them; look at the pages before relying on them. */
export const pricesAsOf = "2026-11";
export const pricesRegion = "us-east-1";

export interface Price {
  /** As it stands in the table. */
  what: string;
  /** What one unit is. */
  unit: string;
  /** Of one unit, in dollars. */
  dollars: number;
  /** Units a month for which nothing is paid, for as long as one has the AWS account. */
  free: number;
  source: string;
}

const million = 1e6;
const page = (name: string) => `https://aws.amazon.com/${name}/pricing/`;

/** What Feedloom pays for: on-demand prices, arm64, no trial offers, no support, no taxes. */
export const prices = {
  functionRuns: {
    what: "Lambda runs",
    unit: "run",
    dollars: 0.2 / million,
    free: million,
    source: page("lambda"),
  },
  functionTime: {
    what: "Lambda time",
    unit: "GB-second",
    dollars: 0.0000133334,
    free: 400_000,
    source: page("lambda"),
  },
  tableReads: {
    what: "DynamoDB reads",
    unit: "request unit",
    dollars: 0.125 / million,
    free: 0,
    source: page("dynamodb"),
  },
  tableWrites: {
    what: "DynamoDB writes",
    unit: "request unit",
    dollars: 0.625 / million,
    free: 0,
    source: page("dynamodb"),
  },
  tableStorage: { what: "DynamoDB storage", unit: "GB", dollars: 0.25, free: 25, source: page("dynamodb") },
  tableBackups: { what: "DynamoDB backups", unit: "GB", dollars: 0.2, free: 0, source: page("dynamodb") },
  secrets: { what: "Secrets", unit: "secret", dollars: 0.4, free: 0, source: page("secrets-manager") },
  secretCalls: {
    what: "Secrets' calls",
    unit: "call",
    dollars: 0.05 / 10_000,
    free: 0,
    source: page("secrets-manager"),
  },
  events: { what: "EventBridge", unit: "event", dollars: 1 / million, free: 0, source: page("eventbridge") },
  schedules: {
    what: "Scheduler",
    unit: "call",
    dollars: 1 / million,
    free: 14 * million,
    source: page("eventbridge"),
  },
  httpRequests: {
    what: "HTTP API",
    unit: "request",
    dollars: 1 / million,
    free: 0,
    source: page("api-gateway"),
  },
  alarms: { what: "Alarms", unit: "watched metric", dollars: 0.1, free: 10, source: page("cloudwatch") },
  metrics: { what: "Metrics", unit: "metric", dollars: 0.3, free: 10, source: page("cloudwatch") },
  dashboards: { what: "Dashboards", unit: "dashboard", dollars: 3, free: 3, source: page("cloudwatch") },
  logs: { what: "Logs", unit: "GB", dollars: 0.5, free: 5, source: page("cloudwatch") },
  dataOut: { what: "Data out", unit: "GB", dollars: 0.09, free: 100, source: page("ec2/on-demand") },
} as const satisfies Record<string, Price>;

export type PriceName = keyof typeof prices;

/** In the order of the table. */
export const priceNames: PriceName[] = [
  "secrets",
  "secretCalls",
  "functionTime",
  "functionRuns",
  "tableReads",
  "tableWrites",
  "tableStorage",
  "tableBackups",
  "events",
  "schedules",
  "httpRequests",
  "alarms",
  "metrics",
  "dashboards",
  "logs",
  "dataOut",
];

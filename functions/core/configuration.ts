import type * as z from "zod";
import {
  type accountSchema,
  configurationSchema,
  type destroyPolicies,
  type routeSchema,
} from "./configuration-schema.ts";
import { FeedloomError } from "./errors.ts";

/** What stands in `feedloom.config.ts`: the short forms and the long ones. */
export interface ConfigurationInput {
  accounts: (string | z.input<typeof accountSchema>)[];
  feeds: (string | z.input<typeof routeSchema>)[];
  contact?: string;
  scopes?: string[];
  alarmEmail?: string;
  callbackConcurrency?: number;
  onDestroy?: (typeof destroyPolicies)[number];
}

/** What posting needs. @see https://developers.facebook.com/docs/threads/get-started (read 2026-04) */
const neededScopes = ["threads_basic", "threads_content_publish"];

/** A chain's parts are replies, and finding one whose answer was lost means reading them. */
const chainScopes = ["threads_manage_replies", "threads_read_replies"];

/** One feed on its way to one or more accounts. */
export type Route = Omit<z.output<typeof routeSchema>, "accounts"> & { accounts: string[] };

/** The configuration in its long form, checked. */
export interface Configuration {
  accounts: z.output<typeof accountSchema>[];
  routes: Route[];
  contact?: string;
  /** The permissions to ask for, those that posting needs first. */
  scopes: string[];
  alarmEmail?: string;
  callbackConcurrency?: number;
  /** Absent: `keep`. */
  onDestroy?: (typeof destroyPolicies)[number];
}

/** Only gives the object its type, so that an editor completes and checks it; a plain object does as well. */
export function defineConfig(configuration: ConfigurationInput): ConfigurationInput {
  return configuration;
}

/**
 * Checks a configuration and fills in what was left out.
 *
 * @param input - what the configuration file's default export is; anything.
 * @param where - how the file is called in the error.
 * @throws FeedloomError `CONFIG_INVALID` - naming each wrong field, what it holds, and what it must be.
 */
export function readConfiguration(input: unknown, where = "feedloom.config.ts"): Configuration {
  const read = configurationSchema.safeParse(input);
  if (!read.success) {
    const found = read.error.issues.map((issue) => describe(issue, input)).join("; ");
    throw new FeedloomError("CONFIG_INVALID", `${where}: ${found}`);
  }
  const { accounts } = read.data;
  const names = accounts.map((account) => account.username);
  const routes = read.data.feeds.map((route) => ({ ...route, accounts: route.accounts ?? names }));
  refuseContradictions(names, routes, where);
  const { scopes: further = [], feeds: _, accounts: __, ...rest } = read.data;
  const forChains = routes.some(({ style }) => style === "chain") ? chainScopes : [];
  const scopes = [...new Set([...neededScopes, ...forChains, ...further])];
  return { accounts, routes, scopes, ...rest };
}

/** Whether it is still the one that comes with Feedloom, which names nobody's feed and profile. */
export function hasPlaceholders({ accounts, routes }: Configuration): boolean {
  return (
    accounts.some(({ username }) => username === "your_threads_username") ||
    routes.some(({ url }) => URL.parse(url)?.hostname.endsWith(".example"))
  );
}

function refuseContradictions(names: string[], routes: Route[], where: string): void {
  const twice = (values: string[]) => values.find((value, index) => values.indexOf(value) !== index);
  const account = twice(names);
  if (account !== undefined) {
    throw new FeedloomError("CONFIG_INVALID", `${where}: accounts names "${account}" twice; name it once`);
  }
  const feed = twice(routes.map((route) => route.url));
  if (feed !== undefined) {
    throw new FeedloomError(
      "CONFIG_INVALID",
      `${where}: feeds names ${feed} twice; name it once, with all its accounts`,
    );
  }
  for (const [index, route] of routes.entries()) {
    const stranger = route.accounts.find((name) => !names.includes(name));
    if (stranger !== undefined) {
      throw new FeedloomError(
        "CONFIG_INVALID",
        `${where}: feeds[${index}].accounts names "${stranger}", which accounts does not; add it there or correct it here`,
      );
    }
  }
}

/** One wrong field: where it is, what it must be, and what it is. */
function describe(issue: z.core.$ZodIssue, input: unknown): string {
  const path = issue.path
    .map((part, index) =>
      typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${String(part)}`,
    )
    .join("");
  const place = path === "" ? "the configuration" : path;
  if (issue.code === "unrecognized_keys") {
    return `${place} has no field ${issue.keys.map((key) => `"${key}"`).join(", ")}; correct its name or remove it`;
  }
  const value = valueAt(input, issue.path);
  if (value === undefined && issue.code === "invalid_type")
    return `${place} is missing; it is ${named(issue.expected)}`;
  const wanted =
    issue.code === "invalid_type" ? `must be ${named(issue.expected)}` : lowerFirst(issue.message);
  return `${place} ${wanted}; it is ${printable(value)}`;
}

/** The value at a path; for a short form, the text that stands for the whole object. */
function valueAt(value: unknown, path: PropertyKey[]): unknown {
  const [first, ...rest] = path;
  if (first === undefined || typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return undefined;
  return valueAt(Object.entries(value).find(([key]) => key === String(first))?.[1], rest);
}

function named(kind: string): string {
  if (kind === "array") return "a list";
  return /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`;
}

function printable(value: unknown): string {
  const text = typeof value === "function" ? "a function" : (JSON.stringify(value) ?? "undefined");
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

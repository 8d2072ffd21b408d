import * as z from "zod";
import { audienceSchema } from "./content.ts";
import { FeedloomError } from "./errors.ts";
import { styles } from "./post.ts";

/**
 * A Threads username as people write it: letters, digits, points and underscores, at most 30, a leading `@`
 * allowed. Kept without it, in lower case, as Threads shows it.
 */
const username = z
  .string()
  .trim()
  .transform((name) => name.replace(/^@/, "").toLowerCase())
  .refine((name) => /^[a-z0-9._]{1,30}$/.test(name), {
    error: "must be a Threads username (letters, digits, points and underscores, at most 30)",
  });

const feedAddress = z
  .string()
  .trim()
  .refine((address) => /^(https?|file):\/\/\S+$/i.test(address) && URL.canParse(address), {
    error: "must be the address of a feed, starting with https:// or http://",
  });

/** Without tokens nobody can post, without the ledger everything would be posted anew: so both stay, unless told otherwise. */
export const destroyPolicies = ["keep", "remove-everything"] as const;

const routeSchema = z.strictObject({
  /** The feed's address. */
  url: feedAddress,
  /** Which of the configured accounts get its entries; all of them by default. */
  accounts: z.array(username).min(1).exactOptional(),
  style: z.enum(styles, { error: `must be one of ${styles.join(", ")}` }).default("link"),
  ...audienceSchema.shape,
  /** Covers pictures and videos until they are tapped. */
  isSpoiler: z.boolean().exactOptional(),
  /** How many of the newest entries to post when the feed is seen for the first time; the others are skipped. */
  backfill: z.int().min(0).max(1000).default(0),
  /** More new entries at once than this are held, since a quiet blog does not write that many between two looks. */
  floodLimit: z.int().min(1).max(1000).default(10),
});

const accountSchema = z.strictObject({ username });

/** The short form of a field is the long form with one field: so an error names the same path for both. */
const short = <Schema extends z.ZodType>(field: string, schema: Schema) =>
  z.preprocess((value) => (typeof value === "string" ? { [field]: value } : value), schema);

const configurationSchema = z.strictObject({
  accounts: z
    .array(short("username", accountSchema))
    .min(1, { error: "must name at least one Threads username" }),
  feeds: z.array(short("url", routeSchema)).min(1, { error: "must name at least one feed" }),
  /** A page or mail address where a feed's maker reaches you; sent in the User-Agent when feeds are fetched. */
  contact: z
    .string()
    .trim()
    .regex(/^(https:\/\/\S+|mailto:\S+@\S+)$/, { error: "must be an https:// page or a mailto: address" })
    .exactOptional(),
  /** Further permissions to ask for at Connect, beyond the two that posting needs. */
  scopes: z
    .array(
      z.string().regex(/^threads_[a-z_]+$/, {
        error: "must be a permission of Meta's, such as threads_manage_replies",
      }),
    )
    .exactOptional(),
  /** Where the stack's alarms are sent. AWS mails there once to ask whether that is wanted. */
  alarmEmail: z
    .string()
    .trim()
    .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, { error: "must be a mail address" })
    .exactOptional(),
  /** What `cdk destroy` does with tokens and ledger; what was last deployed counts. */
  onDestroy: z
    .enum(destroyPolicies, { error: `must be one of ${destroyPolicies.join(", ")}` })
    .exactOptional(),
});

/** What stands in `feedloom.config.ts`: the short forms and the long ones. */
export interface ConfigurationInput {
  accounts: (string | z.input<typeof accountSchema>)[];
  feeds: (string | z.input<typeof routeSchema>)[];
  contact?: string;
  scopes?: string[];
  alarmEmail?: string;
  onDestroy?: (typeof destroyPolicies)[number];
}

/** What posting needs. @see https://developers.facebook.com/docs/threads/get-started (read 2026-04) */
export const neededScopes = ["threads_basic", "threads_content_publish"];

/** A chain's parts are replies, and finding one whose answer was lost means reading them. */
const chainScopes = ["threads_manage_replies", "threads_read_replies"];

/** One feed on its way to one or more accounts. */
export type Route = Omit<z.output<typeof routeSchema>, "accounts"> & { accounts: string[] };

/** The configuration in its long form, checked. */
export interface Configuration {
  accounts: { username: string }[];
  routes: Route[];
  contact?: string;
  /** The permissions to ask for, those that posting needs first. */
  scopes: string[];
  alarmEmail?: string;
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

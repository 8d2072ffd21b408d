import * as z from "zod";
import { type SandboxBehaviour, usualBehaviour } from "./behaviour.ts";
import { containerFailures } from "./world.ts";

const seconds = z.number().nonnegative();
const count = z.int().nonnegative();

/** What a behaviour may be set to. */
const shape = {
  grantedScopes: z.union([z.literal("as-requested"), z.array(z.string())]),
  usedCodeAnswer: z.enum(["flat", "graph"]),
  badRedirectAnswer: z.enum(["flat", "graph"]),
  refreshBeforeADay: z.enum(["refuse", "allow"]),
  oldTokenAfterRefresh: z.enum(["valid", "invalid"]),
  deadTokenStatus: z.union([z.literal(400), z.literal(401)]),
  missingPermission: z.enum(["code-10", "empty-500"]),
  appTokenForDebug: z.enum(["accept", "refuse"]),
  textCount: z.enum(["docs", "bytes", "code-points"]),
  linkLimit: count,
  bareLinks: z.enum(["ignore", "count"]),
  linkLimitAnswer: z.enum(["message", "code"]),
  textReadySeconds: seconds,
  imageReadySeconds: seconds,
  videoReadySeconds: seconds,
  carouselReadySeconds: seconds,
  badImage: z.enum(["error-later", "refuse-at-creation"]),
  badVideo: z.enum(["error-later", "refuse-at-creation"]),
  videoFailure: z.enum(containerFailures).nullable(),
  imageRedirects: z.enum(["refuse", "follow"]),
  unreadyChildren: z.enum(["refuse-at-creation", "refuse-at-publish"]),
  usedChildren: z.enum(["finished", "published"]),
  badLinkCard: z.enum(["plain-card", "refuse-at-creation"]),
  parentDelaySeconds: seconds,
  replyWithoutPermission: z.enum(["refuse", "allow-own"]),
  repliesList: z.enum(["answer", "refuse-in-development"]),
  publishedAfterADay: z.enum(["published", "expired", "gone"]),
  republish: z.enum(["same-id", "error", "second-post"]),
  postQuota: count,
  replyQuota: count,
  deleteQuota: count,
  quotaAnswer: z.strictObject({
    http: z.int(),
    code: z.int(),
    subcode: z.int().exactOptional(),
    message: z.string(),
  }),
  vanishAfterSeconds: seconds.nullable(),
  feedLagSeconds: seconds,
  deletedLingerSeconds: seconds,
  permalinkDelaySeconds: seconds,
  quotaLagSeconds: seconds,
  callAllowance: count,
  userLanguage: z.enum(["none", "en", "de", "ja"]),
} satisfies { [Name in keyof SandboxBehaviour]: z.ZodType<SandboxBehaviour[Name]> };
const settingSchema = z.strictObject(shape).partial();

const names = Object.keys(shape);

/** @param text - `name=value`; a value that is no plain word or number is JSON. @returns what is wrong, in words, or the setting. */
export function readSetting(text: string): Partial<SandboxBehaviour> | string {
  const at = text.indexOf("=");
  const name = text.slice(0, Math.max(at, 0));
  if (!names.includes(name)) return "It must be a name that --help lists, an equals sign and a value.";
  const read = settingSchema.safeParse({ [name]: parsed(text.slice(at + 1)) });
  return read.success ? given(read.data) : `${read.error.issues[0]?.message ?? "It cannot be that"}.`;
}

/** Each that is not as usual: "republish is second-post". */
export function describeSettings(behaviour: SandboxBehaviour): string[] {
  const usual = new Map(Object.entries(usualBehaviour).map(([name, value]) => [name, inWords(value)]));
  return Object.entries(behaviour)
    .map(([name, value]) => ({ name, words: inWords(value) }))
    .filter(({ name, words }) => usual.get(name) !== words)
    .map(({ name, words }) => `${name} is ${words}`);
}

/** For the help: every name, what it is where it is not set, and what else it can be. */
export function settingNames(): string {
  const usual = new Map<string, unknown>(Object.entries(usualBehaviour));
  return Object.entries(shape)
    .map(([name, schema]) => {
      const is = inWords(usual.get(name));
      const others = choicesOf(z.toJSONSchema(schema)).filter((choice) => choice !== is);
      return `  ${name.padEnd(24)}${is}${others.length === 0 ? "" : ` (or ${others.join(", ")})`}`;
    })
    .join("\n");
}

/** What a schema takes, in the words of a command line. */
function choicesOf(schema: z.core.JSONSchema.BaseSchema): string[] {
  if (schema.const !== undefined) return [inWords(schema.const)];
  if (schema.enum !== undefined) return schema.enum.map(inWords);
  if (schema.anyOf !== undefined)
    return schema.anyOf.flatMap((one) => (typeof one === "boolean" ? [] : choicesOf(one)));
  switch (schema.type) {
    case "integer":
      return ["any whole number"];
    case "number":
      return ["any number"];
    case "null":
      return ["null"];
    case "array":
      return ["a JSON list"];
    default:
      return ["such JSON"];
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function inWords(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function given(setting: z.output<typeof settingSchema>): Partial<SandboxBehaviour> {
  return Object.fromEntries(Object.entries(setting).filter(([, value]) => value !== undefined));
}

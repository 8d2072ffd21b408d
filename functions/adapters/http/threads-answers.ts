import * as z from "zod";
import type { ThreadsFault, ThreadsResult, ThreadsUsage } from "../../core/threads-fault.ts";
import { withoutSecretShapes } from "./threads-secrets.ts";

/** An answer of Meta's as it came, or how none came. */
export type RawAnswer =
  | { kind: "answer"; status: number; headers: Headers; body: string }
  | { kind: "no-answer" | "not-sent"; words: string };

/** Meta's ids are decimal text; the one place where it sends a bare number (the code exchange) is not read. */
const id = z.string().regex(/^\d+$/);

export const schemas = {
  id: z.object({ id }),
  /** `user_id` is a bare number above 2^53 in this answer: left alone, `/me` says it as text. */
  shortLivedToken: z.object({ access_token: z.string().min(1) }),
  /** Without its `expires_in`, should Meta ever leave that out, a granted token is still one. */
  longLivedToken: z.object({
    access_token: z.string().min(1),
    expires_in: z.number().positive().exactOptional(),
  }),
  profile: z.object({ id, username: z.string().min(1) }),
  inspection: z.object({
    data: z.object({
      scopes: z.array(z.string()).default([]),
      expires_at: z.number().exactOptional(),
      issued_at: z.number().exactOptional(),
    }),
  }),
  status: z.object({
    status: z.enum(["IN_PROGRESS", "FINISHED", "PUBLISHED", "ERROR", "EXPIRED"]),
    error_message: z.string().transform(withoutSecretShapes).exactOptional(),
  }),
  quota: z.object({
    data: z
      .array(z.object({ quota_usage: z.number(), config: z.object({ quota_total: z.number() }) }))
      .min(1),
  }),
  post: z.object({
    id,
    text: z.string().exactOptional(),
    media_type: z.string().exactOptional(),
    permalink: z.string().exactOptional(),
    timestamp: z.string().exactOptional(),
    link_attachment_url: z.string().exactOptional(),
    replied_to: z.object({ id }).exactOptional(),
  }),
};
export const postList = z.object({ data: z.array(schemas.post) });

/**
 * Decides what an answer is: what was asked for, one of Meta's error bodies (three shapes), or something that is
 * neither. Never throws.
 */
export function judge<Schema extends z.ZodType>(
  raw: RawAnswer,
  schema: Schema,
): ThreadsResult<z.output<Schema>> {
  if (raw.kind !== "answer") return { ok: false, fault: { kind: raw.kind, words: raw.words } };
  const usage = readUsage(raw.headers.get("x-business-use-case-usage"));
  const withUsage = { ...(usage === undefined ? {} : { usage }), ...answeredAt(raw.headers) };
  const json = parseJson(raw.body);
  const fault = readFault(json, raw.status);
  if (fault !== undefined) {
    const { minutesToRegainAccess = 0 } = usage ?? {};
    const regain = minutesToRegainAccess > 0 ? { regainInMinutes: minutesToRegainAccess } : {};
    return { ok: false, fault: { ...fault, ...regain }, ...withUsage };
  }
  const read = schema.safeParse(json);
  if (raw.status === 200 && read.success) return { ok: true, value: read.data, ...withUsage };
  const words = raw.body.trim() === "" ? "an empty answer" : "an answer that is not what Meta documents";
  return {
    ok: false,
    fault: { kind: "unreadable", httpStatus: raw.status, words: `HTTP ${raw.status}, ${words}` },
    ...withUsage,
  };
}

function answeredAt(headers: Headers): { at?: Date } {
  const at = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(at) ? {} : { at: new Date(at) };
}

/** A number, as such or as text: Meta's names for errors stand in the same place. */
const number = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d{1,15}$/)
    .transform(Number),
]);
const graphError = z.object({
  error: z.object({
    message: z.string().default(""),
    code: z.union([number, z.string()]).exactOptional(),
    error_subcode: number.exactOptional(),
    error_user_msg: z.string().exactOptional(),
  }),
});
const exchangeError = z.object({ error_type: z.string(), code: number, error_message: z.string() });
const pageError = z.object({ error_code: number, error_message: z.string() });

/** Which of Meta's three error bodies this is; the fourth form, an empty 500, is none. */
function readFault(json: unknown, httpStatus: number): ThreadsFault | undefined {
  const graph = graphError.safeParse(json);
  if (graph.success) {
    const { code, error_subcode: subcode, message, error_user_msg: userWords } = graph.data.error;
    const name =
      typeof code === "string" ? withoutSecretShapes(code) : /\bTHREADS_API__[A-Z_]+\b/.exec(message)?.[0];
    return {
      kind: "error",
      httpStatus,
      ...(typeof code === "number" ? { code } : {}),
      ...(subcode === undefined ? {} : { subcode }),
      ...(name === undefined ? {} : { name }),
      words: userWords === undefined || userWords === message ? message : `${message} (${userWords})`,
    };
  }
  const exchange = exchangeError.safeParse(json);
  if (exchange.success) {
    return { kind: "error", httpStatus, code: exchange.data.code, words: exchange.data.error_message };
  }
  const page = pageError.safeParse(json);
  if (page.success)
    return { kind: "error", httpStatus, code: page.data.error_code, words: page.data.error_message };
  return undefined;
}

const usageSchema = z.record(
  z.string(),
  z.array(
    z.object({
      call_count: z.number().default(0),
      total_cputime: z.number().default(0),
      total_time: z.number().default(0),
      estimated_time_to_regain_access: z.number().default(0),
    }),
  ),
);

function readUsage(header: string | null): ThreadsUsage | undefined {
  if (header === null) return undefined;
  const read = usageSchema.safeParse(parseJson(header));
  const figures = read.success ? Object.values(read.data).flat() : [];
  if (figures.length === 0) return undefined;
  return {
    percent: Math.max(...figures.flatMap((use) => [use.call_count, use.total_cputime, use.total_time])),
    minutesToRegainAccess: Math.max(...figures.map((use) => use.estimated_time_to_regain_access)),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

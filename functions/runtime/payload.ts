import type * as z from "zod";
import { FeedloomError } from "../core/errors.ts";

/**
 * Reads what started a job by its schema.
 *
 * @throws FeedloomError `REQUEST_INVALID` - naming each wrong field and what it must be, never what it holds.
 */
export function readPayload<Schema extends z.ZodType>(schema: Schema, event: unknown): z.output<Schema> {
  const read = schema.safeParse(event ?? {});
  if (read.success) return read.data;
  const found = read.error.issues.map(describeIssue).join("; ");
  throw new FeedloomError("REQUEST_INVALID", `this payload cannot be read: ${found}`);
}

/** One wrong field in words. */
export function describeIssue(issue: z.core.$ZodIssue): string {
  const path = issue.path.map((part) =>
    typeof part === "number" ? `[${part}]` : `.${nameable(String(part))}`,
  );
  const place = path.length === 0 ? "" : ` at ${path.join("").replace(/^\./, "")}`;
  if (issue.code !== "unrecognized_keys") return `${issue.message}${place}`;
  return `there is no field ${issue.keys.map((key) => `"${nameable(key)}"`).join(", ")}${place}`;
}

/** A field's name as it came, if it looks like one: anything else may be a secret in the wrong place. */
function nameable(name: string): string {
  return /^[A-Za-z][A-Za-z-]{0,23}$/.test(name) ? name : "…";
}

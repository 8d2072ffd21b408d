import type { HonoRequest } from "hono";
import * as z from "zod";
import { badParameter } from "./refusal.ts";

/** A call's parameters by name, wherever they stood: query, form, multipart or JSON body. */
export type Parameters = ReadonlyMap<string, string>;

const jsonBody = z.record(z.string(), z.unknown());

/**
 * Threads takes parameters from the query and from any of three body encodings, also mixed.
 * The body wins over the query.
 */
export async function readParameters(request: HonoRequest): Promise<Parameters> {
  const parameters = new Map(Object.entries(request.query()));
  if (request.method === "GET") return parameters;
  const type = request.header("content-type") ?? "";
  if (type.startsWith("application/json")) {
    const parsed = jsonBody.safeParse(await request.json().catch(() => undefined));
    if (!parsed.success) throw badParameter("Invalid JSON in the request body");
    for (const [name, value] of Object.entries(parsed.data)) {
      if (value === null || value === undefined) continue;
      parameters.set(name, typeof value === "string" ? value : JSON.stringify(value));
    }
  } else if (type.startsWith("multipart/form-data") || type.startsWith("application/x-www-form-urlencoded")) {
    for (const [name, value] of Object.entries(await form(request)))
      if (typeof value === "string") parameters.set(name, value);
  }
  return parameters;
}

async function form(request: HonoRequest): Promise<Record<string, unknown>> {
  try {
    return await request.parseBody();
  } catch {
    throw badParameter("Invalid form in the request body");
  }
}

import * as z from "zod";
import type { Handler } from "../../functions/runtime/chain.ts";
import { invocation } from "./invocation.ts";

const replySchema = z.object({
  statusCode: z.int(),
  headers: z.record(z.string(), z.string()).default({}),
  cookies: z.array(z.string()).default([]),
  body: z.string().default(""),
});

/** Not read any further, and handed to nobody; API Gateway's own limit is 10 MB. */
const largestBodyInBytes = 100_000;

/** Stands where API Gateway stands: a web request becomes its payload 2.0, the function's reply a web response. */
export function callbackServer(handler: Handler): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url);
    const bytes = await bodyOf(request);
    if (bytes === undefined) return new Response("too large", { status: 413 });
    // As API Gateway does: only what it takes for text stays as it is, and a form is not among it.
    const isText = /^(text\/|application\/(json|xml|javascript)\b)/i.test(
      request.headers.get("content-type") ?? "text/",
    );
    const deletion = /^\/deletion\/([^/]+)$/.exec(url.pathname)?.[1];
    const event = {
      version: "2.0",
      routeKey: `${request.method} ${deletion === undefined ? url.pathname : "/deletion/{code}"}`,
      rawPath: url.pathname,
      rawQueryString: url.search.slice(1),
      headers: Object.fromEntries(request.headers),
      queryStringParameters: joined(url.searchParams),
      cookies: (request.headers.get("cookie") ?? "").split(/;\s*/).filter((cookie) => cookie !== ""),
      ...(deletion === undefined ? {} : { pathParameters: { code: deletion } }),
      requestContext: { domainName: url.host, http: { method: request.method, path: url.pathname } },
      ...(bytes.length === 0 ? {} : { body: bytes.toString(isText ? "utf8" : "base64") }),
      isBase64Encoded: bytes.length > 0 && !isText,
    };
    const reply = replySchema.parse(await handler(event, invocation("oauth-callback")));
    const headers = new Headers(reply.headers);
    for (const cookie of reply.cookies) headers.append("set-cookie", cookie);
    return new Response(reply.body === "" ? null : reply.body, { status: reply.statusCode, headers });
  };
}

/** A name that comes several times has its values joined, as API Gateway does. */
function joined(parameters: URLSearchParams): Record<string, string> {
  const names = [...new Set(parameters.keys())];
  return Object.fromEntries(names.map((name) => [name, parameters.getAll(name).join(",")]));
}

/** @returns undefined for one that is too large, of which no more is read than shows it. */
async function bodyOf(request: Request): Promise<Buffer | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request.body ?? []) {
    parts.push(part);
    length += part.length;
    if (length > largestBodyInBytes) return undefined;
  }
  return Buffer.concat(parts);
}

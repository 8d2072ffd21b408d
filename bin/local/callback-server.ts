import * as z from "zod";
import type { Handler } from "../../functions/runtime/chain.ts";
import { invocation } from "./invocation.ts";

const replySchema = z.object({
  statusCode: z.int(),
  headers: z.record(z.string(), z.string()).default({}),
  cookies: z.array(z.string()).default([]),
  body: z.string().default(""),
});

/** A body larger than this is none that anybody should send us; API Gateway's own limit is 10 MB. */
const largestBodyInBytes = 100_000;

/** Stands where API Gateway stands: a web request becomes its payload 2.0, the function's reply a web response. */
export function callbackServer(handler: Handler): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url);
    const body = await request.text();
    if (body.length > largestBodyInBytes) return new Response("too large", { status: 413 });
    const deletion = /^\/deletion\/([^/]+)$/.exec(url.pathname)?.[1];
    const event = {
      version: "2.0",
      routeKey: `${request.method} ${deletion === undefined ? url.pathname : "/deletion/{code}"}`,
      rawPath: url.pathname,
      rawQueryString: url.search.slice(1),
      headers: Object.fromEntries(request.headers),
      queryStringParameters: Object.fromEntries(url.searchParams),
      cookies: (request.headers.get("cookie") ?? "").split(/;\s*/).filter((cookie) => cookie !== ""),
      ...(deletion === undefined ? {} : { pathParameters: { code: deletion } }),
      requestContext: { domainName: url.host, http: { method: request.method, path: url.pathname } },
      body,
      isBase64Encoded: false,
    };
    const reply = replySchema.parse(await handler(event, invocation("oauth-callback")));
    const headers = new Headers(reply.headers);
    for (const cookie of reply.cookies) headers.append("set-cookie", cookie);
    return new Response(reply.body === "" ? null : reply.body, { status: reply.statusCode, headers });
  };
}

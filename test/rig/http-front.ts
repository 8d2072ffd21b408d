import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import * as z from "zod";
import { type DeployedStack, place } from "./deployed-stack.ts";
import type { Outcome } from "./lambda-process.ts";
import { closed, listening } from "./loopback.ts";

const routeSchema = z.object({
  RouteKey: z.string().regex(/^[A-Z]+ \/\S*$/),
  AuthorizationType: z.literal("NONE"),
  Target: z.string().startsWith("integrations/"),
});
const integrationSchema = z.object({
  IntegrationType: z.literal("AWS_PROXY"),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal("2.0"),
});

interface Route {
  key: string;
  method: string;
  /** With a named group for each `{parameter}`. */
  path: RegExp;
  functionArn: string;
  /** What a call by this route comes from. */
  sourceArn: string;
}

export interface FrontParts {
  clock: { now(): Date };
  /** Undefined when the function does not let the API in. */
  call(functionArn: string, sourceArn: string, event: unknown): Promise<Outcome | undefined>;
}

const replySchema = z.object({
  statusCode: z.int(),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  cookies: z.array(z.string()).default([]),
  body: z.string().default(""),
  isBase64Encoded: z.boolean().default(false),
});

/**
 * Stands where API Gateway stands: a real HTTP server on loopback whose routes are the template's, which makes of a
 * request what an HTTP API makes of it (payload 2.0) and of the function's reply a response. No throttling, no TLS.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export class HttpFront {
  readonly #server = createServer((request, response) => {
    this.#answer(request, response).catch((error: unknown) => {
      this.faults.push(error);
      response.destroy();
    });
  });
  #routes: Route[] = [];
  #parts: FrontParts | undefined;
  #apiId = "";
  url = "";
  /** What went wrong in the rig itself. */
  readonly faults: unknown[] = [];

  static async open(): Promise<HttpFront> {
    const front = new HttpFront();
    front.url = `http://127.0.0.1:${await listening(front.#server)}`;
    return front;
  }

  /** Takes up its work; apart from `open`, since the stack's names hold the address. */
  serve(stack: DeployedStack, parts: FrontParts): void {
    this.#parts = parts;
    const [api, another] = stack.resources("AWS::ApiGatewayV2::Api");
    if (api === undefined || another !== undefined) throw new Error("the rig serves exactly one HTTP API");
    this.#apiId = stack.ref(api.id);
    const integrations = new Map(
      stack.resources("AWS::ApiGatewayV2::Integration").map(({ id, properties }) => {
        return [stack.ref(id), integrationSchema.parse(properties).IntegrationUri];
      }),
    );
    this.#routes = stack.resources("AWS::ApiGatewayV2::Route").map(({ properties }) => {
      const { RouteKey: key, Target } = routeSchema.parse(properties);
      const [method = "", path = ""] = key.split(" ");
      const functionArn = integrations.get(Target.replace("integrations/", ""));
      if (functionArn === undefined) throw new Error(`${key} has no integration`);
      const pattern = path.replace(/[.]/g, "\\.").replace(/\{(\w+)\}/g, "(?<$1>[^/]+)");
      const api = `arn:${place.partition}:execute-api:${place.region}:${place.account}:${this.#apiId}`;
      return {
        key,
        method,
        functionArn,
        path: new RegExp(`^${pattern}$`),
        sourceArn: `${api}/$default/${method}${path}`,
      };
    });
  }

  close(): Promise<void> {
    return closed(this.#server);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const url = new URL(request.url ?? "/", this.url);
    const route = this.#routes.find(
      ({ method, path }) => method === request.method && path.test(url.pathname),
    );
    if (route === undefined || this.#parts === undefined) return say(response, 404, "Not Found");
    const event = this.#event(route, request, url, body);
    const outcome = await this.#parts.call(route.functionArn, route.sourceArn, event);
    const reply = replySchema.safeParse(outcome?.payload);
    if (outcome === undefined || outcome.functionError !== undefined || !reply.success) {
      return say(response, 500, "Internal Server Error");
    }
    const { statusCode, headers, cookies, body: text, isBase64Encoded } = reply.data;
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value));
    if (cookies.length > 0) response.setHeader("set-cookie", cookies);
    response.writeHead(statusCode).end(Buffer.from(text, isBase64Encoded ? "base64" : "utf8"));
  }

  #event(route: Route, request: IncomingMessage, url: URL, body: Buffer): object {
    const { cookie = "", ...others } = request.headers;
    const headers = Object.entries(others).map(([name, value]) => [name, String(value)]);
    const contentType = request.headers["content-type"] ?? "text/plain";
    const isText = /^(text\/|application\/(json|xml|javascript))/i.test(contentType);
    const cookies = cookie.split(/;\s*/).filter((one) => one !== "");
    const query = joined(url.searchParams);
    const parameters = route.path.exec(url.pathname)?.groups;
    const at = this.#parts?.clock.now() ?? new Date(0);
    return {
      version: "2.0",
      routeKey: route.key,
      rawPath: url.pathname,
      rawQueryString: url.search.slice(1),
      ...(cookies.length === 0 ? {} : { cookies }),
      headers: Object.fromEntries(headers),
      ...(query === undefined ? {} : { queryStringParameters: query }),
      ...(parameters === undefined ? {} : { pathParameters: { ...parameters } }),
      requestContext: {
        accountId: place.account,
        apiId: this.#apiId,
        domainName: url.host,
        domainPrefix: this.#apiId,
        http: {
          method: request.method,
          path: url.pathname,
          protocol: "HTTP/1.1",
          sourceIp: "192.0.2.1",
          userAgent: request.headers["user-agent"] ?? "",
        },
        requestId: "JKJaXmPLvHcESHA=",
        routeKey: route.key,
        stage: "$default",
        time: at.toUTCString(),
        timeEpoch: at.getTime(),
      },
      ...(body.length === 0 ? {} : { body: body.toString(isText ? "utf8" : "base64") }),
      isBase64Encoded: body.length > 0 && !isText,
    };
  }
}

function say(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ message }));
}

/** A name that comes several times has its values joined. */
function joined(parameters: URLSearchParams): Record<string, string> | undefined {
  const names = [...new Set(parameters.keys())];
  if (names.length === 0) return undefined;
  return Object.fromEntries(names.map((name) => [name, parameters.getAll(name).join(",")]));
}

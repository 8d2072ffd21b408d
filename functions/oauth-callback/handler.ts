import type { Context } from "aws-lambda";
import * as z from "zod";
import { type Handler, type HttpReply, httpChain, onFirstCall } from "../runtime/chain.ts";
import type { Services } from "../runtime/services.ts";
import { answerRemoval } from "./answer-removal.ts";
import { deletionPage } from "./deletion-pages.ts";
import { failurePage, notFoundPage } from "./failure-pages.ts";
import { finishConnect } from "./finish-connect.ts";
import { connectPage } from "./pages.ts";
import type { CameBody } from "./signed-form.ts";
import { cookieName, startConnect } from "./start-connect.ts";

/** What is read of API Gateway's payload 2.0; the local host makes the same. */
export const payloadSchema = z.object({
  routeKey: z.string(),
  queryStringParameters: z.record(z.string(), z.string()).default({}),
  pathParameters: z.record(z.string(), z.string()).default({}),
  headers: z.record(z.string(), z.string()).default({}),
  cookies: z.array(z.string()).default([]),
  requestContext: z.object({ domainName: z.string() }),
  body: z.string().default(""),
  isBase64Encoded: z.boolean().default(false),
});
type Request = z.output<typeof payloadSchema>;

/** For a page of posts, the vault, and the answer itself. */
const marginInMs = 8000;

export function createHandler(services: Services): Handler<HttpReply> {
  return httpChain(
    services,
    payloadSchema,
    (request, context) => route(request, context, services),
    failurePage,
  );
}

export const handler = onFirstCall(async () =>
  createHandler((await import("../runtime/aws-services.ts")).awsServices()),
);

async function route(request: Request, context: Context, services: Services): Promise<HttpReply> {
  const hasTime = () => context.getRemainingTimeInMillis() > marginInMs;
  switch (request.routeKey) {
    case "GET /connect": {
      const { location, cookie } = await startConnect(redirectUri(request), services, () =>
        crypto.randomUUID(),
      );
      return {
        statusCode: 302,
        headers: { location, "cache-control": "no-store" },
        cookies: [cookie],
        body: "",
      };
    }
    case "GET /callback": {
      const { state, code, error } = request.queryStringParameters;
      const cookie = readCookie(request.cookies);
      const came = {
        ...(state === undefined ? {} : { state }),
        ...(code === undefined ? {} : { code }),
        ...(error === undefined ? {} : { error }),
        ...(cookie === undefined ? {} : { cookie }),
      };
      const outcome = await finishConnect(came, redirectUri(request), services);
      services.log.info("connect ended", { outcome: outcome.kind });
      return connectPage(outcome);
    }
    case "POST /uninstall":
      return answerRemoval("uninstall", cameBody(request), origin(request), hasTime, services);
    case "POST /delete":
      return answerRemoval("delete", cameBody(request), origin(request), hasTime, services);
    case "GET /deletion/{code}":
      return deletionPage(request.pathParameters.code ?? "", services);
    default:
      return notFoundPage();
  }
}

/** The address that Meta has on its list, letter by letter. */
function redirectUri(request: Request): string {
  return `${origin(request)}/callback`;
}

/** Meta accepts only https; the sandbox takes this machine's http. */
function origin({ requestContext: { domainName } }: Request): string {
  const scheme = /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(domainName) ? "http" : "https";
  return `${scheme}://${domainName}`;
}

function cameBody({ headers, body, isBase64Encoded }: Request): CameBody {
  return { contentType: headers["content-type"] ?? "", body, isBase64Encoded };
}

function readCookie(cookies: string[]): string | undefined {
  return cookies.find((cookie) => cookie.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1);
}

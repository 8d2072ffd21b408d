import * as z from "zod";
import { type Handler, type HttpReply, httpChain, onFirstCall } from "../runtime/chain.ts";
import type { Services } from "../runtime/services.ts";
import { finishConnect } from "./finish-connect.ts";
import { connectPage, page } from "./pages.ts";
import { cookieName, startConnect } from "./start-connect.ts";

/** What is read of API Gateway's payload 2.0; the local host makes the same. */
const requestSchema = z.object({
  routeKey: z.string(),
  queryStringParameters: z.record(z.string(), z.string()).default({}),
  cookies: z.array(z.string()).default([]),
  requestContext: z.object({ domainName: z.string() }),
});
type Request = z.output<typeof requestSchema>;

export function createHandler(services: Services): Handler<HttpReply> {
  return httpChain(services, requestSchema, (request) => route(request, services), failurePage);
}

export const handler = onFirstCall(async () =>
  createHandler((await import("../runtime/aws-services.ts")).awsServices()),
);

async function route(request: Request, services: Services): Promise<HttpReply> {
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
    default:
      return page({
        status: 404,
        tone: "bad",
        title: "There is nothing here",
        words: ["This address is not one of Feedloom's."],
      });
  }
}

/** The address that Meta has on its list, letter by letter. Meta accepts only https; the sandbox takes this machine's http. */
function redirectUri({ requestContext: { domainName } }: Request): string {
  const scheme = /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(domainName) ? "http" : "https";
  return `${scheme}://${domainName}/callback`;
}

function readCookie(cookies: string[]): string | undefined {
  return cookies.find((cookie) => cookie.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1);
}

function failurePage(
  error: { code: string; message: string; remedy: string } | undefined,
): Promise<HttpReply> {
  if (error?.remedy === "fix") {
    return page({ status: 500, tone: "bad", title: "Feedloom is not set up yet", words: [error.message] });
  }
  if (error?.code === "REQUEST_INVALID") {
    return page({
      status: 400,
      tone: "bad",
      title: "This request cannot be read",
      words: ["Nothing was changed."],
    });
  }
  return page({
    status: 503,
    tone: "bad",
    title: "That did not work this time",
    words: ["Something on our side did not answer. Nothing was changed; please try again in a minute."],
    again: true,
  });
}

import type { Hono } from "hono";
import type { HonoEnvironment, SandboxContext } from "../answer-call.ts";
import { authorizationCode } from "../identifiers.ts";
import { pageHeaders } from "../pages/page-headers.ts";
import { type Parameters, readParameters } from "../parameters.ts";
import { Refusal } from "../refusal.ts";
import type { Site } from "../site.ts";
import { refusalAnswer } from "../wire.ts";
import { consentPage } from "./consent-page.ts";
import { type ConsentRequest, consentRequest, grantedScopes, refuseNonTester } from "./consent-request.ts";

/** The page where a person allows or denies, and the form it sends. */
export function authorizeRoutes(app: Hono<HonoEnvironment>, site: Site): void {
  app.get("/oauth/authorize", (context) =>
    answerPage(context, (parameters) => {
      const request = consentRequest(site, parameters);
      const people = [...site.world.people.values()];
      if (!people.some((person) => person.tester)) throw refuseNonTester();
      const page = consentPage(request, people, grantedScopes(site, request.scopes));
      // A form's redirect is held to `form-action` too, so the app's own address must be in it.
      return context.html(page, 200, pageHeaders(new URL(request.redirectUri).origin));
    }),
  );
  app.post("/oauth/authorize", (context) =>
    answerPage(context, (parameters) => {
      const request = consentRequest(site, parameters);
      const answer = parameters.get("decision") === "allow" ? allow(site, request, parameters) : denial();
      if (request.state !== undefined) answer.set("state", request.state);
      site.save();
      return context.redirect(backToApp(request.redirectUri, answer), 302);
    }),
  );
}

function denial(): URLSearchParams {
  return new URLSearchParams({
    error: "access_denied",
    error_reason: "user_denied",
    error_description: "The user denied your request",
  });
}

function allow(site: Site, request: ConsentRequest, parameters: Parameters): URLSearchParams {
  const person = site.world.personNamed(parameters.get("username") ?? "");
  if (person === undefined || !person.tester) throw refuseNonTester();
  const code = authorizationCode(site.world.nextNumber());
  site.world.codes.set(code, {
    code,
    personId: person.id,
    redirectUri: request.redirectUri,
    scopes: grantedScopes(site, request.scopes),
    issuedAt: site.clock.now(),
    isUsed: false,
  });
  return new URLSearchParams({ code });
}

/** Meta appends `#_` to a granted redirect; it is a fragment and no part of the code. */
function backToApp(redirectUri: string, answer: URLSearchParams): string {
  const joint = redirectUri.includes("?") ? "&" : "?";
  return `${redirectUri}${joint}${answer}${answer.has("code") ? "#_" : ""}`;
}

async function answerPage(
  context: SandboxContext,
  page: (parameters: Parameters) => Response | Promise<Response>,
): Promise<Response> {
  try {
    return await page(await readParameters(context.req));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const answer = refusalAnswer(error.body, "none", 0);
    return context.body(answer.body, 400, { "Content-Type": answer.contentType });
  }
}

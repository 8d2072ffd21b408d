import type { GraphCall } from "../answer-call.ts";
import { after, unixSeconds } from "../clock.ts";
import { appToken } from "../identifiers.ts";
import { badParameter, Refusal } from "../refusal.ts";
import type { Site } from "../site.ts";
import { success, type WireAnswer } from "../wire.ts";
import type { Token } from "../world.ts";
import { caller, refuseIfDead } from "./check-token.ts";
import { grantLifeMs } from "./issue-token.ts";

/** `client_credentials`: an app token. Meta also takes `TH|<id>|<secret>`, put together by the caller. */
export function giveAppToken({ site, parameters }: GraphCall): WireAnswer {
  const { clientId, clientSecret } = site.app;
  if (parameters.get("client_id") !== clientId || parameters.get("client_secret") !== clientSecret)
    throw new Refusal({
      shape: "graph",
      http: 400,
      code: 1,
      type: "OAuthException",
      message: "Error validating client secret.",
    });
  return success({ access_token: appToken(clientId, clientSecret), token_type: "bearer" });
}

/** Tells what a token is: its life, and the scopes that were really granted. */
export function debugToken(call: GraphCall): WireAnswer {
  const { site, accessToken, parameters } = call;
  if (accessToken === undefined || !isAppToken(site, accessToken)) caller(call);
  else if (site.behaviour.appTokenForDebug === "refuse")
    throw new Refusal({
      shape: "graph",
      http: 400,
      code: 190,
      type: "OAuthException",
      message: "A user access token is required to request this resource.",
    });
  const input = parameters.get("input_token");
  if (input === undefined) throw badParameter("The parameter input_token is required");
  const { clientId } = site.app;
  if (isAppToken(site, input))
    return success({
      data: { type: "APP", application: applicationName, app_id: clientId, is_valid: true, scopes: [] },
    });
  const token = site.world.tokens.get(input);
  if (token === undefined)
    return success({
      data: { error: { code: 190, message: "Invalid OAuth access token" }, is_valid: false, scopes: [] },
    });
  return success({
    data: {
      type: "USER",
      application: applicationName,
      data_access_expires_at: unixSeconds(after(token.issuedAt, grantLifeMs)),
      expires_at: unixSeconds(token.expiresAt),
      is_valid: isAlive(site, token),
      issued_at: unixSeconds(token.issuedAt),
      scopes: token.scopes,
      user_id: token.personId,
    },
  });
}

const applicationName = "Feedloom";

export function isAppToken({ app }: Site, token: string): boolean {
  return (
    token === appToken(app.clientId, app.clientSecret) || token === `TH|${app.clientId}|${app.clientSecret}`
  );
}

function isAlive(site: Site, token: Token): boolean {
  try {
    refuseIfDead(site, token);
    return true;
  } catch {
    return false;
  }
}

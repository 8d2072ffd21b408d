import type { GraphCall } from "../answer-call.ts";
import { hourMs } from "../clock.ts";
import { Refusal } from "../refusal.ts";
import { successAsWritten, type WireAnswer, wireJson } from "../wire.ts";
import { issueToken } from "./issue-token.ts";

/** A code lives an hour. @see https://developers.facebook.com/docs/threads/get-started/get-access-tokens-and-permissions (read 2026-04) */
const codeLifeMs = hourMs;

/**
 * Changes a code for a short-lived token.
 *
 * The answer is written by hand: `user_id` is a bare number that no double can hold, and there
 * is no `expires_in`. Which body Meta gives for a wrong secret or redirect is not known; these
 * are Facebook's.
 */
export function exchangeCode({ site, parameters }: GraphCall): WireAnswer {
  const given = (name: string): string => {
    const value = parameters.get(name);
    if (value === undefined || value === "")
      throw new Refusal({ shape: "exchange", message: `Missing required parameter ${name}` });
    return value;
  };
  if (given("client_id") !== site.app.clientId) throw facebookError(101, "Error validating application.");
  if (given("client_secret") !== site.app.clientSecret)
    throw facebookError(1, "Error validating client secret.");
  const redirectUri = given("redirect_uri");
  const code = site.world.codes.get(given("code"));
  if (code === undefined) throw badCode("flat", "invalid_authorization_code");
  if (code.redirectUri !== redirectUri) throw facebookError(100, "Invalid parameter", 36008);
  if (code.isUsed) throw badCode(site.behaviour.usedCodeAnswer, "used_authorization_code");
  if (site.clock.now().getTime() - code.issuedAt.getTime() >= codeLifeMs)
    throw badCode(site.behaviour.usedCodeAnswer, "expired_authorization_code");
  code.isUsed = true;
  const token = issueToken(site, "short", code);
  return successAsWritten(`{"access_token":${wireJson(token.token)},"user_id":${code.personId}}`);
}

function badCode(shape: "flat" | "graph", reason: string): Refusal {
  if (shape === "flat")
    return new Refusal({ shape: "exchange", message: "Matching code was not found or was already used" });
  return new Refusal({
    shape: "graph",
    http: 400,
    code: 100,
    subcode: 4279030,
    type: "THApiException",
    message: `Invalid authorization code: ${reason}`,
  });
}

function facebookError(code: number, message: string, subcode?: number): Refusal {
  return new Refusal({ shape: "graph", http: 400, code, subcode, type: "OAuthException", message });
}

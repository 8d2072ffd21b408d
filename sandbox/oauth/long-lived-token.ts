import type { GraphCall } from "../answer-call.ts";
import { dayMs, secondMs } from "../clock.ts";
import { badParameter, deadToken, Refusal } from "../refusal.ts";
import { success, type WireAnswer } from "../wire.ts";
import type { Token } from "../world.ts";
import { caller } from "./check-token.ts";
import { issueToken } from "./issue-token.ts";

/** `th_exchange_token`: short-lived in, long-lived out; a token that is long-lived already is 452/4279019. */
export function exchangeForLongLived(call: GraphCall): WireAnswer {
  expectGrantType(call, "th_exchange_token");
  const { token } = caller(call);
  if (call.parameters.get("client_secret") !== call.site.app.clientSecret)
    throw new Refusal({
      shape: "graph",
      http: 400,
      code: 1,
      type: "OAuthException",
      message: "Error validating client secret.",
    });
  if (token.kind === "long")
    throw new Refusal({
      shape: "graph",
      http: 400,
      code: 452,
      subcode: 4279019,
      type: "OAuthException",
      message: "Session key invalid. This could be because the session key has an incorrect format",
    });
  return tokenAnswer(issueToken(call.site, "long", token));
}

/**
 * `th_refresh_token`: a new token with a life of its own.
 *
 * Needs no secret. What Meta answers to a token younger than a day is not known.
 */
export function refreshLongLived(call: GraphCall): WireAnswer {
  expectGrantType(call, "th_refresh_token");
  const { site } = call;
  const { token } = caller(call);
  if (token.kind === "short")
    throw deadToken(400, "Error validating access token: the access token is not a long-lived access token");
  const ageMs = site.clock.now().getTime() - token.issuedAt.getTime();
  if (ageMs < dayMs && site.behaviour.refreshBeforeADay === "refuse")
    throw badParameter("The access token must be at least 24 hours old to be refreshed");
  if (site.behaviour.oldTokenAfterRefresh === "invalid") token.endedBy = "refreshed";
  return tokenAnswer(issueToken(site, "long", token));
}

function expectGrantType({ parameters }: GraphCall, expected: string): void {
  if (parameters.get("grant_type") !== expected)
    throw badParameter(`Invalid grant_type, expected ${expected}`);
}

function tokenAnswer(token: Token): WireAnswer {
  const lifeMs = token.expiresAt.getTime() - token.issuedAt.getTime();
  return success({ access_token: token.token, token_type: "bearer", expires_in: lifeMs / secondMs });
}

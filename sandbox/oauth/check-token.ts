import type { GraphCall } from "../answer-call.ts";
import { deadToken, missingPermission } from "../refusal.ts";
import type { Site } from "../site.ts";
import type { Person, Token } from "../world.ts";

/** Who makes a call, and with which token. */
export interface Caller {
  person: Person;
  token: Token;
}

/**
 * Finds the person behind a call's token, or refuses with 190 in the words seen for that case.
 *
 * @param scopes - what the call needs beside `threads_basic`, which every call needs.
 */
export function caller({ site, accessToken }: GraphCall, ...scopes: string[]): Caller {
  const status = site.behaviour.deadTokenStatus;
  if (accessToken === undefined)
    throw deadToken(status, "An access token is required to request this resource.");
  const token = site.world.tokens.get(accessToken);
  const person = token && site.world.people.get(token.personId);
  if (token === undefined || person === undefined)
    throw deadToken(status, "Invalid OAuth access token - Cannot parse access token");
  refuseIfDead(site, token);
  for (const scope of ["threads_basic", ...scopes])
    if (!token.scopes.includes(scope)) throw missingPermission(site.behaviour.missingPermission);
  return { person, token };
}

/** Subcodes 458, 460 and 463 are Facebook's; on Threads only 190 itself was captured. */
export function refuseIfDead(site: Site, token: Token): void {
  const status = site.behaviour.deadTokenStatus;
  const now = site.clock.now();
  switch (token.endedBy) {
    case "removed":
      throw deadToken(
        status,
        `Error validating access token: The user has not authorized application ${site.app.clientId}.`,
        458,
      );
    case "password-reset":
      throw deadToken(
        status,
        "Error validating access token: The session has been invalidated because the user changed their password or Meta has changed the session for security reasons.",
        460,
      );
    case "refreshed":
      throw deadToken(
        status,
        "Error validating access token: Session does not match current stored session.",
        463,
      );
    case undefined:
      break;
    default:
      token.endedBy satisfies never;
  }
  if (token.expiresAt <= now)
    throw deadToken(
      status,
      `Error validating access token: Session has expired on ${token.expiresAt.toUTCString()}. The current time is ${now.toUTCString()}.`,
      463,
    );
}

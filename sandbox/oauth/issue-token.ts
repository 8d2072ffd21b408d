import { after, dayMs, hourMs, secondMs } from "../clock.ts";
import { accessToken } from "../identifiers.ts";
import type { Site } from "../site.ts";
import type { Token } from "../world.ts";

/** Lives of a token: an hour, or what Meta's own example answers, just under 60 days. */
const shortLifeSeconds = hourMs / secondMs;
/** @see https://developers.facebook.com/docs/threads/get-started/long-lived-tokens (read 2026-04) */
const longLifeSeconds = 5_183_944;
/** The permission itself runs out after 90 days unless refreshed (same page). */
export const grantLifeMs = 90 * dayMs;

export function issueToken(
  site: Site,
  kind: Token["kind"],
  grant: { personId: string; scopes: readonly string[] },
): Token {
  const now = site.clock.now();
  const lifeSeconds = kind === "short" ? shortLifeSeconds : longLifeSeconds;
  const token: Token = {
    token: accessToken(site.world.nextNumber()),
    kind,
    personId: grant.personId,
    scopes: [...grant.scopes],
    issuedAt: now,
    expiresAt: after(now, lifeSeconds * secondMs),
  };
  site.world.tokens.set(token.token, token);
  return token;
}

/** What a person's removal of the app, or a new password, does to the tokens given so far. */
export function endTokens(site: Site, personId: string, how: "removed" | "password-reset"): void {
  for (const token of site.world.tokens.values())
    if (token.personId === personId && token.endedBy === undefined) token.endedBy = how;
}

import { Secret } from "../../functions/core/secret.ts";
import type { Services } from "../../functions/runtime/services.ts";
import type { GeneratedToken } from "../../sandbox/start-sandbox.ts";

/** Puts a token where a finished connect would have put it. */
export async function connectProfile(
  username: string,
  { accessToken, userId, expiresAt }: GeneratedToken,
  { vault, ledger, clock }: Pick<Services, "vault" | "ledger" | "clock">,
): Promise<void> {
  const now = clock.now();
  await vault.write(username, {
    accessToken: new Secret(accessToken),
    userId,
    username,
    scopes: ["threads_basic", "threads_content_publish"],
    issuedAt: now,
    expiresAt,
  });
  await ledger.writeAccount({
    account: username,
    state: "connected",
    userId,
    changedAt: now,
    tokenExpiresAt: expiresAt,
  });
}

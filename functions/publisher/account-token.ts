import type { Secret } from "../core/secret.ts";
import type { Token, VaultEntry } from "../core/token.ts";
import { connectAgain } from "../core/token-life.ts";
import type { Services } from "../runtime/services.ts";

/** The token to publish with, or why there is none and what its owner does. */
export async function tokenFor(
  account: string,
  { vault, clock }: Pick<Services, "vault" | "clock">,
): Promise<{ kind: "token"; accessToken: Secret } | { kind: "none"; words: string }> {
  const kept = await vault.read(account);
  // What a warm process keeps may have been replaced since: nothing is held for the sake of an old copy.
  const isStale = kept.kind === "token" && usable(account, kept, clock.now()) === undefined;
  const entry = isStale ? await vault.read(account, { fresh: true }) : kept;
  const token = usable(account, entry, clock.now());
  if (token !== undefined) return { kind: "token", accessToken: token.accessToken };
  return { kind: "none", words: whyNot(account, entry) };
}

/**
 * After Meta refused a token: the one in the vault now, if it is another (it may have been renewed, or connected anew,
 * while a warm process went on with the old one).
 *
 * @throws FeedloomError `STORE_UNAVAILABLE` - whether there is another is unknown: nobody may be called disconnected.
 */
export async function otherToken(
  account: string,
  refused: Secret,
  { vault, clock }: Pick<Services, "vault" | "clock">,
): Promise<Token | undefined> {
  const token = usable(account, await vault.read(account, { fresh: true }), clock.now());
  return token?.accessToken.reveal() === refused.reveal() ? undefined : token;
}

/** What its owner does, for the messages about it. */
export function wayOut(account: string, trouble: "reauthorize" | "restricted"): string {
  return trouble === "reauthorize"
    ? connectAgain(account)
    : `Threads restricts @${account}: see its notices in the Threads app, then release what is held`;
}

function usable(account: string, entry: VaultEntry, now: Date): Token | undefined {
  if (entry.kind !== "token" || entry.token.username !== account) return undefined;
  return entry.token.expiresAt > now ? entry.token : undefined;
}

function whyNot(account: string, entry: VaultEntry): string {
  switch (entry.kind) {
    case "token":
      return entry.token.username === account
        ? `its token has expired; ${connectAgain(account)}`
        : `the token in its place is @${entry.token.username}'s; ${connectAgain(account)}`;
    case "pasted":
      return "its pasted token is not adopted yet; run the token-refresher";
    case "unreadable":
      return `what the vault holds for it is no token: ${entry.why}; or ${connectAgain(account)}`;
    case "absent":
      return `it is not connected; ${connectAgain(account)}`;
  }
}

import { Secret } from "../../functions/core/secret.ts";
import type { Token, VaultEntry } from "../../functions/core/token.ts";
import { minutesAfter, noon } from "./ledger-records.ts";

/** A word that stands in every token here, to be searched for where no token may be. */
export const planted = "PLANTED";

export function aToken(named: Partial<Omit<Token, "accessToken">> & { accessToken?: string } = {}): Token {
  return {
    userId: "17841400000000001",
    username: "bronzfronz",
    scopes: ["threads_basic", "threads_content_publish"],
    issuedAt: noon,
    expiresAt: minutesAfter(60 * 24 * 60),
    ...named,
    accessToken: new Secret(named.accessToken ?? `THAA-${planted}-first-token`),
  };
}

/** A vault entry in plain values: a Secret shows itself to nobody, a test's comparison included. */
export function plainly(entry: VaultEntry): unknown {
  switch (entry.kind) {
    case "token":
      return { ...entry.token, accessToken: entry.token.accessToken.reveal() };
    case "pasted":
      return { pasted: entry.accessToken.reveal() };
    default:
      return entry.kind;
  }
}

export const plainToken = (token: Token) => plainly({ kind: "token", token });

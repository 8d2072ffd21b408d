import type { VaultEntry } from "../core/token.ts";
import { connectAgain, daysLeft } from "../core/token-life.ts";

/** What one run did for an account's token. */
export interface RefreshReport {
  account: string;
  outcome: "renewed" | "adopted" | "not-due" | "not-connected" | "failed" | "disconnected";
  /** Of the token that the run leaves in the vault. Absent when there is none, or nothing is known of it. */
  daysLeft?: number;
  words?: string;
}

/** The report for what stands in the vault and is left there: nothing of use, or what another put there meanwhile. */
export function asItIsNow(account: string, entry: VaultEntry, now: Date): RefreshReport {
  switch (entry.kind) {
    case "absent":
      return { account, outcome: "not-connected", words: `it has no token; ${connectAgain(account)}` };
    case "unreadable":
      return {
        account,
        outcome: "not-connected",
        words: `what the vault holds is no token: ${entry.why}; or ${connectAgain(account)}`,
      };
    case "pasted":
      return {
        account,
        outcome: "not-due",
        words: "another token was pasted meanwhile; the next run adopts it",
      };
    case "token":
      return {
        account,
        outcome: "not-due",
        daysLeft: daysLeft(entry.token.expiresAt, now),
        words: "it was renewed or connected by another meanwhile",
      };
  }
}

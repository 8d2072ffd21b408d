import type { AccountRecord } from "./account-record.ts";
import type { VaultEntry } from "./token.ts";

/** Whether somebody is who an account belongs to. */
export type OwnerVerdict =
  /** Nobody was connected before, or the one who was had everything deleted. */
  | "first"
  | "same"
  /** Another, to whom whoever runs Feedloom agreed by hand. */
  | "accepted"
  /** A username is given up and taken by somebody else; a numeric id is not. */
  | "other";

/** An account's owner as the ledger knows it, or the vault where a connect broke off before the ledger heard of it. */
export function ownerOf(record: AccountRecord | undefined, entry?: VaultEntry): string | undefined {
  return record?.userId ?? (entry?.kind === "token" ? entry.token.userId : undefined);
}

/**
 * Compares ids as the text that they are: as numbers above 2^53 two of them may look alike.
 *
 * @param userId - as `/me` says it, which is where all the others came from: whether Meta names people alike elsewhere is
 *   not known.
 */
export function ownerVerdict(
  userId: string,
  record: AccountRecord | undefined,
  entry?: VaultEntry,
): OwnerVerdict {
  const owner = ownerOf(record, entry);
  if (owner === undefined) return "first";
  if (owner === userId) return "same";
  return record?.acceptedUserId === userId ? "accepted" : "other";
}

/** What is said of another owner who was refused. */
export function otherOwner(account: string, userId: string): string {
  return `another user of Threads than the one who was connected before (id ${userId}); if that is right, agree to it by hand: {"account": "${account}", "acceptUserId": "${userId}"} for the token-refresher, --accept-user ${account}=${userId} with --live (docs/by-hand.md)`;
}

/** What is said of another owner who was accepted. */
export function newOwner(userId: string): string {
  return `it belongs to another user of Threads than before (id ${userId}), as was agreed by hand`;
}

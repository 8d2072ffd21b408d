import type { Token } from "./token.ts";

const hourInMs = 3_600_000;
const dayInMs = 24 * hourInMs;

/** A long-lived token's life, from when it was issued or renewed. @see https://developers.facebook.com/docs/threads/get-started/long-lived-tokens (read 2026-04) */
export const tokenLifeInDays = 60;
/** Meta renews none younger than this. Same page. */
const youngestInMs = dayInMs;
/** Ours: renewed when a week old, some 50 days of failed runs remain for somebody to notice. */
const renewAfterInMs = 7 * dayInMs;

/**
 * Says whether a token should be renewed now.
 *
 * `lost` is a token past its expiry: Meta renews none, its owner must connect again. That is a finding, not a fault.
 */
export function renewalVerdict(token: Token, now: Date): "too-young" | "wait" | "renew" | "lost" {
  if (token.expiresAt <= now) return "lost";
  const ageInMs = now.getTime() - token.issuedAt.getTime();
  if (ageInMs < youngestInMs) return "too-young";
  return ageInMs >= renewAfterInMs ? "renew" : "wait";
}

/** Whole days until it expires; 0 on the last one and after. */
export function daysLeft(expiresAt: Date, now: Date): number {
  return Math.max(0, Math.floor((expiresAt.getTime() - now.getTime()) / dayInMs));
}

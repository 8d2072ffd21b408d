import type { Token } from "./token.ts";

const hourInMs = 3_600_000;
const dayInMs = 24 * hourInMs;

/** A long-lived token's life, from when it was issued or renewed. @see https://developers.facebook.com/docs/threads/get-started/long-lived-tokens (read 2026-04) */
const tokenLifeInDays = 60;
/** Meta renews none younger than this. Same page. */
const youngestInMs = dayInMs;
/** Ours: renewed when a week old, some 50 days of failed runs remain for somebody to notice. */
const renewAfterInMs = 7 * dayInMs;

type Life = Pick<Token, "issuedAt" | "expiresAt">;

/**
 * Says whether a token should be renewed now: when it is a week old, or when half its life is gone should Meta ever give
 * it less than two weeks.
 *
 * `lost` is a token past its expiry: Meta renews none, its owner must connect again. That is a finding, not a fault.
 */
export function renewalVerdict(token: Life, now: Date): "too-young" | "wait" | "renew" | "lost" {
  if (token.expiresAt <= now) return "lost";
  if (isTooYoungToRenew(token.issuedAt, now)) return "too-young";
  const ageInMs = now.getTime() - token.issuedAt.getTime();
  const halfLifeInMs = (token.expiresAt.getTime() - token.issuedAt.getTime()) / 2;
  return ageInMs >= Math.min(renewAfterInMs, halfLifeInMs) ? "renew" : "wait";
}

/** Younger than the day that Meta wants a token to be. */
export function isTooYoungToRenew(issuedAt: Date, now: Date): boolean {
  return now.getTime() - issuedAt.getTime() < youngestInMs;
}

/** The life of a token just given. @param seconds - as Meta says; without it the documented 60 days. */
export function lifeFrom(askedAt: Date, seconds: number | undefined): Life {
  const lifeInMs = seconds === undefined ? tokenLifeInDays * dayInMs : seconds * 1000;
  return { issuedAt: askedAt, expiresAt: new Date(askedAt.getTime() + lifeInMs) };
}

/**
 * The life of a token of which nobody can say since when it runs: taken as full, so that posts go out, and as old enough
 * for the very next run to renew it, whose answer then tells.
 */
export function lifeUnknown(now: Date): Life {
  return lifeFrom(new Date(now.getTime() - renewAfterInMs), undefined);
}

/** Whole days until it expires; 0 on the last one and after. */
export function daysLeft(expiresAt: Date, now: Date): number {
  return Math.max(0, Math.floor((expiresAt.getTime() - now.getTime()) / dayInMs));
}

/** What the owner of a profile does when its token is gone; every message about that ends with it. */
export function connectAgain(account: string): string {
  return `open the connect link and log in to Threads as @${account}`;
}

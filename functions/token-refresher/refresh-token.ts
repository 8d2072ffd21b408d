import type { Secret } from "../core/secret.ts";
import { describeFault, verdictOnRead } from "../core/threads-verdict.ts";
import type { Token } from "../core/token.ts";
import { daysLeft, renewalVerdict, tokenLifeInDays } from "../core/token-life.ts";
import type { Services } from "../runtime/services.ts";

/** What one run did for an account's token. */
export interface RefreshReport {
  account: string;
  outcome: "renewed" | "adopted" | "not-due" | "not-connected" | "failed" | "disconnected";
  /** Absent when there is no token, or nothing is known of it. */
  daysLeft?: number;
  words?: string;
}

const dayInMs = 24 * 3_600_000;

type Parts = Pick<Services, "vault" | "ledger" | "threads" | "clock" | "bus" | "log">;

/**
 * Renews an account's token when it is a week old, and adopts one that a person pasted. The token that works stays
 * until a newer one is written in its place: whatever fails, the next run starts from a token that works.
 */
export async function refreshToken(account: string, services: Parts): Promise<RefreshReport> {
  const entry = await services.vault.read(account, { fresh: true });
  switch (entry.kind) {
    case "absent":
      return { account, outcome: "not-connected", words: "no token; open the connect link" };
    case "unreadable":
      return { account, outcome: "not-connected", words: `what the vault holds is no token: ${entry.why}` };
    case "pasted":
      return adopt(account, entry.accessToken, services);
    case "token":
      return renewIfDue(account, entry.token, services);
  }
}

async function renewIfDue(account: string, token: Token, services: Parts): Promise<RefreshReport> {
  const now = services.clock.now();
  const left = daysLeft(token.expiresAt, now);
  switch (renewalVerdict(token, now)) {
    case "too-young":
    case "wait":
      return { account, outcome: "not-due", daysLeft: left };
    case "lost":
      return disconnected(account, "its token has expired; open the connect link", services);
    case "renew":
      return renew(account, token, left, services);
  }
}

async function renew(account: string, token: Token, left: number, services: Parts): Promise<RefreshReport> {
  const { threads, clock } = services;
  const answer = await threads.refresh(token.accessToken);
  if (!answer.ok) {
    const words = describeFault(answer.fault);
    if (verdictOnRead(answer.fault).kind === "reauthorize") {
      // Somebody else may have renewed or reconnected it meanwhile: only the token that is there now counts.
      const current = await services.vault.read(account, { fresh: true });
      const isSame =
        current.kind === "token" && current.token.accessToken.reveal() === token.accessToken.reveal();
      if (isSame) return disconnected(account, words, services);
      return { account, outcome: "not-due", words: "it was replaced meanwhile" };
    }
    await announce({ type: "TokenRefreshFailed", detail: { account, daysLeft: left, words } }, services);
    return { account, outcome: "failed", daysLeft: left, words };
  }
  const now = clock.now();
  const expiresAt = expiry(now, answer.value.expiresInSeconds);
  return write(
    { ...token, accessToken: answer.value.accessToken, issuedAt: now, expiresAt },
    "renewed",
    services,
  );
}

/** A token put in by hand says nothing of itself: whose it is comes from `/me`, its days from a renewal if Meta gives one. */
async function adopt(account: string, pasted: Secret, services: Parts): Promise<RefreshReport> {
  const { threads, clock } = services;
  const me = await threads.me(pasted);
  if (!me.ok) {
    const words = `the pasted token does not work (${describeFault(me.fault)}); paste another or open the connect link`;
    return { account, outcome: "failed", words };
  }
  if (me.value.username.toLowerCase() !== account) {
    return {
      account,
      outcome: "failed",
      words: `the pasted token is @${me.value.username}'s, not @${account}'s; paste it there`,
    };
  }
  const now = clock.now();
  const [renewed, inspected] = [await threads.refresh(pasted), await threads.inspect(pasted)];
  const known = inspected.ok ? inspected.value : { scopes: [] };
  const token: Token = {
    accessToken: renewed.ok ? renewed.value.accessToken : pasted,
    userId: me.value.userId,
    username: account,
    scopes: known.scopes,
    issuedAt: renewed.ok ? now : (known.issuedAt ?? new Date(now.getTime() - dayInMs)),
    expiresAt: renewed.ok
      ? expiry(now, renewed.value.expiresInSeconds)
      : (known.expiresAt ?? expiry(now, undefined)),
  };
  return write(token, "adopted", services);
}

async function write(token: Token, outcome: "renewed" | "adopted", services: Parts): Promise<RefreshReport> {
  const { vault, ledger, clock } = services;
  const account = token.username;
  await vault.write(account, token);
  await ledger.writeAccount({
    account,
    state: "connected",
    userId: token.userId,
    changedAt: clock.now(),
    tokenExpiresAt: token.expiresAt,
  });
  await announce(
    { type: "TokenRefreshed", detail: { account, expiresAt: token.expiresAt.toISOString() } },
    services,
  );
  return { account, outcome, daysLeft: daysLeft(token.expiresAt, clock.now()) };
}

async function disconnected(account: string, words: string, services: Parts): Promise<RefreshReport> {
  const { ledger, clock } = services;
  const known = await ledger.readAccount(account);
  if (known?.state !== "disconnected") {
    await ledger.writeAccount({ account, state: "disconnected", changedAt: clock.now(), words });
    await announce({ type: "AccountDisconnected", detail: { account, words } }, services);
  }
  return { account, outcome: "disconnected", daysLeft: 0, words };
}

async function announce(
  event: Parameters<Services["bus"]["announce"]>[0][number],
  { bus, log }: Parts,
): Promise<void> {
  await bus
    .announce([event])
    .catch((error: unknown) => log.warn("not announced", { event: event.type, error }));
}

/** @param seconds - as Meta says; without it the documented 60 days. */
function expiry(now: Date, seconds: number | undefined): Date {
  return new Date(now.getTime() + (seconds === undefined ? tokenLifeInDays * dayInMs : seconds * 1000));
}

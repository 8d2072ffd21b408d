import { ownerVerdict } from "../core/account-owner.ts";
import { FeedloomError } from "../core/errors.ts";
import type { FeedloomEvent } from "../core/events.ts";
import type { Secret } from "../core/secret.ts";
import type { ThreadsFault } from "../core/threads-fault.ts";
import { describeFault, verdictOnRead } from "../core/threads-verdict.ts";
import type { Token } from "../core/token.ts";
import { connectAgain, daysLeft, lifeFrom, renewalVerdict } from "../core/token-life.ts";
import { announce } from "../runtime/announce.ts";
import type { Services } from "../runtime/services.ts";
import { adoptToken } from "./adopt-token.ts";
import { holds, keepToken, noteConnected, noteDisconnected } from "./keep-token.ts";
import { asItIsNow, type RefreshReport } from "./refresh-report.ts";

type Parts = Pick<Services, "vault" | "ledger" | "threads" | "clock" | "bus" | "log" | "configuration">;

/**
 * Looks at an account's token: renews it when it is due, adopts one that a person pasted, finds the lost one. The token
 * that works stays until a newer one is written in its place: whatever fails, the next run starts from a token that works.
 *
 * Never throws, so that one account's trouble is not the next one's.
 *
 * @returns `fault` beside a report of `failed` when it was a store or a mistake of ours that failed, not Meta.
 */
export async function refreshToken(
  account: string,
  services: Parts,
): Promise<{ report: RefreshReport; fault?: unknown }> {
  const seen: Seen = {};
  let looked: { report: RefreshReport; fault?: unknown };
  try {
    looked = { report: await look(account, seen, services) };
  } catch (fault) {
    const words = fault instanceof FeedloomError ? fault.message : "an unexpected fault; the log has it";
    const expiresAt = seen.expiresAt ?? (await expiryInLedger(account, services));
    const left = expiresAt === undefined ? {} : { daysLeft: daysLeft(expiresAt, services.clock.now()) };
    looked = { report: { account, outcome: "failed", ...left, words }, fault };
  }
  const { outcome, daysLeft: left, words = "" } = looked.report;
  if (outcome === "failed" && left !== undefined) {
    await announce(
      [{ type: "TokenRefreshFailed", detail: { account, daysLeft: left, words } }],
      { account },
      services,
    );
  }
  return looked;
}

/** What a run has learned before it failed. */
interface Seen {
  expiresAt?: Date;
}

async function look(account: string, seen: Seen, services: Parts): Promise<RefreshReport> {
  const entry = await services.vault.read(account, { fresh: true });
  switch (entry.kind) {
    case "absent":
    case "unreadable":
      return asItIsNow(account, entry, services.clock.now());
    case "pasted":
      return adopt(account, entry.accessToken, services);
    case "token":
      // Put there whole by a person, for another profile: `/me` finds that out, and it is refused.
      if (entry.token.username !== account || (await isOthers(entry.token, services)))
        return adopt(account, entry.token.accessToken, services);
      seen.expiresAt = entry.token.expiresAt;
      return renewIfDue(entry.token, seen, services);
  }
}

/** Put there whole, or connected and not written down: whose it is says `/me`. */
async function isOthers({ username, userId }: Token, { ledger }: Parts): Promise<boolean> {
  return !["first", "same"].includes(ownerVerdict(userId, await ledger.readAccount(username)));
}

async function renewIfDue(token: Token, seen: Seen, services: Parts): Promise<RefreshReport> {
  switch (renewalVerdict(token, services.clock.now())) {
    case "too-young":
    case "wait":
      return leave(token, services);
    case "lost":
      return lose(token, "its token has expired", services);
    case "renew":
      return renew(token, seen, services);
  }
}

async function renew(token: Token, seen: Seen, services: Parts): Promise<RefreshReport> {
  const askedAt = services.clock.now();
  const answer = await services.threads.refresh(token.accessToken);
  if (!answer.ok) return explainRefusal(token, answer.fault, services);
  const renewed = {
    ...token,
    ...lifeFrom(askedAt, answer.value.expiresInSeconds),
    accessToken: answer.value.accessToken,
  };
  return keep(token.accessToken, renewed, { outcome: "renewed" }, seen, services);
}

async function adopt(account: string, pasted: Secret, services: Parts): Promise<RefreshReport> {
  const finding = await adoptToken(account, pasted, await services.ledger.readAccount(account), services);
  if (finding.kind === "token") {
    const { token, words } = finding;
    const told = words === undefined ? {} : { words };
    return keep(pasted, token, { outcome: "adopted", ...told }, {}, services);
  }
  return { account, outcome: "failed", daysLeft: 0, words: finding.words };
}

/** Writes a token down, first where it is needed, then where it is reported from, and then says so. */
async function keep(
  former: Secret,
  token: Token,
  news: Pick<RefreshReport, "outcome" | "words">,
  seen: Seen,
  services: Parts,
): Promise<RefreshReport> {
  const account = token.username;
  const { clock } = services;
  const other = await keepToken(account, former, token, services);
  if (other !== undefined) return asItIsNow(account, other, clock.now());
  seen.expiresAt = token.expiresAt;
  await noteConnected(token, clock.now(), services);
  const detail = { account, expiresAt: token.expiresAt.toISOString() };
  const told = news.words === undefined ? {} : { words: news.words };
  const refreshed: FeedloomEvent = { type: "TokenRefreshed", detail };
  // Adopted, the account can post again: its publisher is told at once.
  const events: FeedloomEvent[] =
    news.outcome === "adopted"
      ? [{ type: "AccountConnected", detail: { ...detail, ...told } }, refreshed]
      : [refreshed];
  await announce(events, { account }, services);
  return { account, daysLeft: daysLeft(token.expiresAt, clock.now()), ...news };
}

/** Long enough for another run that renewed the same token to write the new one down. */
const secondLookInMs = 5000;

/**
 * Only a dead token disconnects an account, and one refusal is no proof of that: the token may have been renewed or
 * replaced meanwhile, which the vault tells, or Meta may have been wrong, which `/me` tells. Missing permissions,
 * restrictions and whatever is not known are failures of today.
 */
async function explainRefusal(token: Token, fault: ThreadsFault, services: Parts): Promise<RefreshReport> {
  const { vault, threads, clock } = services;
  const { username: account, accessToken } = token;
  const left = daysLeft(token.expiresAt, clock.now());
  const words = describeFault(fault);
  if (!isDead(fault)) return { account, outcome: "failed", daysLeft: left, words };
  await clock.sleep(secondLookInMs);
  const me = await threads.me(accessToken);
  const entry = await vault.read(account, { fresh: true });
  if (!holds(entry, accessToken)) return asItIsNow(account, entry, clock.now());
  if (!me.ok && isDead(me.fault)) return lose(token, words, services);
  const doubt = me.ok ? "but it still works" : "whether it still works could not be learned";
  return { account, outcome: "failed", daysLeft: left, words: `${words}; ${doubt}; tried again tomorrow` };
}

function isDead(fault: ThreadsFault): boolean {
  return verdictOnRead(fault).kind === "reauthorize";
}

async function lose(token: Token, why: string, services: Parts): Promise<RefreshReport> {
  const account = token.username;
  const words = `${why}; ${connectAgain(account)}`;
  const other = await noteDisconnected(token, words, services);
  if (other !== undefined) return asItIsNow(account, other, services.clock.now());
  return { account, outcome: "disconnected", daysLeft: 0, words };
}

/** Not due: nothing is renewed, but what the ledger says of the account is put right where it is not so. */
async function leave(token: Token, services: Parts): Promise<RefreshReport> {
  const { ledger, threads, clock } = services;
  const account = token.username;
  const report = { account, daysLeft: daysLeft(token.expiresAt, clock.now()) };
  const known = await ledger.readAccount(account);
  if (known?.state === "disconnected" && token.issuedAt <= known.changedAt) {
    // The publisher was refused with this very token. Was that for good?
    const me = await threads.me(token.accessToken);
    if (!me.ok) {
      const left = isDead(me.fault) ? { daysLeft: 0 } : {};
      return { ...report, ...left, outcome: "disconnected", words: known.words ?? connectAgain(account) };
    }
    await noteConnected(token, clock.now(), services);
    return { ...report, outcome: "not-due", words: "it works, although Threads had refused it" };
  }
  const isKnown =
    known?.state === "connected" && known.tokenExpiresAt?.getTime() === token.expiresAt.getTime();
  if (!isKnown) await noteConnected(token, token.issuedAt, services);
  return { ...report, outcome: "not-due" };
}

async function expiryInLedger(account: string, { ledger }: Parts): Promise<Date | undefined> {
  const known = await ledger.readAccount(account).catch(() => undefined);
  return known?.tokenExpiresAt;
}

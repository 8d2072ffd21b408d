import { newOwner, otherOwner, ownerVerdict } from "../core/account-owner.ts";
import type { AccountRecord } from "../core/account-record.ts";
import type { Secret } from "../core/secret.ts";
import { describeFault, verdictOnRead } from "../core/threads-verdict.ts";
import type { Token } from "../core/token.ts";
import { connectAgain, daysLeft, isTooYoungToRenew, lifeFrom, lifeUnknown } from "../core/token-life.ts";
import type { Services } from "../runtime/services.ts";

type Parts = Pick<Services, "threads" | "clock" | "configuration">;

/**
 * Learns what a token put in by hand does not say: whose it is, from `/me`; what it may do and since when it runs, from
 * Meta's inspection; and renews it, unless it is known to be too young. One that is refused stays where it is, since only
 * its owner knows what to do with it.
 *
 * @param record - whose the account is; another's token is refused.
 * @returns the token to keep, renewed or as it is; or why there is none, with what to do.
 */
export async function adoptToken(
  account: string,
  pasted: Secret,
  record: AccountRecord | undefined,
  { threads, clock, configuration }: Parts,
): Promise<{ kind: "token"; token: Token; words?: string } | { kind: "refused"; words: string }> {
  const refused = (why: string, way = `paste another, or ${connectAgain(account)}`) =>
    ({ kind: "refused", words: `the pasted token ${why}; ${way}` }) as const;
  const me = await threads.me(pasted);
  if (!me.ok) {
    if (verdictOnRead(me.fault).kind === "reauthorize")
      return refused(`does not work (${describeFault(me.fault)})`);
    return refused(`could not be tried (${describeFault(me.fault)})`, "the next run tries again");
  }
  if (me.value.username.toLowerCase() !== account) {
    return refused(`is @${me.value.username}'s, not @${account}'s`);
  }
  const { userId } = me.value;
  const verdict = ownerVerdict(userId, record);
  if (verdict === "other") return refused(`belongs to ${otherOwner(account, userId)}`);
  const news = verdict === "accepted" ? [newOwner(userId)] : [];
  // Before it is renewed: whether Meta still takes the old one after that is not known.
  const inspected = await threads.inspect(pasted);
  const known: { scopes: string[]; issuedAt?: Date; expiresAt?: Date } = inspected.ok
    ? inspected.value
    : { scopes: [] };
  const missing = configuration.scopes.filter((scope) => !known.scopes.includes(scope));
  if (known.scopes.length > 0 && missing.length > 0) {
    return refused(`lacks the permission ${missing.join(" and ")}`);
  }
  const owner = { userId, username: account, scopes: known.scopes };
  const askedAt = clock.now();
  if (known.issuedAt === undefined || !isTooYoungToRenew(known.issuedAt, askedAt)) {
    const renewed = await threads.refresh(pasted);
    if (renewed.ok) {
      const { accessToken, expiresInSeconds } = renewed.value;
      const token = { ...owner, accessToken, ...lifeFrom(askedAt, expiresInSeconds) };
      return { kind: "token", token, ...told(news) };
    }
    // It works and cannot be renewed: that is the short-lived kind, unless its days are known to be many.
    const isRefusedForGood = verdictOnRead(renewed.fault).kind === "reauthorize";
    if (isRefusedForGood && known.expiresAt === undefined) return refused("is not a long-lived one");
  }
  const life =
    known.expiresAt === undefined
      ? lifeUnknown(askedAt)
      : { issuedAt: known.issuedAt ?? lifeUnknown(askedAt).issuedAt, expiresAt: known.expiresAt };
  if (daysLeft(life.expiresAt, askedAt) === 0) {
    return refused("runs out within a day; a long-lived one is wanted");
  }
  const words = "taken as it is; it is renewed when it is old enough";
  return { kind: "token", token: { ...owner, accessToken: pasted, ...life }, ...told([words, ...news]) };
}

function told(words: string[]): { words?: string } {
  return words.length === 0 ? {} : { words: words.join("; ") };
}

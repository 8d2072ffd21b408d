import type { AccountRecord } from "../core/account-record.ts";
import type { Token } from "../core/token.ts";
import type { Services } from "./services.ts";

/**
 * The ledger's record of an account that can post: the poller reports its days left from there.
 *
 * @param changedAt - since when it can: a removal that its owner asked for before then is not meant for this connection.
 */
export async function recordConnected(
  token: Token,
  changedAt: Date,
  { ledger }: Pick<Services, "ledger">,
): Promise<void> {
  const { username: account, userId, expiresAt: tokenExpiresAt } = token;
  const accepted = acceptedIn(await ledger.readAccount(account), userId);
  await ledger.writeAccount({ account, state: "connected", userId, ...accepted, changedAt, tokenExpiresAt });
}

/** An agreement stands until it is used. */
function acceptedIn(known: AccountRecord | undefined, userId?: string): { acceptedUserId?: string } {
  const { acceptedUserId } = known ?? {};
  return acceptedUserId === undefined || acceptedUserId === userId ? {} : { acceptedUserId };
}

/**
 * Says once that an account is disconnected: again only after it was connected in between. Told first and marked then:
 * who dies in between, or cannot reach the bus, tells it twice rather than never.
 *
 * @returns whether it was news.
 */
export async function tellDisconnected(
  account: string,
  words: string,
  { ledger, bus, clock }: Pick<Services, "ledger" | "bus" | "clock">,
): Promise<boolean> {
  const known = await ledger.readAccount(account);
  if (known?.state === "disconnected") return false;
  await bus.announce([{ type: "AccountDisconnected", detail: { account, words } }]);
  const userId = known?.userId === undefined ? {} : { userId: known.userId };
  const owner = { ...userId, ...acceptedIn(known) };
  await ledger.writeAccount({ account, state: "disconnected", ...owner, changedAt: clock.now(), words });
  return true;
}

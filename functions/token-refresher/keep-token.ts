import type { Secret } from "../core/secret.ts";
import type { Token, VaultEntry } from "../core/token.ts";
import type { Clock } from "../ports/clock.ts";
import { recordConnected, tellDisconnected } from "../runtime/connection-record.ts";
import type { Services } from "../runtime/services.ts";

type Parts = Pick<Services, "vault" | "ledger" | "clock" | "bus">;

/**
 * Between two tries to write, in all a good minute: long enough for a store's hiccup. What was granted and is not written
 * when they are used up may be the only token that is left: whether Meta ends the old one at a renewal is not known.
 */
const pausesInMs = [0.5, 1, 2, 4, 8, 10, 10, 10, 10, 10, 10].map((seconds) => seconds * 1000);

/**
 * Writes a token in the place of the one that it was made from, if that is what the vault still holds: what another run
 * renewed, or the owner connected, pasted or removed meanwhile, stands. So no newer token is overwritten by an older one.
 *
 * The vault has no conditional write: between the look and the write, some milliseconds, another may still come in
 * between, and the later write wins. Of two renewals of one token either is good, where the old one stays good, too. For
 * a connect in just those milliseconds it takes a person who presses Allow while the daily run is at this line; the renewed
 * token that then wins is the same profile's and works unless Meta ends it, which the publisher finds and tells.
 *
 * @returns what the vault holds instead, when that is another; undefined when `token` is written.
 * @throws what the last try failed with; the vault holds the former token or the new one.
 */
export async function keepToken(
  account: string,
  former: Secret,
  token: Token,
  { vault, clock }: Parts,
): Promise<VaultEntry | undefined> {
  return persistently(clock, async () => {
    const entry = await vault.read(account, { fresh: true });
    if (!holds(entry, former)) {
      // A try that failed may have written it all the same.
      return holds(entry, token.accessToken) ? undefined : entry;
    }
    await vault.write(account, token);
    return undefined;
  });
}

/** Whether this is the token that stands there. */
export function holds(entry: VaultEntry, accessToken: Secret): boolean {
  switch (entry.kind) {
    case "token":
      return entry.token.accessToken.reveal() === accessToken.reveal();
    case "pasted":
      return entry.accessToken.reveal() === accessToken.reveal();
    default:
      return false;
  }
}

/** What was granted is known by the ledger, too, whatever it takes. */
export async function noteConnected(token: Token, changedAt: Date, services: Parts): Promise<void> {
  await persistently(services.clock, () => recordConnected(token, changedAt, services));
}

/**
 * Says once that the account of a token is disconnected.
 *
 * @returns what the vault holds instead, when somebody connected while this went on; the ledger then says connected.
 */
export async function noteDisconnected(
  token: Token,
  words: string,
  services: Parts,
): Promise<VaultEntry | undefined> {
  const account = token.username;
  if (!(await tellDisconnected(account, words, services))) return undefined;
  const entry = await services.vault.read(account, { fresh: true });
  if (entry.kind !== "token" || holds(entry, token.accessToken)) return undefined;
  await noteConnected(entry.token, entry.token.issuedAt, services);
  return entry;
}

async function persistently<Result>(clock: Clock, action: () => Promise<Result>): Promise<Result> {
  for (const pauseInMs of pausesInMs) {
    try {
      return await action();
    } catch {
      await clock.sleep(pauseInMs);
    }
  }
  return action();
}

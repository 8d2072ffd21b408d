import { ownerOf } from "../core/account-owner.ts";
import { FeedloomError } from "../core/errors.ts";
import { recordConnected } from "../runtime/connection-record.ts";
import type { Services } from "../runtime/services.ts";

/**
 * Notes that whoever runs Feedloom agrees to another owner of an account: that one can connect from now on. Until then
 * all stays as it is. Agreeing to the present owner takes it back.
 *
 * @throws FeedloomError `REQUEST_INVALID` - the account is nobody's yet, so that there is nothing to agree to.
 */
export async function acceptOwner(
  account: string,
  userId: string,
  { ledger, vault, log }: Pick<Services, "ledger" | "vault" | "log">,
): Promise<{ accepted: string }> {
  const entry = await vault.read(account, { fresh: true });
  const isUnrecorded = (await ledger.readAccount(account)) === undefined;
  if (isUnrecorded && entry.kind === "token")
    await recordConnected(entry.token, entry.token.issuedAt, { ledger });
  const record = await ledger.readAccount(account);
  const owner = ownerOf(record, entry);
  if (record === undefined || owner === undefined)
    throw new FeedloomError("REQUEST_INVALID", `@${account} has no owner yet; the first who connects is it`);
  const { acceptedUserId: _, ...known } = record;
  const accepted = userId === owner ? {} : { acceptedUserId: userId };
  await ledger.writeAccount({ ...known, userId: owner, ...accepted });
  log.warn("another owner accepted", { account, userId });
  return { accepted: userId };
}

import type { AccountRecord } from "../core/account-record.ts";
import { isCredible } from "../core/moment.ts";
import type { SignedRequest } from "../core/signed-request.ts";
import type { VaultEntry } from "../core/token.ts";
import { announce } from "../runtime/announce.ts";
import type { Services } from "../runtime/services.ts";
import { forgetPosts } from "./forget-posts.ts";

/** What the owner of a profile asked for, by way of Meta. */
export type Removal = "uninstall" | "delete";

type Parts = Pick<Services, "vault" | "ledger" | "bus" | "clock" | "log" | "configuration">;

const words = {
  uninstall: "its owner removed the app in Threads' settings: open the connect link to connect it again",
  delete: "its owner had its data deleted: open the connect link to connect it again",
} satisfies Record<Removal, string>;

/**
 * Takes from every configured account that is this person's what the request asks for. An id that is nobody's takes
 * nothing, and the same request again does the same: whatever of it was left undone is done then.
 *
 * What stays after a deletion, and why it is no personal data of Meta's: the account's name, which stands in the
 * configuration whatever we do, and the memory that an entry of the blog was posted, without which a new connect would
 * post everything once more.
 *
 * @param request - the proof that Meta asked; nothing is removed without one.
 * @param hasTime - whether the caller can wait for more.
 * @throws FeedloomError `STORE_UNAVAILABLE` - some of it may be done; the same request again does the rest.
 */
export async function removeAccount(
  request: SignedRequest,
  removal: Removal,
  hasTime: () => boolean,
  services: Parts,
): Promise<void> {
  let isSomebody = false;
  for (const { username } of services.configuration.accounts) {
    if (await removeFrom(username, request, removal, hasTime, services)) isSomebody = true;
  }
  // Of a request that is repeated, too: the first may have found somebody, and failed at just this.
  if (removal === "delete") await services.ledger.settle();
  if (!isSomebody) services.log.warn("nobody whom we know was removed", { removal });
}

/** @returns whether the account is this person's. */
async function removeFrom(
  account: string,
  request: SignedRequest,
  removal: Removal,
  hasTime: () => boolean,
  services: Parts,
): Promise<boolean> {
  const { vault, ledger, log } = services;
  // Fresh: a connect may have put a new token there that this process has not seen.
  const [record, entry] = [await ledger.readAccount(account), await vault.read(account, { fresh: true })];
  const owner = entry.kind === "token" ? entry.token.userId : record?.userId;
  if (owner !== request.userId) return false;
  const isReconnected = cameLater(record, entry, request.issuedAt, services.clock.now());
  if (!isReconnected) await disconnect(account, record, request, removal, services);
  if (removal === "delete") {
    await forgetPosts(account, isReconnected ? request.issuedAt : undefined, hasTime, services);
    if (!isReconnected) await forgetOwner(account, services);
  }
  log.info("removal done", { account, removal, isReconnected });
  return true;
}

/**
 * Whether the account was connected again, or its token found good, after the request was made: then the request was done
 * before, or came too late to be meant for this connection. To the second, as Meta's time is.
 *
 * By Meta's clock on both sides where that is known. Where only ours is, a time that lies ahead of now was written by a
 * clock that was wrong, and keeps nothing: better that somebody connects again than that data stays which was said to be
 * deleted.
 */
function cameLater(record: AccountRecord | undefined, entry: VaultEntry, issuedAt: Date, now: Date): boolean {
  const toTheSecond = (at: Date) => Math.floor(at.getTime() / 1000);
  if (entry.kind === "token" && entry.token.grantedAt !== undefined)
    return toTheSecond(entry.token.grantedAt) > toTheSecond(issuedAt);
  const isLater = (at: Date) => isCredible(at, now) && toTheSecond(at) > toTheSecond(issuedAt);
  if (entry.kind === "token" && isLater(entry.token.issuedAt)) return true;
  if (record === undefined || !isLater(record.changedAt)) return false;
  // A pasted token carries no time: what stands there after the account's last change came after it.
  return record.state === "connected" || entry.kind === "pasted";
}

/** The token first: should we die after it, the account's record still leads the same request here again. */
async function disconnect(
  account: string,
  record: AccountRecord | undefined,
  { userId }: SignedRequest,
  removal: Removal,
  services: Parts,
): Promise<void> {
  const { vault, ledger, clock } = services;
  await vault.erase(account);
  const isNews = record?.state !== "disconnected";
  // The id stays until the posts are done with: a deletion that follows the uninstall finds them by it.
  const { acceptedUserId } = record ?? {};
  const accepted = acceptedUserId === undefined ? {} : { acceptedUserId };
  if (isNews || record.userId !== userId) {
    await ledger.writeAccount({
      account,
      state: "disconnected",
      userId,
      ...accepted,
      changedAt: clock.now(),
      words: words[removal],
    });
  }
  if (!isNews) return;
  const detail = { account, words: words[removal] };
  await announce([{ type: "AccountDisconnected", detail }], { account }, services);
}

/** Last of all, since this is what a repeated request finds the account by; unless somebody connected it meanwhile. */
async function forgetOwner(account: string, { ledger, clock }: Parts): Promise<void> {
  if ((await ledger.readAccount(account))?.state !== "disconnected") return;
  await ledger.writeAccount({
    account,
    state: "disconnected",
    changedAt: clock.now(),
    words: words.delete,
  });
}

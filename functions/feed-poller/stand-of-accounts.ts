import pLimit from "p-limit";
import type { AccountRecord } from "../core/account-record.ts";
import { FeedloomError } from "../core/errors.ts";
import { pollIntervalInMinutes } from "../core/feed-schedule.ts";
import { isOpenPost, postWaitInMs } from "../core/post.ts";
import { daysLeft } from "../core/token-life.ts";
import type { Pictures } from "../ports/pictures.ts";
import type { Services } from "../runtime/services.ts";
import { freshPictures } from "./fresh-pictures.ts";

type Parts = Pick<Services, "clock" | "ledger" | "configuration"> & { pictures?: Pictures };

/** How the accounts stand: who has posts that are due, how long the first in line is known, how long tokens last. */
export interface Standing {
  due: string[];
  waitsInSeconds: Record<string, number>;
  tokenDaysLeft: Record<string, number>;
}

const accountsAtOnce = 16;

/**
 * Read at each tick and not told by the other jobs, so that it is known when they do not run.
 *
 * @throws FeedloomError `STORE_UNAVAILABLE`
 */
export async function standOfAccounts(services: Parts): Promise<Standing> {
  const standing: Standing = { due: [], waitsInSeconds: {}, tokenDaysLeft: {} };
  const limit = pLimit(accountsAtOnce);
  const names = services.configuration.accounts.map(({ username }) => username);
  await Promise.all(names.map((name) => limit(() => look(name, standing, services))));
  return standing;
}

/** One that cannot be read says nothing of its days; its posts go out all the same. */
async function accountOf(account: string, ledger: Parts["ledger"]): Promise<AccountRecord | undefined> {
  try {
    return await ledger.readAccount(account);
  } catch (error) {
    if (error instanceof FeedloomError && error.code === "RECORD_UNREADABLE") return undefined;
    throw error;
  }
}

async function look(account: string, standing: Standing, services: Parts): Promise<void> {
  const { clock, ledger } = services;
  const now = clock.now();
  const [head] = await ledger.posts(account, "open", { limit: 1 });
  const known = await accountOf(account, ledger);
  // Never connected: nothing runs out. Disconnected: it has no day left, and stands in the configuration.
  if (known?.state === "disconnected") standing.tokenDaysLeft[account] = 0;
  else if (known?.tokenExpiresAt !== undefined)
    standing.tokenDaysLeft[account] = daysLeft(known.tokenExpiresAt, now);
  if (head !== undefined) {
    standing.waitsInSeconds[account] = (now.getTime() - head.seenAt.getTime()) / 1000;
    const wait = postWaitInMs(head, now);
    // Before its publisher is told: it goes out at once then, or by itself before the next tick.
    if (wait <= pollIntervalInMinutes * 60_000) await freshPictures(head, services);
    // While one steps aside, those behind it go on: its publisher finds out who is due.
    const isAside = isOpenPost(head) && head.life.effort.aside !== undefined;
    if (isAside || wait === 0) standing.due.push(account);
    return;
  }
  if (known?.state !== "connected") return;
  const [waiting] = await ledger.posts(account, "reconnect", { limit: 1 });
  if (waiting !== undefined) standing.due.push(account);
}

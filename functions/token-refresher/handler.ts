import * as z from "zod";
import { FeedloomError } from "../core/errors.ts";
import { type Handler, jobChain, onFirstCall } from "../runtime/chain.ts";
import type { Services } from "../runtime/services.ts";
import { acceptOwner } from "./accept-owner.ts";
import { refreshFigures } from "./figures.ts";
import type { RefreshReport } from "./refresh-report.ts";
import { refreshToken } from "./refresh-token.ts";

/**
 * What starts the refresher: its schedule sends `{}`; by hand it can be asked for one account, and be told that another
 * user of Threads is its owner from now on.
 */
export const payloadSchema = z.union([
  z.strictObject({ account: z.string().optional() }),
  z.strictObject({ account: z.string(), acceptUserId: z.string().regex(/^\d{1,40}$/) }),
]);

/**
 * Two calls of 20 s without an answer, and a vault and then a ledger that each take 76 s to come back. With less time
 * left no further account is begun: a run that is cut off between Meta's answer and the vault may lose a token.
 */
const timeForOneInMs = 4 * 60_000;

export function createHandler(services: Services): Handler<{ accounts: RefreshReport[]; accepted?: string }> {
  return jobChain(services, payloadSchema, async (asked, context) => {
    const { account } = asked;
    const { configuration, log, meter } = services;
    const known = configuration.accounts.map(({ username }) => username);
    if (account !== undefined && !known.includes(account)) {
      // Not named: what stands there may be anything, a token that went into the wrong field included.
      throw new FeedloomError(
        "REQUEST_INVALID",
        `this account is not configured; configured are ${known.join(", ")}`,
      );
    }
    const accepted =
      "acceptUserId" in asked ? await acceptOwner(asked.account, asked.acceptUserId, services) : {};
    const accounts: RefreshReport[] = [];
    const failures: Failure[] = [];
    const names = account === undefined ? known : [account];
    for (const name of names) {
      if (accounts.length > 0 && context.getRemainingTimeInMillis() < timeForOneInMs) {
        failures.push({ account: name, words: "no time was left for it", fault: undefined });
        continue;
      }
      const { report, fault } = await refreshToken(name, services);
      log.info("token looked at", { ...report });
      accounts.push(report);
      if (fault === undefined) continue;
      log.error("token not looked at", { account: name, error: fault });
      failures.push({ account: name, words: report.words ?? "", fault });
    }
    meter.record(refreshFigures(accounts));
    if (failures.length > 0) throw failedRun(failures, names.length);
    return { accounts, ...accepted };
  });
}

interface Failure {
  account: string;
  words: string;
  fault: unknown;
}

/** So that whoever started the run knows, and it is tried again: every other account was looked at. */
function failedRun(failures: Failure[], accounts: number): FeedloomError {
  const named = failures.map(({ account, words }) => `${account}: ${words}`).join("; ");
  const faults = failures.map(({ fault }) => fault).filter((fault) => fault !== undefined);
  const ours = faults.find((fault) => fault instanceof FeedloomError);
  return new FeedloomError(
    ours?.code ?? "STORE_UNAVAILABLE",
    `${failures.length} of ${accounts} tokens could not be looked after (${named}); run it again`,
    faults.length === 0 ? {} : { cause: faults[0] },
  );
}

export const handler = onFirstCall(async () =>
  createHandler((await import("../runtime/aws-services.ts")).awsServices()),
);

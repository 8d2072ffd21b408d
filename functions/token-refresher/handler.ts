import * as z from "zod";
import { FeedloomError } from "../core/errors.ts";
import { type Handler, jobChain, onFirstCall } from "../runtime/chain.ts";
import type { Services } from "../runtime/services.ts";
import { type RefreshReport, refreshToken } from "./refresh-token.ts";

/** What starts the refresher: its schedule sends `{}`; by hand it can be asked for one account. */
const payloadSchema = z.strictObject({ account: z.string().optional() });

export function createHandler(services: Services): Handler<{ accounts: RefreshReport[] }> {
  return jobChain(services, payloadSchema, async ({ account }) => {
    const known = services.configuration.accounts.map(({ username }) => username);
    if (account !== undefined && !known.includes(account)) {
      throw new FeedloomError(
        "REQUEST_INVALID",
        `account "${account}" is not configured; configured are ${known.join(", ")}`,
      );
    }
    const accounts: RefreshReport[] = [];
    for (const name of account === undefined ? known : [account]) {
      const report = await refreshToken(name, services);
      services.log.info("token looked at", { ...report });
      accounts.push(report);
    }
    return { accounts };
  });
}

export const handler = onFirstCall(async () =>
  createHandler((await import("../runtime/aws-services.ts")).awsServices()),
);

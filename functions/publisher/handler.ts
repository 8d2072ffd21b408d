import * as z from "zod";
import { FeedloomError } from "../core/errors.ts";
import { type Handler, jobChain, onFirstCall } from "../runtime/chain.ts";
import type { Services } from "../runtime/services.ts";
import { type DrainReport, drainAccount } from "./drain-account.ts";

/** By hand: `{}` for all accounts, `{"account"}` for one. */
const byHand = z.strictObject({ account: z.string().optional() });
/** From the bus: an event about an account, whose posts are then due. */
const fromBus = z.object({
  source: z.literal("feedloom"),
  "detail-type": z.enum(["PostsPending", "AccountConnected"]),
  detail: z.object({ account: z.string() }),
});
const payloadSchema = z.union([fromBus.transform(({ detail }) => detail), byHand]);

/** Left for the step that is running when the host's time is up; one that is cut off is settled by the next run. */
const marginInMs = 30_000;
/** Waiting in a function costs its memory by the second; a picture is ready in less, everything else waits for the next tick. */
const patienceInMs = 20_000;

export function createHandler(services: Services): Handler<{ accounts: DrainReport[] }> {
  return jobChain(services, payloadSchema, async ({ account }, context) => {
    const known = services.configuration.accounts.map(({ username }) => username);
    if (account !== undefined && !known.includes(account)) {
      throw new FeedloomError(
        "REQUEST_INVALID",
        `account "${account}" is not configured; configured are ${known.join(", ")}`,
      );
    }
    const leftInMs = context.getRemainingTimeInMillis() - marginInMs;
    const limits = { deadline: new Date(services.clock.now().getTime() + leftInMs), patienceInMs };
    const accounts: DrainReport[] = [];
    for (const name of account === undefined ? known : [account]) {
      accounts.push(await drainAccount(name, services, limits));
    }
    return { accounts };
  });
}

export const handler = onFirstCall(async () =>
  createHandler((await import("../runtime/aws-services.ts")).awsServices()),
);

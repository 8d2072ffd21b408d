import type { Context } from "aws-lambda";
import pLimit, { type LimitFunction } from "p-limit";
import * as z from "zod";
import type { FeedloomEvent } from "../../functions/core/events.ts";
import { eventSource } from "../../functions/core/events.ts";
import type { Handler } from "../../functions/runtime/chain.ts";
import { invocation } from "./invocation.ts";

const aboutOne = z.union([
  z.object({ account: z.string() }),
  z.object({ detail: z.object({ account: z.string() }) }).transform(({ detail }) => detail),
]);

/**
 * The publisher for one account one at a time, whoever starts it: all of this process hold the same lease, which
 * therefore keeps none of them from another. Accounts do not wait for each other.
 */
export function takingTurns<Reply>(publisher: Handler<Reply>): Handler<Reply> {
  const lines = new Map<string, LimitFunction>();
  return (payload: unknown, context: Context) => {
    const { account = "" } = aboutOne.safeParse(payload).data ?? {};
    const line = lines.get(account) ?? pLimit(1);
    lines.set(account, line);
    return line(() => publisher(payload, context));
  };
}

/**
 * Stands where the bus's rule stands: an event about an account's posts starts the publisher.
 *
 * @param signal - once it is aborted, the publisher begins no further post.
 */
export function publishQueue(
  publisher: Handler,
  onFailure: (error: unknown) => void,
  signal?: AbortSignal,
): (event: FeedloomEvent) => Promise<void> {
  return async (event) => {
    if (event.type !== "PostsPending" && event.type !== "AccountConnected") return;
    const message = { source: eventSource, "detail-type": event.type, detail: event.detail };
    await publisher(message, invocation("publisher", signal)).then(() => {}, onFailure);
  };
}

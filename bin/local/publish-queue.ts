import pLimit, { type LimitFunction } from "p-limit";
import type { FeedloomEvent } from "../../functions/core/events.ts";
import { eventSource } from "../../functions/core/events.ts";
import type { Handler } from "../../functions/runtime/chain.ts";
import { invocation } from "./invocation.ts";

/**
 * Stands where the bus's rule stands: an event about an account's posts starts the publisher, for one account one at a
 * time. Accounts do not wait for each other.
 */
export function publishQueue(
  publisher: Handler,
  onFailure: (error: unknown) => void,
): (event: FeedloomEvent) => Promise<void> {
  const lines = new Map<string, LimitFunction>();
  return async (event) => {
    if (event.type !== "PostsPending" && event.type !== "AccountConnected") return;
    const { account } = event.detail;
    const line = lines.get(account) ?? pLimit(1);
    lines.set(account, line);
    const message = { source: eventSource, "detail-type": event.type, detail: event.detail };
    await line(() => publisher(message, invocation("publisher"))).catch(onFailure);
  };
}

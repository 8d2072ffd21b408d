import type { FeedloomEvent } from "../core/events.ts";
import type { Services } from "./services.ts";

/**
 * Tells what nobody needs to hear in order to be safe: the ledger has it, so when the bus is down, the log says so and all
 * goes on.
 *
 * @param facts - by which the log names what was not told.
 */
export async function announce(
  events: FeedloomEvent[],
  facts: Record<string, unknown>,
  { bus, log }: Pick<Services, "bus" | "log">,
): Promise<void> {
  await bus.announce(events).catch((error: unknown) => {
    log.warn("not announced", { ...facts, events: events.map(({ type }) => type), error });
  });
}

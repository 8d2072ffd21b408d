import type { FeedloomEvent } from "../core/events.ts";

/**
 * Tells whoever listens. An event only says "look now": lost, late or doubled ones do no harm, so a caller goes
 * on when announcing fails.
 *
 * @throws FeedloomError `STORE_UNAVAILABLE` - one or more events were not accepted.
 */
export interface Bus {
  announce(events: FeedloomEvent[]): Promise<void>;
}

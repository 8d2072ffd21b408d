import type { FeedloomEvent } from "../../core/events.ts";
import type { Bus } from "../../ports/bus.ts";

/** Hands each event to whoever subscribed in this process, after the announcer went on. */
export class InProcessBus implements Bus {
  readonly #listeners = new Set<(event: FeedloomEvent) => void | Promise<void>>();
  readonly #running = new Set<Promise<void>>();

  /** A listener's failure is its own: it reaches neither the announcer nor the other listeners. */
  subscribe(listener: (event: FeedloomEvent) => void | Promise<void>): void {
    this.#listeners.add(listener);
  }

  async announce(events: FeedloomEvent[]): Promise<void> {
    for (const event of events) {
      for (const listener of this.#listeners) {
        const run = Promise.resolve()
          .then(() => listener(event))
          .catch(() => {})
          .finally(() => this.#running.delete(run));
        this.#running.add(run);
      }
    }
  }

  /** Resolves when every listener has finished, also with what they announced in turn. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}

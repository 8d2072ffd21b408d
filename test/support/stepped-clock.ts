import type { Clock } from "../../functions/ports/clock.ts";

/** A clock of our own that is off by so much, and may be set, beside a world that goes by another. */
export class SteppedClock implements Clock {
  readonly #world: Clock;
  /** How far it is ahead of the world's. */
  offsetInMs: number;

  constructor(world: Clock, offsetInMs = 0) {
    this.#world = world;
    this.offsetInMs = offsetInMs;
  }

  now = (): Date => new Date(this.#world.now().getTime() + this.offsetInMs);

  sleep = (milliseconds: number): Promise<void> => this.#world.sleep(milliseconds);
}

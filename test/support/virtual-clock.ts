import type { Clock } from "../../functions/ports/clock.ts";

/** A clock that a test turns: sleeping turns it, nothing else does. */
export class VirtualClock implements Clock {
  #now: Date;

  constructor(start = "2026-11-24T08:00:00Z") {
    this.#now = new Date(start);
  }

  now = (): Date => new Date(this.#now);

  sleep = async (milliseconds: number): Promise<void> => {
    this.advance({ milliseconds });
  };

  advance(by: {
    days?: number;
    hours?: number;
    minutes?: number;
    seconds?: number;
    milliseconds?: number;
  }): void {
    const { days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0 } = by;
    const total = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
    this.#now = new Date(this.#now.getTime() + total);
  }
}

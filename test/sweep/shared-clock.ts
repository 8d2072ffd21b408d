import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Clock } from "../../functions/ports/clock.ts";

/** One virtual clock for several processes, in a file: whoever would wait turns it on, and all see the same time. */
export class SharedClock implements Clock {
  readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  now = (): Date => new Date(Number(readFileSync(this.file, "utf8")));

  set(to: Date): void {
    // In one step, so that nobody reads half of it.
    writeFileSync(`${this.file}.${process.pid}`, String(to.getTime()));
    renameSync(`${this.file}.${process.pid}`, this.file);
  }

  sleep = async (milliseconds: number): Promise<void> => {
    this.set(new Date(this.now().getTime() + milliseconds));
  };
}

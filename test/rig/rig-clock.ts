import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Span {
  days?: number;
  hours?: number;
  minutes?: number;
  seconds?: number;
  milliseconds?: number;
}

/**
 * The time of everything in the rig: the machine's, and what was added to it. The functions' processes read what was
 * added from a file each time they look at the clock (`preload.cjs`), so all of them and the sandbox are always agreed.
 */
export class RigClock {
  readonly #folder = mkdtempSync(join(tmpdir(), "feedloom-clock-"));
  #addedInMs = 0;

  constructor() {
    this.#write();
  }

  get file(): string {
    return join(this.#folder, "added-in-ms");
  }

  now = (): Date => new Date(Date.now() + this.#addedInMs);

  advance(by: Span): void {
    const { days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0 } = by;
    this.#addedInMs += (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
    this.#write();
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** In one step, so that nobody reads half of it. */
  #write(): void {
    writeFileSync(`${this.file}.new`, String(this.#addedInMs));
    renameSync(`${this.file}.new`, this.file);
  }
}

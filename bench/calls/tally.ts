import * as z from "zod";

/** How often each method of each port, or each action of each service, was called. */
export const tallySchema = z.record(z.string(), z.record(z.string(), z.int()));
export type Tally = z.output<typeof tallySchema>;

/** Counts calls by whom they went to. */
export class CallCounter {
  #tally: Tally = {};
  /** Bytes that were logged. */
  #logged = 0;
  #read = 0;
  #write = 0;

  note(to: string, what: string): void {
    const calls = this.#tally[to] ?? {};
    this.#tally[to] = { ...calls, [what]: (calls[what] ?? 0) + 1 };
  }

  noteLog(bytes: number): void {
    this.#logged += bytes;
  }

  noteUnits({ read, write }: { read: number; write: number }): void {
    this.#read += read;
    this.#write += write;
  }

  /** All since the last time. */
  take(): { calls: Tally; readUnits: number; writeUnits: number; logBytes: number } {
    const taken = {
      calls: sorted(this.#tally),
      readUnits: this.#read,
      writeUnits: this.#write,
      logBytes: this.#logged,
    };
    [this.#tally, this.#read, this.#write, this.#logged] = [{}, 0, 0, 0];
    return taken;
  }
}

/** In the order of the alphabet, so that two counts of the same are the same text. */
function sorted(tally: Tally): Tally {
  const inOrder = <Value>(record: Record<string, Value>) =>
    Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
  return inOrder(Object.fromEntries(Object.entries(tally).map(([to, calls]) => [to, inOrder(calls)])));
}

/** Of how many calls a tally tells, of all or of one service. */
export function callsIn(tally: Tally, to?: string): number {
  return Object.entries(tally)
    .filter(([name]) => to === undefined || name === to)
    .flatMap(([, calls]) => Object.values(calls))
    .reduce((sum, count) => sum + count, 0);
}

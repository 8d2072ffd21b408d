import type { Chance } from "../support/seeded-chance.ts";

/**
 * Lets several jobs run side by side so that it comes out the same for the same seed: one goes on until its next call,
 * then chance says whose turn it is.
 */
export class Turns {
  readonly #chance: Chance;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  /** Resolves when all have ended; a job that fails ends as well. */
  async together(jobs: (() => Promise<unknown>)[]): Promise<void> {
    this.#running = jobs.length;
    await Promise.all(
      jobs.map(async (job) => {
        await this.turn();
        await job().catch(() => {});
        this.#running -= 1;
        this.#pick();
      }),
    );
  }

  /** Waits for one's turn. */
  turn(): Promise<void> {
    const turn = Promise.withResolvers<void>();
    this.#waiting.push(turn.resolve);
    this.#running -= 1;
    this.#pick();
    return turn.promise;
  }

  #pick(): void {
    if (this.#running > 0 || this.#waiting.length === 0) return;
    const [next] = this.#waiting.splice(Math.floor(this.#chance.next() * this.#waiting.length), 1);
    this.#running = 1;
    next?.();
  }
}

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Line } from "./line.ts";
import type { Work } from "./worker.ts";

const entry = fileURLToPath(new URL("worker.ts", import.meta.url));

/** Processes that work side by side. */
export class Crew {
  readonly #workers: { child: ChildProcess; line: Line }[];

  constructor(size: number) {
    this.#workers = Array.from({ length: size }, () => {
      const child = fork(entry, { execArgv: [] });
      return { child, line: new Line(child, async () => undefined) };
    });
  }

  /** Every worker does this. @returns the first one's answer. */
  async all(work: Work): Promise<unknown> {
    return (await Promise.all(this.#workers.map(({ line }) => line.ask(work))))[0];
  }

  /** One worker does this. */
  async one(work: Work): Promise<unknown> {
    return this.#workers[0]?.line.ask(work);
  }

  /** Each item is done by whoever is free. */
  async share<Item>(
    items: readonly Item[],
    work: (item: Item) => Work,
    take: (answer: unknown, item: Item) => void,
  ): Promise<void> {
    const left = items.values();
    await Promise.all(
      this.#workers.map(async ({ line }) => {
        for (const item of left) take(await line.ask(work(item)), item);
      }),
    );
  }

  async dismiss(): Promise<void> {
    await Promise.all(
      this.#workers.map(async ({ child }) => {
        if (child.exitCode !== null || child.signalCode !== null || !child.connected) return;
        const ended = once(child, "exit");
        child.disconnect();
        await ended;
      }),
    );
  }
}

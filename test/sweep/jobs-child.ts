import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import type { Order } from "./jobs-process.ts";
import { HungUp, Line } from "./line.ts";

const entry = fileURLToPath(new URL("jobs-process.ts", import.meta.url));

/** A process with the jobs in it, seen from outside. */
export class JobsChild {
  readonly #child: ChildProcess;
  readonly #line: Line;
  /** Called before the call that was to be arranged. @param method - of the port to Threads. */
  onCall: (method: string) => void = () => {};

  /** @param cache - a folder for Node's compiled code: hundreds of these are started. */
  constructor(cache: string) {
    this.#child = fork(entry, {
      execArgv: [],
      env: { ...process.env, NODE_COMPILE_CACHE: cache },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    this.#line = new Line(this.#child, async (body) => this.onCall(z.string().parse(body)));
  }

  /** @returns undefined when the process was killed meanwhile. */
  async order(order: Order): Promise<{ answer: unknown } | undefined> {
    try {
      return { answer: await this.#line.ask(order) };
    } catch (error) {
      if (error instanceof HungUp) return undefined;
      throw error;
    }
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill("SIGKILL");
    await once(this.#child, "exit");
  }
}

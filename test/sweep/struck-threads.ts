import type { Sandbox } from "../../sandbox/start-sandbox.ts";
import { callKindOf } from "../support/failing-services.ts";
import type { Strike } from "./strikes.ts";

/** A call to Threads that is about to be made. */
export interface ThreadsCall {
  /** Of the port. */
  method: string;
  /** When there is one. */
  containerId: string;
}

interface TurnedClock {
  now(): Date;
  /** Turns it on. */
  sleep(milliseconds: number): Promise<void>;
}

/** The sandbox on a bad day: what strikes it is planned just before the call, and what takes effect late does so at its time. */
export class StruckThreads {
  readonly #sandbox: Sandbox;
  readonly #clock: TurnedClock;
  /** Publishes that were cut and are still on their way. */
  #late: { at: number; containerId: string }[] = [];

  constructor(sandbox: Sandbox, clock: TurnedClock) {
    this.#sandbox = sandbox;
    this.#clock = clock;
  }

  /** Nothing is on its way any more. */
  get isQuiet(): boolean {
    return this.#late.length === 0;
  }

  /** @param latestInMs - nothing takes effect later than so long from now. */
  meet({ method, containerId }: ThreadsCall, { threads }: Strike, latestInMs = Infinity): void {
    const call = callKindOf(method);
    if (call === undefined || threads === undefined) throw new Error(`nothing is planned for ${method}`);
    if (threads.effect !== "late") {
      this.#sandbox.faults.plan({ call, ...threads });
      return;
    }
    const inMs = Math.max(0, Math.min(threads.afterSeconds * 1000, latestInMs));
    this.#late.push({ at: this.#clock.now().getTime() + inMs, containerId });
    this.#sandbox.faults.plan({ call, effect: "before", answer: { kind: "reset" } });
  }

  /** Turns the clock on; what takes effect in between does so at its time. */
  async advance(milliseconds: number): Promise<void> {
    const to = this.#clock.now().getTime() + milliseconds;
    const due = this.#late.filter(({ at }) => at <= to).sort((a, b) => a.at - b.at);
    this.#late = this.#late.filter((one) => !due.includes(one));
    for (const { at, containerId } of due) {
      await this.#clock.sleep(Math.max(0, at - this.#clock.now().getTime()));
      await this.#publish(containerId);
    }
    await this.#clock.sleep(to - this.#clock.now().getTime());
  }

  async #publish(containerId: string): Promise<void> {
    // A fault that waits for a call of the jobs is not for this one.
    this.#sandbox.faults.clear();
    const { username } = this.#sandbox.record.containers.find(({ id }) => id === containerId) ?? {};
    if (username === undefined) return;
    const { accessToken } = this.#sandbox.generateToken(username);
    const body = new URLSearchParams({ creation_id: containerId, access_token: accessToken });
    await fetch(`${this.#sandbox.graphUrl}/v1.0/me/threads_publish`, { method: "POST", body });
  }
}

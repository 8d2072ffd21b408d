import type { ChildProcess } from "node:child_process";
import * as z from "zod";

const messageSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("question"), id: z.int(), body: z.unknown().optional() }),
  z.object({ kind: z.literal("answer"), id: z.int(), body: z.unknown().optional() }),
  z.object({ kind: z.literal("failure"), id: z.int(), words: z.string() }),
]);

/** The other end of a line was ended before it answered. */
export class HungUp extends Error {}

/** Questions and answers between two processes, in both directions, over Node's own channel. */
export class Line {
  readonly #other: ChildProcess | NodeJS.Process;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #count = 0;

  /** @param answer - what is said to a question of the other side. */
  constructor(other: ChildProcess | NodeJS.Process, answer: (body: unknown) => Promise<unknown>) {
    this.#other = other;
    other.on("message", (message: unknown) => void this.#receive(messageSchema.parse(message), answer));
    other.on("disconnect", () => {
      for (const { reject } of this.#waiting.values()) reject(new HungUp("the other process is gone"));
      this.#waiting.clear();
    });
  }

  /** Rejects with {@link HungUp} when the other process ends instead, and with its words when it failed. */
  ask(body: unknown): Promise<unknown> {
    if (!this.#other.connected) return Promise.reject(new HungUp("the other process is gone"));
    this.#count += 1;
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(this.#count, waiting);
    this.#send({ kind: "question", id: this.#count, body });
    return waiting.promise;
  }

  async #receive(
    message: z.output<typeof messageSchema>,
    answer: (body: unknown) => Promise<unknown>,
  ): Promise<void> {
    const { kind, id } = message;
    if (kind === "question") {
      try {
        this.#send({ kind: "answer", id, body: await answer(message.body) });
      } catch (error) {
        const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
        this.#send({ kind: "failure", id, words });
      }
      return;
    }
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (kind === "answer") waiting?.resolve(message.body);
    else waiting?.reject(new Error(message.words));
  }

  #send(message: z.input<typeof messageSchema>): void {
    // A process that was just killed cannot be told anything; "disconnect" follows.
    if (this.#other.connected) this.#other.send?.(message, undefined, undefined, () => {});
  }
}

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import type * as z from "zod";

/** How Lambda starts Node for a function of 512 MB, as the poller is: a twentieth for young objects, nine tenths for old ones. */
const flagsOfLambda = ["--max-semi-space-size=25", "--max-old-space-size=460"];
/** Ours: far more than the longest question takes, the first sight of 10,000 feeds. */
export const patienceInMs = 10 * 60_000;

/**
 * A process of its own, so that its memory and its time are nobody else's. It answers with `answerParent()`, one question at
 * a time, and works in a folder of its own that goes with it.
 */
export class Child {
  readonly #process: ChildProcess;
  readonly #name: string;
  readonly #ended: Promise<string>;

  private constructor(process: ChildProcess, name: string) {
    this.#process = process;
    this.#name = name;
    this.#ended = new Promise((resolve) => {
      process.once("exit", (code, signal) => resolve(signal ?? `code ${code}`));
      process.once("error", ({ message }) => resolve(message));
    });
  }

  /**
   * Bundles a file as the functions are bundled, and starts it: what turns TypeScript into JavaScript would take more
   * memory than what is measured.
   *
   * @param folder - its working directory, where it may leave files.
   */
  static async start(source: URL, folder: string): Promise<Child> {
    const code = join(folder, "index.mjs");
    await esbuild.build({
      entryPoints: [fileURLToPath(source)],
      outfile: code,
      bundle: true,
      platform: "node",
      target: "node24",
      format: "esm",
      mainFields: ["module", "main"],
      banner: {
        js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
      },
      logLevel: "warning",
    });
    const started = fork(code, {
      cwd: folder,
      execArgv: flagsOfLambda,
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    return new Child(started, source.pathname.split("/").slice(-2).join("/"));
  }

  /** Fails when the process ends, cannot be reached, or says nothing for ten minutes; it is of no use then. */
  async ask<Schema extends z.ZodType>(question: unknown, answer: Schema): Promise<z.output<Schema>> {
    const failed = Promise.withResolvers<never>();
    const fail = (how: string) => failed.reject(new Error(`${this.#name} ${how}`));
    const timer = setTimeout(fail, patienceInMs, `gave no answer for ${patienceInMs / 60_000} minutes`);
    const over = new AbortController();
    void this.#ended.then((how) => fail(`ended with ${how}`));
    const answered = once(this.#process, "message", { signal: over.signal });
    this.#process.send({ question }, (problem) => {
      if (problem !== null) fail(`could not be asked: ${problem.message}`);
    });
    try {
      const [message] = await Promise.race([answered, failed.promise]);
      return answer.parse(message.answer);
    } finally {
      clearTimeout(timer);
      over.abort();
    }
  }

  /** At once, whatever it does: there is nothing in it to be saved. */
  async end(): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#ended;
  }
}

/** Lends a way to start processes, and leaves none of them behind, nor what they wrote. */
export async function withChildren<Result>(
  use: (start: (source: URL) => Promise<Child>) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "feedloom-bench-"));
  const started: Child[] = [];
  try {
    return await use(async (source) => {
      const child = await Child.start(source, mkdtempSync(join(folder, "child-")));
      started.push(child);
      return child;
    });
  } finally {
    await Promise.all(started.map((child) => child.end()));
    rmSync(folder, { recursive: true, force: true });
  }
}

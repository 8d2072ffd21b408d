import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import type * as z from "zod";

/** A process of its own, so that its memory and its time are nobody else's. One question at a time. */
export interface Child {
  ask<Schema extends z.ZodType>(question: unknown, answer: Schema): Promise<z.output<Schema>>;
  end(): Promise<void>;
}

/** How Lambda starts Node for a function of 512 MB, as the poller is: a twentieth for young objects, nine tenths for old ones. */
const flagsOfLambda = ["--max-semi-space-size=25", "--max-old-space-size=460"];

/**
 * Bundles a file that calls `answerParent()`, as the functions are bundled, and starts it: what turns TypeScript into
 * JavaScript would take more memory than what is measured.
 */
export async function startChild(source: URL, ...args: string[]): Promise<Child> {
  const folder = mkdtempSync(join(tmpdir(), "feedloom-bench-"));
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
  const child = fork(code, args, { execArgv: flagsOfLambda, stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const ended = once(child, "exit").finally(() => rmSync(folder, { recursive: true, force: true }));
  return {
    async ask(question, answer) {
      const answered = once(child, "message");
      child.send({ question });
      const [first] = await Promise.race([answered, ended]);
      if (first === null || typeof first === "number")
        throw new Error(`${source.pathname} ended with ${first}`);
      return answer.parse(first.answer);
    },
    async end() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

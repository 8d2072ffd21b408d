import { resolve } from "node:path";
import { commandLine } from "../../bin/local/command-line.ts";
import type { Clock } from "../../functions/ports/clock.ts";

/** The command line in this process, at a time and place of the test's choosing. @returns what was printed, without colours. */
export async function aShell(
  args: string[],
  options: { clock: Clock; zone?: string; environment?: NodeJS.ProcessEnv },
): Promise<string> {
  const lines: string[] = [];
  await commandLine(["node", resolve("bin/local.ts"), ...args], {
    environment: options.environment ?? {},
    out: { say: (line) => void lines.push(line), busy: () => {}, idle: () => {} },
    clock: options.clock,
    zone: options.zone ?? "UTC",
    signal: new AbortController().signal,
    exitCode: 0,
  });
  return lines.join("\n").replaceAll(/\u001b\[\d+m/g, "");
}

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface Ran {
  status: number;
  stdout: string;
  /** Both streams, as a person would have seen them. */
  output: string;
  seconds: number;
}

/**
 * Runs a program to its end, with this environment and no other. One that takes too long is ended, with all that it
 * started.
 */
export async function run(
  program: string,
  args: string[],
  options: { cwd: string; env: Record<string, string>; timeoutInSeconds: number },
): Promise<Ran> {
  const { cwd, env, timeoutInSeconds } = options;
  const startedAt = performance.now();
  // Its own group, so that the CLI's own children can be ended with it.
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const endAll = () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
  };
  const timer = setTimeout(endAll, timeoutInSeconds * 1000);
  process.once("exit", endAll);
  const stdout: string[] = [];
  const output: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    stdout.push(line);
    output.push(line);
  });
  createInterface({ input: child.stderr }).on("line", (line) => output.push(line));
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.once("error", reject);
  child.once("close", (code, signal) => resolve(code ?? (signal === null ? 1 : 128)));
  const status = await promise.finally(() => {
    clearTimeout(timer);
    process.off("exit", endAll);
  });
  const seconds = (performance.now() - startedAt) / 1000;
  if (seconds >= timeoutInSeconds) output.push(`ended after ${timeoutInSeconds} s`);
  return { status, stdout: stdout.join("\n"), output: output.join("\n"), seconds };
}

/** As {@link run}; fails with what the program said when it does not end well. */
export async function runWell(...call: Parameters<typeof run>): Promise<Ran> {
  const ran = await run(...call);
  if (ran.status === 0) return ran;
  const [program, args] = call;
  throw new Error(`${program} ${args.join(" ")} ended with ${ran.status}:\n${ran.output.slice(-6000)}`);
}

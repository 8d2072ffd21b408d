import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const project = fileURLToPath(new URL("../..", import.meta.url));

export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "feedloom-local-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

type Signal = "SIGINT" | "SIGTERM" | "SIGKILL";

export interface Ended {
  code: number | null;
  output: string;
}

/** What `npm start -- …` runs. @param options.until - when the output shows this, the signal is sent. */
export function start(
  args: string[],
  options: { env?: Record<string, string>; until?: RegExp; signal?: Signal; input?: string } = {},
): Promise<Ended> {
  const command = ["--require", "./bin/require-node-24.cjs", "bin/local.ts", ...args];
  const env = { ...process.env, NO_COLOR: "1", ...options.env };
  const child = spawn(process.execPath, command, { cwd: project, env, stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.end(options.input ?? "");
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  let isSignalled = false;
  const hear = (bytes: Buffer) => {
    output += bytes.toString();
    if (isSignalled || options.until?.test(output) !== true) return;
    isSignalled = true;
    child.kill(options.signal ?? "SIGINT");
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, output })));
}

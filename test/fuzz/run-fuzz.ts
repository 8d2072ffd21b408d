import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type FuzzTask, fuzzNewsSchema } from "./fuzz-news.ts";
import { limits as damagedLimits } from "./limits.ts";
import type { ReadingName } from "./readings.ts";

/** Whoever finds so many has enough to do. */
const mostFindings = 20;

export interface Finding {
  number: number;
  words: string;
}

export interface FuzzResult {
  seed: number;
  tried: number;
  findings: Finding[];
  slowest: { number: number; milliseconds: number };
  peakMegabytes: number;
}

export interface FuzzOptions {
  seed: number;
  from?: number;
  count: number;
  reading?: ReadingName;
  /** Other limits than those of a damaged feed. */
  limits?: FuzzTask["limits"];
  /** Longer than any busy machine sets a process aside: then it hangs, and is killed. */
  hangsAfterMs?: number;
  onProgress?: (tried: number) => void;
}

/**
 * Has answers read in a process of their own, whose memory is capped, and goes on with the next one when that process
 * hangs or dies.
 */
export async function runFuzz(options: FuzzOptions): Promise<FuzzResult> {
  const from = options.from ?? 0;
  const result: FuzzResult = {
    seed: options.seed,
    tried: 0,
    findings: [],
    slowest: { number: from, milliseconds: 0 },
    peakMegabytes: 0,
  };
  const to = from + options.count;
  for (let next = from; next < to && result.findings.length < mostFindings; ) {
    const { reading = "poller", seed, limits = damagedLimits } = options;
    const task = { reading, seed, from: next, to, limits };
    next = await readOn(task, options, result);
  }
  return result;
}

/** @returns the number to go on with. */
function readOn(
  task: FuzzTask,
  { hangsAfterMs = 15_000, onProgress }: FuzzOptions,
  result: FuzzResult,
): Promise<number> {
  const { limits } = task;
  const child = spawn(
    process.execPath,
    [
      // Half is left for the program itself and for what is not on the heap.
      `--max-old-space-size=${limits.megabytes / 2}`,
      "--max-semi-space-size=8",
      "--disable-warning=ExperimentalWarning",
      fileURLToPath(new URL("fuzz-child.ts", import.meta.url)),
      JSON.stringify(task),
    ],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  let current = task.from;
  let words: string | undefined;
  const find = (finding: string) => result.findings.push({ number: current, words: finding });
  const hang = () => {
    words = `hangs: was not read within ${hangsAfterMs} ms`;
    child.kill("SIGKILL");
  };
  // The first waits for the process to start as well.
  let timer = setTimeout(hang, hangsAfterMs + 15_000);

  createInterface({ input: child.stdout }).on("line", (line) => {
    // It may have read on until the kill reached it: those are read again.
    if (words !== undefined) return;
    const news = fuzzNewsSchema.parse(JSON.parse(line));
    if ("begun" in news) {
      current = news.begun;
      result.tried++;
      clearTimeout(timer);
      timer = setTimeout(hang, hangsAfterMs);
    } else if ("fault" in news) {
      find(news.fault);
    } else {
      const { milliseconds, megabytes } = news;
      if (milliseconds > result.slowest.milliseconds) result.slowest = { number: current, milliseconds };
      if (milliseconds > limits.milliseconds) find(`is slow: took ${Math.round(milliseconds)} ms`);
      result.peakMegabytes = Math.max(result.peakMegabytes, megabytes);
      onProgress?.(result.tried);
      if (megabytes > limits.megabytes) {
        words = `is greedy: the process grew to ${Math.round(megabytes)} MB`;
        child.kill("SIGKILL");
      }
    }
  });

  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      if (code === 0) return resolve(task.to);
      find(words ?? `brings the process down (${signal ?? `exit ${code}`}): most likely out of memory`);
      resolve(current + 1);
    });
  });
}

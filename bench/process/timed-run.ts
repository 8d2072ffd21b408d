import { readFileSync } from "node:fs";
import * as z from "zod";

/** What a child says of one run. */
export const runSchema = z.object({
  seconds: z.number(),
  /** The most that the process has had in use so far. */
  memoryInMb: z.number(),
});

export async function timedRun(action: () => Promise<void>): Promise<z.output<typeof runSchema>> {
  const begunAt = performance.now();
  await action();
  return { seconds: (performance.now() - begunAt) / 1000, memoryInMb: peakMemoryInMb() };
}

/**
 * Resident memory, in megabytes of a million bytes. The kernel's own mark where there is one: what `resourceUsage()` says
 * begins with the parent's.
 */
function peakMemoryInMb(): number {
  try {
    const inKb = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
    if (inKb !== undefined) return (Number(inKb) * 1024) / 1e6;
  } catch {
    // No Linux.
  }
  return (process.resourceUsage().maxRSS * 1024) / 1e6;
}

import { readFileSync } from "node:fs";
import * as z from "zod";

const asked = z.object({ question: z.unknown() });

/** The child's side: answers one question after the other, and ends with its parent. A failure ends it. */
export function answerParent(answer: (question: unknown) => Promise<unknown>): void {
  process.on("message", (message) => {
    answer(asked.parse(message).question).then(
      (found) => process.send?.({ answer: found ?? null }),
      (problem: unknown) => {
        console.error(problem);
        process.exit(1);
      },
    );
  });
  process.on("disconnect", () => process.exit(0));
}

/**
 * The most memory that this process has had in use (resident), in megabytes of a million bytes. The kernel's own mark
 * where there is one: what `resourceUsage()` says begins with the parent's.
 */
export function peakMemoryInMb(): number {
  try {
    const inKb = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
    if (inKb !== undefined) return (Number(inKb) * 1024) / 1e6;
  } catch {
    // No Linux.
  }
  return (process.resourceUsage().maxRSS * 1024) / 1e6;
}

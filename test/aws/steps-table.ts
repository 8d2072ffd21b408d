import type { Reporter, TestCase, TestModule, TestSuite } from "vitest/node";

/** At the end of a run a line for each step, and one for each contract: how it ended, how long it took, what was seen. */
export class StepsTable implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const rows = modules.flatMap((module) => [...module.children].map(rowOf));
    const width = (column: "result" | "step" | "seconds") =>
      Math.max(...rows.map((row) => row[column].length), 0);
    const [result, step, seconds] = [width("result"), width("step"), width("seconds")];
    console.log();
    for (const row of rows) {
      const cells = [
        row.result.padEnd(result),
        row.step.padEnd(step),
        row.seconds.padStart(seconds),
        row.seen,
      ];
      console.log(` ${cells.join("  ").trimEnd()}`);
      for (const part of row.parts) console.log(` ${" ".repeat(result)}    ${part}`);
    }
  }
}

interface Row {
  result: string;
  step: string;
  seconds: string;
  seen: string;
  parts: string[];
}

function rowOf(entry: TestCase | TestSuite): Row {
  const tests = entry.type === "test" ? [entry] : [...entry.children.allTests()];
  const states = tests.map((test) => test.result().state);
  const passed = states.filter((state) => state === "passed").length;
  const isGood = passed === tests.length && tests.length > 0;
  const isUntried = states.every((state) => state === "skipped");
  const milliseconds = tests.reduce((sum, test) => sum + (test.diagnostic()?.duration ?? 0), 0);
  const { seen = "", parts = [] } = entry.type === "test" ? entry.meta() : {};
  return {
    result: isGood ? "ok" : isUntried ? "not tried" : "FAILED",
    step: entry.name,
    seconds: `${(milliseconds / 1000).toFixed(1)} s`,
    seen: entry.type === "test" ? seen : `${passed} of ${tests.length} tests passed`,
    parts,
  };
}

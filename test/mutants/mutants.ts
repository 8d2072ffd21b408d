import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { type Mutant, mutants } from "./lines.ts";

/**
 * Breaks one important line after the other in a copy of the project, and runs the tests that must see it.
 *
 * `npm run mutants` prints a table, and exits with 1 where a mutant survives or its line is no longer there.
 * `npm run mutants -- lease token` tries those whose promise or file has one of the words.
 */
const words = process.argv.slice(2);
const wanted = mutants.filter(
  ({ promise, file }) => words.length === 0 || words.some((word) => `${promise} ${file}`.includes(word)),
);
const root = process.cwd();
const notCopied = new Set(["node_modules", ".git", "cdk.out"]);
const copy = mkdtempSync(join(tmpdir(), "feedloom-mutants-"));
process.on("exit", () => rmSync(copy, { recursive: true, force: true }));
cpSync(root, copy, {
  recursive: true,
  filter: (path) => !notCopied.has(path.slice(root.length + 1).split("/")[0] ?? ""),
});
symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));

const reportSchema = z.object({
  testResults: z.array(
    z.object({ assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })) }),
  ),
});

/** @returns what failed: the first test's name, or that the files could not even be run; nothing where all is green. */
function failureOf(files: readonly string[]): string | undefined {
  const report = join(copy, "mutant-report.json");
  rmSync(report, { force: true });
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const options = ["--bail=1", "--reporter=json", `--outputFile=${report}`];
  const { status } = spawnSync(process.execPath, [vitest, "run", ...files, ...options], {
    cwd: copy,
    stdio: "ignore",
    timeout: 300_000,
  });
  if (status === 0) return undefined;
  try {
    const { testResults } = reportSchema.parse(JSON.parse(readFileSync(report, "utf8")));
    const failed = testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .find((test) => test.status === "failed");
    return failed?.fullName ?? "a test file that could not be loaded";
  } catch {
    return "tests that did not come to an end";
  }
}

function tried({ file, text, broken, seenBy }: Mutant): { isSeen: boolean; words: string } {
  const path = join(copy, file);
  const source = readFileSync(path, "utf8");
  const count = source.split(text).length - 1;
  if (count !== 1) return { isSeen: false, words: `the line stands there ${count} times, not once` };
  writeFileSync(
    path,
    source.replace(text, () => broken),
  );
  try {
    const failure = failureOf(seenBy);
    return failure === undefined
      ? { isSeen: false, words: "SURVIVED" }
      : { isSeen: true, words: `killed by: ${failure}` };
  } finally {
    writeFileSync(path, source);
  }
}

const files = [...new Set(wanted.flatMap(({ seenBy }) => seenBy))];
const before = failureOf(files);
if (before !== undefined) {
  console.error(`with nothing broken, this fails: ${before}`);
  process.exit(1);
}
console.log("| mutant | file | |\n|---|---|---|");
let survivors = 0;
for (const mutant of wanted) {
  const { isSeen, words } = tried(mutant);
  if (!isSeen) survivors += 1;
  console.log(`| not: ${mutant.promise} | \`${mutant.file}\` | ${words.replaceAll("|", "\\|")} |`);
}
console.log(`\n${wanted.length} mutants, ${survivors} of them not seen`);
process.exitCode = survivors === 0 ? 0 : 1;

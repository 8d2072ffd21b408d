import { randomInt } from "node:crypto";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { answerOf } from "./damaged-feeds.ts";
import { limits } from "./limits.ts";
import { type Finding, runFuzz } from "./run-fuzz.ts";

interface Options {
  count: number;
  seed: number;
  only?: number;
}

const options = new Command("npm run fuzz --")
  .description(
    `Reads feeds that accidents made: those of the collection cut, spliced, flooded, nested, in wrong encodings. None may bring the reader down, take longer than ${limits.milliseconds} ms or more than ${limits.megabytes} MB, or give entries that are not clean.`,
  )
  .option("--count <number>", "how many", wholeNumber, 100_000)
  .option("--seed <seed>", "which ones: the same seed gives the same", wholeNumber, randomInt(1, 1_000_000))
  .option("--only <number>", "only this one, and keep it as a file", wholeNumber)
  .helpOption("--help", "show this")
  .addHelpText(
    "after",
    "\nExits 1 when anything was found.\n\nExamples:\n  npm run fuzz\n  npm run fuzz -- --seed 42 --only 1234",
  )
  .allowExcessArguments(false)
  .showHelpAfterError("(npm run fuzz -- --help shows what there is)")
  .parse(process.argv)
  .opts<Options>();

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
}

function keep(number: number): string {
  const file = join(tmpdir(), `feedloom-fuzz-${options.seed}-${number}`);
  writeFileSync(file, answerOf(options.seed, number).bytes);
  return file;
}

function told({ number, words }: Finding): string {
  return `${words}\n  npm run fuzz -- --seed ${options.seed} --only ${number}   ${keep(number)}`;
}

const { seed, count, only } = options;
console.log(`seed ${seed}`);
const startedAt = performance.now();
const { tried, findings, slowest, peakMegabytes } = await runFuzz({
  seed,
  ...(only === undefined ? { count } : { from: only, count: 1 }),
  onProgress: (number) => {
    if (number % 10_000 === 0) console.log(`${number} of ${count}`);
  },
});
for (const finding of findings) console.log(told(finding));
if (only !== undefined) console.log(keep(only));
const seconds = Math.round((performance.now() - startedAt) / 1000);
console.log(
  `${tried} feeds in ${seconds} s: ${findings.length} findings; slowest ${Math.round(slowest.milliseconds)} ms (number ${slowest.number}); at most ${Math.round(peakMegabytes)} MB`,
);
process.exitCode = findings.length > 0 ? 1 : 0;

import { writeFileSync } from "node:fs";
import { Command, InvalidArgumentError } from "commander";
import { countCalls } from "./calls/count-calls.ts";
import { storeCounts } from "./calls/stored-counts.ts";
import { isReached, type Measured } from "./figure.ts";
import { calls } from "./measures/calls.ts";
import { latency } from "./measures/latency.ts";
import { parse } from "./measures/parse.ts";
import { path } from "./measures/path.ts";
import { poll } from "./measures/poll.ts";
import { start } from "./measures/start.ts";
import { writeBenchmarksPage } from "./page/benchmarks-page.ts";
import { figuresTable, remarksOn } from "./page/figures-table.ts";
import { thisMachine } from "./page/machine.ts";

/** In the order of the page: the quickest first. */
const measures = [calls, latency, parse, start, path, poll];
const usualRuns = 5;

interface Options {
  runs: number;
  json?: string;
  write?: true;
}

/** `npm run bench`: everything that is measured, each figure beside its bare limit. */
await new Command("npm run bench --")
  .description(
    "Measures Feedloom against bare limits and peers, in turn, on this machine. Takes some ten minutes; a quiet machine gives steadier figures.",
  )
  .argument(
    "[names...]",
    `what to measure; everything if left out: ${measures.map(({ name }) => name).join(", ")}`,
    [],
  )
  .option("--runs <number>", "how often each contender runs, at most", wholeNumber, usualRuns)
  .option("--json <file>", "write everything there as JSON as well")
  .option(
    "--write",
    "write bench/calls.json and, where everything is measured, docs/benchmarks.md with its charts",
  )
  .addHelpText(
    "after",
    `\n${measures.map(({ name, summary }) => `  ${name.padEnd(10)}${summary}`).join("\n")}`,
  )
  .action(async (names: string[], options: Options, command: Command) => {
    const unknown = names.filter((name) => !measures.some((measure) => measure.name === name));
    if (unknown.length > 0)
      command.error(
        `there is no measure ${unknown.join(", ")}; there are ${measures.map(({ name }) => name).join(", ")}`,
      );
    const found: Measured[] = [];
    for (const measure of measures.filter(({ name }) => names.length === 0 || names.includes(name))) {
      const measured = await measure.measure({
        runs: options.runs,
        say: (words) => console.error(`${measure.name}: ${words}`),
      });
      found.push(measured);
      show(measured);
    }
    const machine = thisMachine(new Date());
    if (options.json !== undefined)
      writeFileSync(options.json, `${JSON.stringify({ machine, measured: found }, null, 2)}\n`);
    if (options.write === true) {
      if (found.some(({ name }) => name === calls.name)) storeCounts(await countCalls());
      if (found.length === measures.length) writeBenchmarksPage(found, machine);
    }
    const missed = found.flatMap(({ figures }) => figures).filter((figure) => isReached(figure) === false);
    for (const { name } of missed) console.log(`goal not reached: ${name}`);
  })
  .parseAsync();

function show({ name, about, figures }: Measured): void {
  console.log([`\n${name}`, about, "", figuresTable(figures), ...remarksOn(figures)].join("\n"));
}

function wholeNumber(written: string): number {
  if (/^[1-9]\d?$/.test(written)) return Number(written);
  throw new InvalidArgumentError("a number from 1 to 99 is needed.");
}

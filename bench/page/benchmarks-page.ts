import { mkdirSync, writeFileSync } from "node:fs";
import type { Measured } from "../figure.ts";
import { chartSvg } from "./chart.ts";
import { figuresTable, remarksOn } from "./figures-table.ts";
import type { Machine } from "./machine.ts";

const pictures = new URL("../../docs/pictures/benchmarks/", import.meta.url);
const page = new URL("../../docs/benchmarks.md", import.meta.url);

/** Writes docs/benchmarks.md and its charts; the words stand here, the figures come from the run. */
export function writeBenchmarksPage(all: readonly Measured[], machine: Machine): void {
  mkdirSync(pictures, { recursive: true });
  for (const chart of all.flatMap(({ charts }) => charts)) {
    writeFileSync(new URL(`${chart.name}.svg`, pictures), chartSvg(chart));
  }
  writeFileSync(page, `${[intro(machine), ...all.map(section)].join("\n\n")}\n`);
}

function intro({ date, processor, cores, memory, system, node }: Machine): string {
  return `# Benchmarks

All figures of this page are from one run of \`npm run bench -- --write\`, which made the page and its charts: on ${date}, ${processor}, ${cores} cores, ${memory}, ${system}, Node ${node}.

Machines differ, and one machine differs from minute to minute. So what counts is a ratio: against a bare limit (the same work without Feedloom) or a
peer, both measured in the same run, in turn. A figure is the median of several runs; beside it stand the lowest and the highest. What is counted instead of
timed is the same in every run. \`npm run bench -- NAME\` measures one of them, \`--json FILE\` writes all as data. What the counted calls cost in dollars, and where the
limits of AWS and Meta lie, is in [scale.md](scale.md).`;
}

function section({ name, about, figures, charts }: Measured): string {
  const remarks = remarksOn(figures);
  return [
    `## ${name}`,
    about,
    figuresTable(figures),
    ...(remarks.length === 0 ? [] : [remarks.join("\n")]),
    ...charts.map((chart) => `![${chart.title}, in ${chart.unit}](pictures/benchmarks/${chart.name}.svg)`),
  ].join("\n\n");
}

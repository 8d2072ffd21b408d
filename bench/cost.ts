import { writeFileSync } from "node:fs";
import { Command } from "commander";
import { assumed } from "./bill/bill.ts";
import { costTable } from "./bill/cost-table.ts";
import { costs } from "./bill/costs.ts";

/** What a month costs: `npm run cost`. */
await new Command("npm run cost --")
  .description(
    "What a month of Feedloom on AWS costs, from the stack's template, the counted calls (bench/calls.json), the prices " +
      `(bench/bill/prices.ts) and what is assumed (bench/bill/bill.ts: ${assumed.postsPerFeed} posts a feed).`,
  )
  .option("--json <file>", "write everything there as JSON as well")
  .action(({ json }: { json?: string }) => {
    const found = costs();
    console.log(costTable(found));
    if (json !== undefined) writeFileSync(json, `${JSON.stringify(found, null, 2)}\n`);
  })
  .parseAsync();

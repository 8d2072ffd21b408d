import { writeFileSync } from "node:fs";
import { Command } from "commander";
import { assumed } from "./bill/bill.ts";
import { costTable } from "./bill/cost-table.ts";
import { costs } from "./bill/costs.ts";
import { limitsTable } from "./bill/limits-table.ts";
import { writeBlocks } from "./page/cost-blocks.ts";

/** What a month costs, and which limit binds first: `npm run cost`. */
await new Command("npm run cost --")
  .description(
    "What a month of Feedloom on AWS costs, and how much of each limit of AWS and Meta it needs: from the stack's template, the " +
      `counted calls (bench/calls.json), the prices (bench/bill/prices.ts) and what is assumed (bench/bill/bill.ts: ${assumed.postsPerFeed} posts a feed).`,
  )
  .option("--json <file>", "write everything there as JSON as well")
  .option("--write", "put the tables into README.md and docs/scale.md")
  .action(({ json, write }: { json?: string; write?: true }) => {
    const found = costs();
    console.log(`${costTable(found)}\n\n${limitsTable(found.limits)}`);
    if (json !== undefined) writeFileSync(json, `${JSON.stringify(found, null, 2)}\n`);
    if (write === true) writeBlocks(found);
  })
  .parseAsync();

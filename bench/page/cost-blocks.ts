import { readFileSync, writeFileSync } from "node:fs";
import { costTable, money } from "../bill/cost-table.ts";
import type { Costs } from "../bill/costs.ts";
import { limitsTable } from "../bill/limits-table.ts";
import { priceNames, prices } from "../bill/prices.ts";
import { markdownTable } from "./markdown-table.ts";

const project = new URL("../../", import.meta.url);

/** The parts of pages that are computed, each between `<!-- name -->` and `<!-- /name -->`. */
export function costBlocks(found: Costs): { page: string; block: string; text: string }[] {
  return [
    { page: "README.md", block: "cost", text: oneBlog(found) },
    { page: "docs/scale.md", block: "cost", text: costTable(found) },
    { page: "docs/scale.md", block: "limits", text: limitsTable(found.limits) },
  ];
}

export function readBlock(page: string, block: string): string | undefined {
  return between(block)
    .exec(readFileSync(new URL(page, project), "utf8"))?.[1]
    ?.trim();
}

/** Puts each block into its page. */
export function writeBlocks(found: Costs): void {
  for (const { page, block, text } of costBlocks(found)) {
    const file = new URL(page, project);
    const written = readFileSync(file, "utf8");
    if (!between(block).test(written)) throw new Error(`${page} has no place for ${block}`);
    writeFileSync(
      file,
      written.replace(between(block), () => `<!-- ${block} -->\n\n${text}\n\n<!-- /${block} -->`),
    );
  }
}

const between = (block: string) => new RegExp(`<!-- ${block} -->([^]*)<!-- /${block} -->`);

function oneBlog({ bills: [one], asOf, region }: Costs): string {
  if (one === undefined) throw new Error("there is no bill");
  const rows = priceNames
    .filter((name) => one.dollars[name] >= 0.0005)
    .map((name) => [prices[name].what, money(one.dollarsWithFreeTiers[name]), money(one.dollars[name])]);
  const total = ["**together**", `**${money(one.totalWithFreeTiers)}**`, money(one.total)];
  return [
    markdownTable([["$ a month", "with AWS's lasting free tiers", "without"], ...rows, total]),
    "",
    `Computed by \`npm run cost\` from the stack's template, counted calls and list prices (${region}, ${asOf}), for ${Math.round(one.posts)} posts a month.`,
  ].join("\n");
}

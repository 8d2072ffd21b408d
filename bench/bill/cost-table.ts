import { markdownTable } from "../page/markdown-table.ts";
import type { Costs } from "./costs.ts";
import { priceNames, prices } from "./prices.ts";

/** In dollars; less than ten cents with one digit more than cents have, so that it is not nothing. */
export function money(dollars: number): string {
  if (dollars === 0) return "0";
  if (dollars < 0.0005) return "<0.001";
  return dollars < 0.1 ? dollars.toFixed(3) : dollars.toFixed(2);
}

const count = (value: number) => Math.round(value).toLocaleString("en-US");

/** Markdown, that is readable in a terminal too. */
export function costTable({ asOf, region, bills, goals }: Costs): string {
  const head = [
    "$ a month",
    ...bills.map(({ use }) => `${count(use.feeds)} → ${count(use.accounts)}`),
    "free a month",
  ];
  const shown = priceNames.filter((name) => bills.some(({ dollars }) => dollars[name] >= 0.0005));
  const rows = shown.map((name) => {
    const { what, unit, free } = prices[name];
    const cells = bills.map(({ dollars, dollarsWithFreeTiers }) =>
      both(dollars[name], dollarsWithFreeTiers[name]),
    );
    return [
      what,
      ...cells,
      free === 0 ? "none" : `${count(free)} ${free === 1 || unit === "GB" ? unit : `${unit}s`}`,
    ];
  });
  const totals = [
    ["**with free tiers**", ...bills.map(({ totalWithFreeTiers }) => `**${money(totalWithFreeTiers)}**`), ""],
    ["without", ...bills.map(({ total }) => money(total)), ""],
    ["a tick lasts (s)", ...bills.map(({ tickSeconds }) => tickSeconds.toFixed(1)), ""],
    ["posts", ...bills.map(({ posts }) => count(posts)), ""],
  ];
  return [
    `List prices of ${region}, ${asOf}; columns: feeds → accounts. "a (b)": without the free tier, and with it.`,
    "",
    markdownTable([head, ...rows, ...totals]),
    "",
    ...goals.map(
      ({ name, dollars, goal, isReached }) =>
        `- ${name}: $${dollars.toFixed(4)} (goal: at most $${goal}): ${isReached ? "reached" : "not reached"}`,
    ),
  ].join("\n");
}

const both = (plain: number, free: number) =>
  plain === free ? money(plain) : `${money(plain)} (${money(free)})`;

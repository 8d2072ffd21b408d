import { type Figure, isReached } from "../figure.ts";
import { markdownTable } from "./markdown-table.ts";
import { shortNumber } from "./short-number.ts";

/** What was measured, beside its goal. Readable in a terminal, and as Markdown. */
export function figuresTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const { name, unit, value, goal } = figure;
    const spread =
      value.runs === 1 ? "" : `${shortNumber(value.low)} – ${shortNumber(value.high)} (${value.runs} runs)`;
    return [
      name,
      `${shortNumber(value.median)} ${unit}`,
      spread,
      goal === undefined ? "" : goalWords(figure),
    ];
  });
  return markdownTable([["", "median", "from – to", "goal"], ...rows]);
}

function goalWords(figure: Figure): string {
  const { goal, unit } = figure;
  if (goal === undefined) return "";
  const aim = "below" in goal ? `below ${shortNumber(goal.below)}` : `at most ${shortNumber(goal.atMost)}`;
  return `${aim} ${unit}: ${isReached(figure) ? "reached" : "**not reached**"}`;
}

/** What must be known to read a figure, a line each. */
export function remarksOn(figures: readonly Figure[]): string[] {
  return figures.flatMap(({ name, words }) => (words === undefined ? [] : [`- ${name}: ${words}.`]));
}

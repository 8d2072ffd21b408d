import { describe, expect, it } from "vitest";
import type { Figure } from "../../bench/figure.ts";
import { chartSvg } from "../../bench/page/chart.ts";
import { figuresTable, remarksOn } from "../../bench/page/figures-table.ts";
import { shortNumber } from "../../bench/page/short-number.ts";
import { exactly, spreadOf } from "../../bench/statistics.ts";

const bars = chartSvg({
  kind: "bars",
  name: "bars",
  title: "Ours & <theirs>",
  unit: "ms",
  bars: [
    { label: "Feedloom <fast>", value: 12.345, isOurs: true },
    { label: "R&D", value: 1500, isOurs: false },
  ],
});
const lines = chartSvg({
  kind: "lines",
  name: "lines",
  title: "How it grows",
  unit: "seconds",
  over: "feeds",
  lines: [
    { label: "ours", isOurs: true, points: [10, 100].map((x) => ({ x, y: x / 50 })) },
    { label: "bare", isOurs: false, points: [10, 100].map((x) => ({ x, y: x / 50 })) },
  ],
});

/** What does not belong: tags that are not closed in order, and signs that stand for themselves nowhere in XML. */
function faultsOf(svg: string): string[] {
  const tag = /<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g;
  const open: string[] = [];
  const faults: string[] = [];
  for (const [whole, closes, name = "", , isEmpty] of svg.matchAll(tag)) {
    if (closes === "/" && open.pop() !== name) faults.push(whole);
    if (closes === "" && isEmpty === "") open.push(name);
  }
  return [...faults, ...open, ...(svg.replace(tag, "").match(/<|&(?!amp;|lt;)/g) ?? [])];
}

describe("a chart", () => {
  it.each([
    ["bars", bars],
    ["lines", lines],
  ])(
    "of %s is well formed, names what it shows, and has colours for light pages and for dark ones",
    (_, svg) => {
      expect(faultsOf(svg)).toEqual([]);
      expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="t d"/);
      expect(svg).toMatch(/\.page\{fill:#fff\}[\s\S]*prefers-color-scheme: dark\)\{\.page\{fill:#0d1117\}/);
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    },
  );

  it("says every value in words", () => {
    expect(bars).toContain('<desc id="d">Feedloom &lt;fast>: 12.3; R&amp;D: 1,500</desc>');
    expect(lines).toContain('<desc id="d">ours: 10 → 0.2, 100 → 2; bare: 10 → 0.2, 100 → 2</desc>');
  });

  it("draws a bar as long as its value", () => {
    const [short, long] = [...bars.matchAll(/<rect class="\w+" [^>]* width="([\d.]+)"/g)].map(([, width]) =>
      Number(width),
    );
    expect((long ?? 0) / (short ?? 1)).toBeCloseTo(1500 / 12.345, 0);
  });

  it("writes the names of lines that end at one place one under the other", () => {
    const heights = [...lines.matchAll(/y="([\d.]+)" text-anchor="start">(?:ours|bare)</g)].map(([, y]) =>
      Number(y),
    );
    expect(Math.abs((heights[0] ?? 0) - (heights[1] ?? 0))).toBe(16);
  });
});

describe("a number", () => {
  it.each([
    [0, "0"],
    [1234567, "1,234,567"],
    [99.96, "100"],
    [12.345, "12.3"],
    [1, "1"],
    [0.012345, "0.0123"],
    [0.0000001, "0"],
    [-2.345, "-2.35"],
  ])("%d is written %s: three digits that count", (value, written) => {
    expect(shortNumber(value)).toBe(written);
  });
});

describe("the table of figures", () => {
  const figures: Figure[] = [
    {
      name: "one",
      unit: "×",
      value: spreadOf([1, 1.2, 1.4]),
      goal: { atMost: 1.2 },
      words: "of one machine",
    },
    { name: "two", unit: "ms", value: exactly(1500), goal: { below: 1500 } },
    { name: "three", unit: "calls", value: exactly(3) },
  ];

  it("has the median, the extremes of several runs, and whether the goal was reached", () => {
    const rows = figuresTable(figures)
      .split("\n")
      .slice(2)
      .map((row) => row.split("|").map((cell) => cell.trim()));
    expect(rows).toEqual([
      ["", "one", "1.2 ×", "1 – 1.4 (3 runs)", "at most 1.2 ×: reached", ""],
      ["", "two", "1,500 ms", "", "below 1,500 ms: **not reached**", ""],
      ["", "three", "3 calls", "", "", ""],
    ]);
  });

  it("is followed by what must be known", () => {
    expect(remarksOn(figures)).toEqual(["- one: of one machine."]);
  });
});

import { scaleLog } from "d3-scale";
import type { LineChart } from "./chart.ts";
import { at, axisNumber, chartFrame, chartWidth, text } from "./chart-frame.ts";
import { shortNumber } from "./short-number.ts";

const top = 44;
const left = 76;
/** Room for the lines' names behind their ends. */
const right = chartWidth - 190;

export function linesSvg(chart: LineChart): string {
  const bottom = top + 240;
  const points = chart.lines.flatMap((line) => line.points);
  const x = scaleLog()
    .domain(extent(points.map((point) => point.x)))
    .range([left, right]);
  const y = scaleLog()
    .domain(extent(points.map((point) => point.y)))
    .nice()
    .range([bottom, top]);
  const lines = chart.lines.map(({ label, points: of, isOurs }, index) => {
    const path = of
      .map((point, step) => `${step === 0 ? "M" : "L"}${at(x(point.x))} ${at(y(point.y))}`)
      .join("");
    const last = of.at(-1) ?? { x: 1, y: 1 };
    const dots = of.map(
      (point) =>
        `<circle class="${isOurs ? "ours" : "other"}" cx="${at(x(point.x))}" cy="${at(y(point.y))}" r="3.5"/>`,
    );
    const end = text(x(last.x) + 10, labelHeight(chart, index, y), label);
    return `<path class="${isOurs ? "ours" : "other"} line" d="${path}"/>${dots.join("")}${end}`;
  });
  const powers = (scale: typeof x) => scale.ticks().filter((tick) => Number.isInteger(Math.log10(tick)));
  const across = powers(y).map(
    (tick) =>
      `<line class="grid" x1="${left}" x2="${right}" y1="${at(y(tick))}" y2="${at(y(tick))}"/>` +
      text(left - 8, y(tick) + 4, shortNumber(tick), "end"),
  );
  const along = powers(x).map((tick) => axisNumber(x(tick), bottom + 16, tick));
  const over = text((left + right) / 2, bottom + 34, chart.over, "middle");
  return chartFrame(chart, bottom, [...across, ...along, over, ...lines]);
}

/** Where two lines end at the same height their labels stand one under the other. */
function labelHeight({ lines }: LineChart, index: number, y: (value: number) => number): number {
  const ends = lines.map(({ points }) => y(points.at(-1)?.y ?? 1));
  const order = ends.map((_, line) => line).toSorted((a, b) => (ends[a] ?? 0) - (ends[b] ?? 0));
  let lowest = Number.NEGATIVE_INFINITY;
  for (const line of order) {
    lowest = Math.max((ends[line] ?? 0) + 4, lowest + 16);
    if (line === index) return lowest;
  }
  return lowest;
}

function extent(values: number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

import { scaleLinear } from "d3-scale";
import type { BarChart } from "./chart.ts";
import { at, axisNumber, chartFrame, chartWidth, text } from "./chart-frame.ts";
import { shortNumber } from "./short-number.ts";

const rowHeight = 26;
const margin = { top: 44, right: 96, left: 210 };

export function barsSvg(chart: BarChart): string {
  const bottom = margin.top + chart.bars.length * rowHeight;
  const scale = scaleLinear()
    .domain([0, Math.max(...chart.bars.map(({ value }) => value))])
    .nice()
    .range([margin.left, chartWidth - margin.right]);
  const rows = chart.bars.map(({ label, value, isOurs }, row) => {
    const y = margin.top + row * rowHeight;
    const length = Math.max(1, scale(value) - margin.left);
    return [
      `<rect class="${isOurs ? "ours" : "other"}" x="${margin.left}" y="${y + 4}" width="${at(length)}" height="${rowHeight - 8}" rx="2"/>`,
      text(margin.left - 8, y + 17, label, "end"),
      text(margin.left + length + 6, y + 17, shortNumber(value)),
    ].join("");
  });
  const grid = scale
    .ticks(6)
    .map((tick) => upright(scale(tick), bottom) + axisNumber(scale(tick), bottom + 16, tick));
  return chartFrame(chart, bottom, [...grid, ...rows]);
}

function upright(x: number, bottom: number): string {
  return `<line class="grid" x1="${at(x)}" x2="${at(x)}" y1="${margin.top}" y2="${bottom}"/>`;
}

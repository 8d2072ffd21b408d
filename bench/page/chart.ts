import { scaleLinear, scaleLog } from "d3-scale";

/** A picture of figures. */
export type Chart = BarChart | LineChart;

interface Drawn {
  /** The file's name, without its ending. */
  name: string;
  title: string;
  /** Of the numbers' axis. */
  unit: string;
}

/** What is compared, one bar each. */
export interface BarChart extends Drawn {
  kind: "bars";
  bars: { label: string; value: number; isOurs: boolean }[];
}

/** How something grows; both axes double in equal steps. */
export interface LineChart extends Drawn {
  kind: "lines";
  /** What grows: the numbers' other axis. */
  over: string;
  lines: { label: string; points: { x: number; y: number }[]; isOurs: boolean }[];
}

const width = 720;
const rowHeight = 26;
const margin = { top: 44, right: 96, bottom: 44, left: 210 };

/** As an SVG that says in words what it shows, and is read on a light page as on a dark one. */
export function chartSvg(chart: Chart): string {
  return chart.kind === "bars" ? barsSvg(chart) : linesSvg(chart);
}

function barsSvg(chart: BarChart): string {
  const bottom = margin.top + chart.bars.length * rowHeight;
  const scale = scaleLinear()
    .domain([0, Math.max(...chart.bars.map(({ value }) => value))])
    .nice()
    .range([margin.left, width - margin.right]);
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
  return svg(chart, bottom, [...grid, ...rows]);
}

function linesSvg(chart: LineChart): string {
  const bottom = margin.top + 240;
  const left = 76;
  const points = chart.lines.flatMap((line) => line.points);
  const x = scaleLog()
    .domain(extent(points.map((point) => point.x)))
    .range([left, width - 190]);
  const y = scaleLog()
    .domain(extent(points.map((point) => point.y)))
    .nice()
    .range([bottom, margin.top]);
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
      `<line class="grid" x1="${left}" x2="${width - 190}" y1="${at(y(tick))}" y2="${at(y(tick))}"/>` +
      text(left - 8, y(tick) + 4, shortNumber(tick), "end"),
  );
  const along = powers(x).map((tick) => axisNumber(x(tick), bottom + 16, tick));
  const over = text((left + width - 190) / 2, bottom + 34, chart.over, "middle");
  return svg(chart, bottom, [...across, ...along, over, ...lines]);
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

function svg({ title, unit, ...chart }: Chart, bottom: number, parts: string[]): string {
  const height = bottom + margin.bottom;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="t d" font-family="system-ui, sans-serif" font-size="13">
<title id="t">${escaped(title)}</title><desc id="d">${escaped(inWords(chart))}</desc>
<style>
text{fill:#1f2328}.grid{stroke:#d1d9e0}.ours{fill:#0969da}.other{fill:#8c959f}
.line{fill:none;stroke-width:2.5}.ours.line{stroke:#0969da}.other.line{stroke:#8c959f}
@media (prefers-color-scheme: dark){text{fill:#e6edf3}.grid{stroke:#3d444d}.ours{fill:#58a6ff}.other{fill:#848d97}.ours.line{fill:none;stroke:#58a6ff}.other.line{fill:none;stroke:#848d97}}
</style>
<text x="12" y="22" font-size="15" font-weight="600">${escaped(title)}</text>
<text x="${width - 12}" y="22" text-anchor="end">${escaped(unit)}</text>
${parts.join("\n")}
</svg>
`;
}

function inWords(chart: Omit<BarChart, "title" | "unit"> | Omit<LineChart, "title" | "unit">): string {
  if (chart.kind === "bars")
    return chart.bars.map(({ label, value }) => `${label}: ${shortNumber(value)}`).join("; ");
  return chart.lines
    .map(
      ({ label, points }) =>
        `${label}: ${points.map(({ x, y }) => `${shortNumber(x)} → ${shortNumber(y)}`).join(", ")}`,
    )
    .join("; ");
}

function upright(x: number, bottom: number): string {
  return `<line class="grid" x1="${at(x)}" x2="${at(x)}" y1="${margin.top}" y2="${bottom}"/>`;
}

const axisNumber = (x: number, y: number, value: number) => text(x, y, shortNumber(value), "middle");

function text(x: number, y: number, words: string, anchor: "start" | "middle" | "end" = "start"): string {
  return `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}">${escaped(words)}</text>`;
}

function extent(values: number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

const at = (position: number) => position.toFixed(1);

const escaped = (words: string) => words.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** Three digits that count. */
export function shortNumber(value: number): string {
  if (value === 0) return "0";
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en-US");
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return String(Number(value.toFixed(Math.min(digits, 6))));
}

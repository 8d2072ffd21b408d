import type { BarChart, Chart, LineChart } from "./chart.ts";
import { shortNumber } from "./short-number.ts";

/** Of every chart, in the SVG's own units. */
export const chartWidth = 720;
const foot = 44;

/** An SVG with a title, its words for who cannot see it, and colours for light pages and for dark ones. */
export function chartFrame({ title, unit, ...chart }: Chart, bottom: number, parts: string[]): string {
  const height = bottom + foot;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${chartWidth} ${height}" role="img" aria-labelledby="t d" font-family="system-ui, sans-serif" font-size="13">
<title id="t">${escaped(title)}</title><desc id="d">${escaped(inWords(chart))}</desc>
<style>
.page{fill:#fff}text{fill:#1f2328}.grid{stroke:#d1d9e0}.ours{fill:#0969da}.other{fill:#8c959f}
.line{fill:none;stroke-width:2.5}.ours.line{stroke:#0969da}.other.line{stroke:#8c959f}
@media (prefers-color-scheme: dark){.page{fill:#0d1117}text{fill:#e6edf3}.grid{stroke:#3d444d}.ours{fill:#58a6ff}.other{fill:#848d97}.ours.line{fill:none;stroke:#58a6ff}.other.line{fill:none;stroke:#848d97}}
</style>
<rect class="page" width="100%" height="100%" rx="6"/>
<text x="12" y="22" font-size="15" font-weight="600">${escaped(title)}</text>
<text x="${chartWidth - 12}" y="22" text-anchor="end">${escaped(unit)}</text>
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

export const axisNumber = (x: number, y: number, value: number) => text(x, y, shortNumber(value), "middle");

export function text(
  x: number,
  y: number,
  words: string,
  anchor: "start" | "middle" | "end" = "start",
): string {
  return `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}">${escaped(words)}</text>`;
}

export const at = (position: number) => position.toFixed(1);

const escaped = (words: string) => words.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

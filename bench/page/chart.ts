import { barsSvg } from "./bars-svg.ts";
import { linesSvg } from "./lines-svg.ts";

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

/** As an SVG that says in words what it shows, and is read on a light page as on a dark one. */
export function chartSvg(chart: Chart): string {
  return chart.kind === "bars" ? barsSvg(chart) : linesSvg(chart);
}

import { html } from "hono/html";
import { dayMs, hourMs, secondMs } from "../clock.ts";
import type { Html } from "./page-frame.ts";

const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });
const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "short", timeZone: "UTC" });

/** An instant as feeds show it: how long ago while that says something, the date after a week. */
export function moment(at: Date, now: Date): Html {
  return html`<time datetime="${at.toISOString()}" title="${exactMoment(at)}">${ago(at, now)}</time>`;
}

export function exactMoment(at: Date): string {
  return `${exact.format(at)} UTC`;
}

function ago(at: Date, now: Date): string {
  const age = now.getTime() - at.getTime();
  if (age < 60 * secondMs) return "now";
  if (age < hourMs) return `${Math.floor(age / (60 * secondMs))}m`;
  if (age < dayMs) return `${Math.floor(age / hourMs)}h`;
  if (age < 7 * dayMs) return `${Math.floor(age / dayMs)}d`;
  return day.format(at);
}

import { html } from "hono/html";
import { describeFault } from "../describe-fault.ts";
import { describeSettings } from "../settings.ts";
import type { Site } from "../site.ts";
import type { Html } from "./page-frame.ts";

/** What is going to go wrong on purpose, or is otherwise than usual, so that nobody looks for the reason elsewhere. */
export function plannedFaults({ faults, behaviour }: Site): Html | "" {
  const upcoming = faults.upcoming();
  const settings = describeSettings(behaviour);
  if (upcoming.length + settings.length === 0) return "";
  return html`<ul class="planned" title="counted from now">
${upcoming.map((one) => html`<li>planned: ${describeFault(one)}</li>`)}
${settings.map((words) => html`<li>set: ${words}</li>`)}
</ul>`;
}

import { html } from "hono/html";
import { describeFault } from "../describe-fault.ts";
import type { Site } from "../site.ts";
import type { Html } from "./page-frame.ts";

/** What is going to go wrong on purpose, so that nobody looks for the reason elsewhere. */
export function plannedFaults({ faults }: Site): Html | "" {
  const upcoming = faults.upcoming();
  if (upcoming.length === 0) return "";
  return html`<ul class="planned" title="counted from now">
${upcoming.map((one) => html`<li>planned: ${describeFault(one)}</li>`)}
</ul>`;
}

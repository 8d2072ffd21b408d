import { html } from "hono/html";
import type { Person } from "../world.ts";
import type { Html } from "./page-frame.ts";

/** Deep enough for white letters on each (contrast above 4.5), calm beside one another. */
const colours = [
  "#0d7c66",
  "#3b5bdb",
  "#9c36b5",
  "#c2255c",
  "#b5500b",
  "#5f6b1a",
  "#1971a6",
  "#6741d9",
] as const;

/** A profile's initial on a coloured disc; the colour follows from the name. */
export function avatar({ name, username }: Person, size: number): Html {
  let sum = 0;
  for (const character of username) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  const colour = colours[sum % colours.length] ?? colours[0];
  const [initial = "?"] = new Intl.Segmenter("und")
    .segment(name)
    [Symbol.iterator]()
    .map(({ segment }) => segment);
  return html`<svg xmlns="http://www.w3.org/2000/svg" class="avatar" width="${size}" height="${size}" viewBox="0 0 48 48" aria-hidden="true">
<circle cx="24" cy="24" r="24" fill="${colour}"/>
<text x="24" y="25" fill="#fff" font-size="21" font-weight="600" text-anchor="middle" dominant-baseline="central">${initial.toUpperCase()}</text>
</svg>`;
}

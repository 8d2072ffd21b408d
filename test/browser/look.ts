import axe from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import * as z from "zod";

/** Ignored by git, like all of `coverage`. */
const folder = new URL("../../coverage/browser/", import.meta.url);
const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } } as const;
const themes = ["light", "dark"] as const;

const violations = z.array(z.object({ id: z.string(), help: z.string(), where: z.array(z.string()) }));
const askAxe = `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
  violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map(({ html }) => html) })))`;

/** Takes a page's picture at each size and in each theme, and lets nothing pass that axe objects to or that hangs over the edge. */
export async function look(page: Page, name: string): Promise<void> {
  // `evaluate` works past the page's policy, which allows no script.
  await page.evaluate(axe.source);
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme });
      await picture(page, `${name}-${size}-${colorScheme}`);
      expect(violations.parse(await page.evaluate(askAxe)), `${name}, ${size}, ${colorScheme}`).toEqual([]);
    }
  }
}

/** The same pictures where no script runs, and so no axe either. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: new URL(`${name}.png`, folder).pathname, fullPage: true });
  const overhang = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
  expect(overhang, `${name} must not scroll sideways`).toBeLessThanOrEqual(0);
}

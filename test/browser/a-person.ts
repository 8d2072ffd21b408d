import { type Browser, type BrowserContext, chromium, type Page, type Response } from "playwright-core";
import { expect, inject, onTestFinished } from "vitest";
import { quietChromium } from "../support/quiet-chromium.ts";
import type { ConnectWorld } from "./a-connect-world.ts";

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: inject("chromium"), headless: true, args: quietChromium });
}

/** Somebody with a browser that knows nothing yet: no cookies, no cache. */
export async function aPerson(browser: Browser, world: ConnectWorld, javaScriptEnabled = true) {
  const context = await browser.newContext({ javaScriptEnabled });
  const page = await context.newPage();
  const strays: string[] = [];
  const complaints: string[] = [];
  context.on("request", (request) => {
    if (!world.origins.includes(new URL(request.url()).origin)) strays.push(request.url());
  });
  page.on("console", (message) => {
    // Chromium reports each page with a status of 400 or more; that is what the tests expect.
    if (!message.text().startsWith("Failed to load resource")) complaints.push(message.text());
  });
  onTestFinished(() => context.close());
  return {
    page,
    context,
    /** Opens the connect link and so comes to the consent page. */
    async startConnecting(): Promise<void> {
      await page.goto(`${world.host.url}/connect`);
      expect(await page.title()).toContain("Allow access?");
    },
    /** Presses a button there, and says what Feedloom answered. */
    async press(button: "Allow" | "Don’t allow", username?: string): Promise<Response> {
      if (username !== undefined) await page.getByLabel("Logged in as").selectOption(username);
      const answered = page.waitForResponse((response) =>
        response.url().startsWith(`${world.host.url}/callback`),
      );
      await page.getByRole("button", { name: button, exact: true }).click();
      const response = await answered;
      await page.waitForLoadState();
      return response;
    },
    /** Nothing was asked of another machine, no page broke its own rules, and what stands here or in the log is no secret. */
    async expectQuiet(): Promise<void> {
      expect(strays).toEqual([]);
      expect(complaints).toEqual([]);
      const code = new URL(page.url()).searchParams.get("code");
      const told = `${await page.content()} ${world.log.lines.join("\n")}`;
      for (const secret of [world.sandbox.app.clientSecret, await world.token(), code]) {
        if (secret !== undefined && secret !== null) expect(told).not.toContain(secret);
      }
    },
  };
}
export type Person = Awaited<ReturnType<typeof aPerson>>;

/**
 * The address that Threads would send this browser to after Allow, taken before it is opened. The decision is sent with
 * this browser's cookies, but its redirect is not followed.
 */
export async function callbackNotOpened(context: BrowserContext, page: Page, username: string) {
  const { origin, searchParams } = new URL(page.url());
  const form = { ...Object.fromEntries(searchParams), username, decision: "allow" };
  const sent = await context.request.post(`${origin}/oauth/authorize`, { form, maxRedirects: 0 });
  const location = sent.headers().location;
  if (location === undefined) throw new Error(`no redirect but ${sent.status()}`);
  return location;
}

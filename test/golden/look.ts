import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { chromium, type Page } from "playwright-core";
import { previewFeed } from "../../bin/local/preview/preview-entries.ts";
import { openPreviewPage } from "../../bin/local/preview/preview-page.ts";
import { InProcessBus } from "../../functions/adapters/local/in-process-bus.ts";
import { SqliteStore } from "../../functions/adapters/local/sqlite-store.ts";
import { readConfiguration } from "../../functions/core/configuration.ts";
import { parseFeed } from "../../functions/core/parse-feed.ts";
import { localServices } from "../../functions/runtime/local-services.ts";
import { jsonLog } from "../../functions/runtime/log.ts";
import { systemClock } from "../../functions/runtime/system-clock.ts";
import { listening } from "../rig/loopback.ts";
import { quietChromium } from "../support/quiet-chromium.ts";
import { routes } from "./routes.ts";

/**
 * Takes pictures of the golden entries as the sandbox shows them, after the whole way of a post, to be looked at:
 * `npm run look -- <folder>`. Chromium from CHROMIUM_PATH, or /usr/bin/chromium.
 */
const folder = process.argv[2] ?? "coverage/golden";
const account = "bronzfronz";
const blog = "https://golden.example";
const pictures = new URL("../../sandbox/demo/pictures/", import.meta.url);
const pictureNames = readdirSync(pictures).filter((name) => name.endsWith(".png"));
const feedOf = (name: string) => readFileSync(new URL(`feeds/${name}`, import.meta.url));
/** What each page is called, by its path. */
const titles = new Map(
  Object.keys(routes).flatMap((name) =>
    parseFeed({ bytes: feedOf(name), url: blog }).entries.map(
      ({ link = "", title = "" }): [string, string] => [new URL(link).pathname, title],
    ),
  ),
);

/** The blogs on loopback: their feeds, pictures, and a page for every entry. */
const server = createServer((request, response) => {
  const origin = `http://${request.headers.host}`;
  const { pathname } = new URL(request.url ?? "/", origin);
  const send = (type: string, body: string | Uint8Array) =>
    response.writeHead(200, { "Content-Type": type }).end(body);
  const last = pathname.split("/").at(-1) ?? "";
  if (pathname.startsWith("/feeds/"))
    return send("text/xml", feedOf(last).toString().replaceAll(blog, origin));
  if (pathname.startsWith("/pictures/")) return send("image/png", readFileSync(new URL(last, pictures)));
  if (last.endsWith(".mp4")) return send("video/mp4", "video");
  const own = pictureNames[[...titles.keys()].indexOf(pathname) % pictureNames.length];
  const title = (titles.get(pathname) ?? "").replaceAll('"', "&quot;");
  return send(
    "text/html; charset=utf-8",
    `<meta property="og:title" content="${title}"><meta property="og:image" content="${origin}/pictures/${own}">`,
  );
});
const host = `127.0.0.1:${await listening(server)}`;
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  args: quietChromium,
});
try {
  for (const name of Object.keys(routes)) await look(name);
} finally {
  await browser.close();
  server.close();
}

async function look(name: string): Promise<void> {
  const feeds = [{ url: `http://${host}/feeds/${name}`, ...routes[name] }];
  const configuration = readConfiguration({ accounts: [account], feeds });
  const [route] = configuration.routes;
  if (route === undefined) return;
  const store = new SqliteStore(":memory:");
  const services = localServices({
    ...{ store, configuration, allowPrivateFeeds: true, clock: systemClock, bus: new InProcessBus() },
    log: jsonLog("SILENT"),
    threadsUrls: { graphUrl: "", authorizeUrl: "" },
  });
  const { posts } = await previewFeed(route, account, 10, services);
  store.close();
  const surroundings = { clock: systemClock, allowPrivateFeeds: true };
  const shown = await openPreviewPage(posts, account, configuration, surroundings);
  for (const missing of shown.missing) console.error(`${name}: ${missing}`);
  const page = await browser.newPage({ viewport: { width: 560, height: 900 }, colorScheme: "light" });
  await page.goto(shown.url);
  // The blogs' names in place of this machine's address, which is another one at each run.
  await page.evaluate(
    `document.body.innerHTML = document.body.innerHTML.replaceAll(">${host}", ">golden.example")`,
  );
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  for (const [index, clip] of (await placesOf(page, route.style === "chain" && posts.length === 1)).entries())
    await page.screenshot({ path: `${folder}/${name}-${index + 1}.png`, clip, fullPage: true });
  await page.close();
  await shown.close();
}

interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where each post stands; a chain's parts are one place. */
async function placesOf(page: Page, isChain: boolean): Promise<Place[]> {
  const places: Place[] = [];
  for (const article of await page.locator("article").all()) {
    const place = await article.boundingBox();
    if (place !== null) places.push(place);
  }
  const [first] = places;
  const last = places.at(-1);
  if (!isChain || first === undefined || last === undefined) return places;
  return [{ ...first, height: last.y + last.height - first.y }];
}

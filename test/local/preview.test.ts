import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openPreviewPage } from "../../bin/local/preview/preview-page.ts";
import { readConfiguration } from "../../functions/core/configuration.ts";
import { systemClock } from "../../functions/runtime/system-clock.ts";
import { aFolder, start } from "../support/a-command.ts";
import { aPost } from "../support/a-post.ts";

const feeds = new URL("../golden/feeds/", import.meta.url).pathname;

describe("npm run preview", () => {
  it("shows the newest entries as posts, with counts and reasons, and remembers nothing", async () => {
    const { code, output } = await start([
      "preview",
      "--feed",
      `${feeds}photos.xml`,
      "--count",
      "1",
      "--style",
      "video",
    ]);
    expect(output).toContain("Slow Light – the newest 1 of 3 entries, as @you would post them");
    expect(output).toContain("│ Four mornings at the lake");
    expect(output).toContain("of 500 by Meta's count");
    expect(output).toContain("· it has no video that Threads takes");
    expect(output).not.toContain("Tea, window, rain");
    expect(code).toBe(0);
  });

  it("gives everything as JSON, the exact requests included", async () => {
    const { output } = await start([
      "preview",
      "--feed",
      `${feeds}news.xml`,
      "--count",
      "2",
      "--json",
      "--account",
      "@Ann",
    ]);
    const [{ account, entries }] = JSON.parse(output);
    expect(account).toBe("ann");
    expect(entries).toHaveLength(2);
    expect(entries[0]).toMatchObject({
      decision: "post",
      parts: [
        { content: { kind: "text" }, graphemes: expect.any(Number), threadsLength: expect.any(Number) },
      ],
      requests: [
        { path: "/v1.0/me/threads", parameters: { media_type: "TEXT", access_token: "[secret]" } },
        {},
      ],
    });
  });

  it("takes the configuration's own route for a feed, and says which rule skips an entry", async () => {
    const file = join(aFolder(), "feedloom.config.ts");
    const feed = new URL("../golden/feeds/news.xml", import.meta.url).href;
    writeFileSync(
      file,
      `export default { accounts: ["bo"], feeds: [{ url: ${JSON.stringify(feed)}, not: { categories: ["politics"] }, template: ({ title }) => title.toUpperCase() }] };`,
    );
    const { output } = await start(["preview"], { env: { FEEDLOOM_CONFIG: file } });
    expect(output).toContain("skipped  City council votes");
    expect(output).toContain('it has the category "politics", which not.categories names');
    expect(output).toContain("│ STORM WARNING FOR THE WEEKEND");
  });

  it("says of the configuration that comes with Feedloom that it was not filled in", async () => {
    const { code, output } = await start(["preview"]);
    expect(output).toMatch(
      /feedloom\.config\.ts: it still has the placeholders .*, or name a feed with --feed$/m,
    );
    expect(code).toBe(1);
  });

  it("says what holds for all entries: which it could not read, and that posts would wait now", async () => {
    const folder = aFolder();
    const feed = join(folder, "feed.json");
    const items = [{ id: "1", title: "A note" }, 7];
    writeFileSync(
      feed,
      JSON.stringify({ version: "https://jsonfeed.org/version/1.1", title: "Notes", items }),
    );
    const file = join(folder, "feedloom.config.ts");
    const day = { from: "00:00", to: "23:59", timeZone: "UTC" };
    const night = { from: "23:59", to: "00:00", timeZone: "UTC" };
    const accounts = [{ username: "bo", quietHours: day }];
    const feeds = [{ url: new URL(`file://${feed}`).href, quietHours: night }];
    writeFileSync(file, `export default ${JSON.stringify({ accounts, feeds })};`);
    const { output } = await start(["preview"], { env: { FEEDLOOM_CONFIG: file } });
    expect(output).toContain("! entry 2 is a number, not an object");
    expect(output).toMatch(
      /! now they would wait until \S+: quiet hours, from (00:00 to 23:59|23:59 to 00:00) in UTC/,
    );
    expect(output).toContain("Nothing was posted.");
  });

  it("fails in a sentence where there is no feed", async () => {
    const { code, output } = await start([
      "preview",
      "--feed",
      new URL("../golden/routes.ts", import.meta.url).pathname,
    ]);
    expect(output).toMatch(/not a feed/);
    expect(code).not.toBe(0);
  });
});

describe("the preview's page", () => {
  it("shows posts that went the whole way on a sandbox of their own, quiet hours or not", async () => {
    const url = "https://blog.example/feed.xml";
    const quietHours = { from: "00:00", to: "23:59", timeZone: "UTC" };
    const configuration = readConfiguration({ accounts: ["bronzfronz"], feeds: [{ url, quietHours }] });
    const post = aPost({ entry: { title: "A walk in the rain", authors: [], tags: [], images: [] } });
    const page = await openPreviewPage([post], "bronzfronz", configuration, {
      clock: systemClock,
      allowPrivateFeeds: false,
    });
    expect(page.missing).toEqual([]);
    expect(await (await fetch(page.url)).text()).toContain("A walk in the rain");
    await page.close();
    await expect(fetch(page.url)).rejects.toThrow();
  });
});

it("preview takes a page that names its feed, as the poller does", async () => {
  const folder = aFolder();
  const rss =
    "<rss><channel><title>Loom</title><item><guid>a</guid><title>Warp</title></item></channel></rss>";
  writeFileSync(join(folder, "feed.xml"), rss);
  const page = '<!doctype html><link rel="alternate" type="application/rss+xml" href="feed.xml">hi';
  writeFileSync(join(folder, "index.html"), page);
  const { code, output } = await start(["preview", "--feed", join(folder, "index.html")]);
  expect(output).toContain("Loom – 1 entry");
  expect(output).toMatch(/it is a page; its feed is file:\S+feed\.xml/);
  expect(code).toBe(0);
});

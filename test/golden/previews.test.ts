import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { previewFeed } from "../../bin/local/preview/preview-entries.ts";
import { previewLines } from "../../bin/local/preview/preview-lines.ts";
import { FileFeedSource } from "../../functions/adapters/local/file-feed-source.ts";
import { readConfiguration } from "../../functions/core/configuration.ts";
import { recordedLog } from "../support/recorded-log.ts";
import { VirtualClock } from "../support/virtual-clock.ts";
import { routes } from "./routes.ts";

const services = {
  clock: new VirtualClock("2026-11-24T12:00:00.000Z"),
  log: recordedLog(),
  feedSource: new FileFeedSource(),
};

async function previewOf(name: string) {
  const url = new URL(`feeds/${name}`, import.meta.url).href;
  const [route] = readConfiguration({ accounts: ["bronzfronz"], feeds: [{ url, ...routes[name] }] }).routes;
  return previewFeed(route!, "bronzfronz", 10, services);
}

/** Looked at when they changed: `npx vitest run test/golden -u` writes what is composed now. */
describe("real-looking entries become the posts that were looked at", () => {
  it.each(Object.keys(routes))("%s", async (name) => {
    const lines = previewLines(await previewOf(name), false).map(stripVTControlCharacters);
    const file = fileURLToPath(new URL(`previews/${name}.txt`, import.meta.url));
    await expect(`${lines.join("\n").trimEnd()}\n`).toMatchFileSnapshot(file);
  });

  it("are thirty-two", async () => {
    const previews = await Promise.all(Object.keys(routes).map(previewOf));
    expect(previews.flatMap(({ entries }) => entries)).toHaveLength(32);
  });

  it("fit each, by Meta's count", async () => {
    for (const name of Object.keys(routes))
      for (const { parts } of (await previewOf(name)).entries)
        for (const { threadsLength } of parts) expect(threadsLength).toBeLessThanOrEqual(500);
  });
});

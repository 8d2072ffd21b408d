import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { FileFeedSource } from "../../functions/adapters/local/file-feed-source.ts";

let folder = "";
const source = new FileFeedSource();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "feedloom-"));
});
afterAll(() => rm(folder, { recursive: true }));

it("a file that was only touched counts as unchanged", async () => {
  const path = join(folder, "feed.xml");
  await writeFile(path, "<rss/>");
  const url = pathToFileURL(path).href;
  const answer = await source.fetch(url, {});
  await utimes(path, new Date(0), new Date(0));
  const validators = answer.kind === "body" ? answer.validators : {};
  expect((await source.fetch(url, validators)).kind).toBe("not-modified");
});

it.each([
  ["a folder", () => pathToFileURL(folder).href, /is a folder; give the file/],
  [
    "a file below a file",
    () => `${pathToFileURL(join(folder, "feed.xml")).href}/x`,
    /does not exist; check the path/,
  ],
  ["a device", () => "file:///dev/zero", /is no regular file/],
])("fails with FEED_UNREACHABLE for %s", async (_what, url, message) => {
  const failure = expect(source.fetch(url(), {})).rejects;
  await failure.toMatchObject({ code: "FEED_UNREACHABLE", message: expect.stringMatching(message) });
});

it.each([
  ["a file of another machine", "file://server/share/feed.xml", /server is another machine/],
  ["a path that hides a slash", "file:///tmp/a%2Fb.xml", /can't be a path/],
])("refuses %s with FEED_REFUSED", async (_what, url, message) => {
  const failure = expect(source.fetch(url, {})).rejects;
  await failure.toMatchObject({ code: "FEED_REFUSED", message: expect.stringMatching(message) });
});

it("localhost in the address is this machine", async () => {
  const url = pathToFileURL(join(folder, "feed.xml")).href.replace("file:///", "file://localhost/");
  expect((await source.fetch(url, {})).kind).toBe("body");
});

import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startSandbox } from "../../sandbox/start-sandbox.ts";
import { aSandbox } from "./a-sandbox.ts";
import { aPng, aWebServer } from "./a-web-server.ts";

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "sandbox-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test("a sandbox that is started again knows its people, tokens, posts and pictures", async () => {
  const web = await aWebServer({ "/a.png": { type: "image/png", body: aPng(10, 10) } });
  const stateFile = join(aFolder(), "deep", "sandbox.json");
  const first = await aSandbox({ stateFile });
  const container = await first.create({ media_type: "IMAGE", image_url: `${web.url}/a.png` });
  first.clock.advance(2_000);
  const id = await first.publish(container);
  await first.sandbox.close();

  const second = await aSandbox({ stateFile, clock: first.clock });
  expect(second.userId).toBe(first.userId);
  const query = `access_token=${first.accessToken}&fields=id,timestamp,media_url`;
  const read: unknown = await (await fetch(`${second.sandbox.graphUrl}/${id}?${query}`)).json();
  expect(read).toMatchObject({ id, timestamp: "2026-11-02T08:00:02+0000" });
  const picture = second.sandbox.record.posts[0]?.id === id ? await fetch(mediaUrl(read)) : undefined;
  expect(picture?.status).toBe(200);
  expect(await second.publish(container)).toBe(id);
  expect(await second.say("new")).not.toBe(id);
});

test("a sandbox that is started again knows a carousel half-way, and publishes it", async () => {
  const web = await aWebServer({
    "/a.png": { type: "image/png", body: aPng(10, 10) },
    "/b.mp4": { type: "video/mp4", body: "video" },
  });
  const stateFile = join(aFolder(), "sandbox.json");
  const first = await aSandbox({ stateFile });
  const item = { is_carousel_item: "true" };
  const children = [
    await first.create({ ...item, media_type: "IMAGE", image_url: `${web.url}/a.png` }),
    await first.create({ ...item, media_type: "VIDEO", video_url: `${web.url}/b.mp4` }),
  ];
  first.clock.advance(5_000);
  const parent = await first.create({ media_type: "CAROUSEL", children: children.join(",") });
  await first.sandbox.close();

  first.clock.advance(2_000);
  const second = await aSandbox({ stateFile, clock: first.clock });
  const id = await second.publish(parent);
  await second.sandbox.close();
  const third = await aSandbox({ stateFile, clock: first.clock });
  expect(third.sandbox.record.posts).toMatchObject([
    { id, mediaType: "CAROUSEL", children: [{ mediaType: "IMAGE" }, { mediaType: "VIDEO" }] },
  ]);
  const fields = "children{media_url}";
  const query = new URLSearchParams({ access_token: first.accessToken, fields });
  const read: unknown = await (await fetch(`${third.sandbox.graphUrl}/${id}?${query}`)).json();
  const video = /http[^"]+mp4/.exec(JSON.stringify(read))?.[0] ?? "";
  expect(await (await fetch(video)).text()).toBe("video");
});

test("a change is on disk before its call is answered, also when the answer is lost", async () => {
  const stateFile = join(aFolder(), "sandbox.json");
  const first = await aSandbox({ stateFile });
  const container = await first.create({ media_type: "TEXT", text: "hello" });
  first.sandbox.faults.plan({ call: "publish", effect: "after", answer: { kind: "reset" } });
  await expect(first.publish(container)).rejects.toThrow();
  // The first sandbox is not closed: what the second finds was written by then.
  const second = await aSandbox({ stateFile });
  expect(second.sandbox.record.posts).toHaveLength(1);
});

test("the file is for its owner only, and no draft of it is left behind", async () => {
  const folder = aFolder();
  const { say } = await aSandbox({ stateFile: join(folder, "sandbox.json") });
  await say("hello");
  expect(readdirSync(folder).sort()).toEqual(["sandbox.json", "sandbox.json.media"]);
  expect(statSync(join(folder, "sandbox.json")).mode & 0o777).toBe(0o600);
});

test("fails at the start on a file that is no sandbox's, and leaves it alone", async () => {
  const stateFile = join(aFolder(), "sandbox.json");
  writeFileSync(stateFile, '{"version":0}');
  await expect(startSandbox({ stateFile })).rejects.toThrow(/not a sandbox state of this version/);
});

test("fails at the start on a port that is taken", async () => {
  const { sandbox } = await aSandbox();
  await expect(startSandbox({ port: Number(new URL(sandbox.graphUrl).port) })).rejects.toThrow(/EADDRINUSE/);
});

function mediaUrl(read: unknown): string {
  if (typeof read !== "object" || read === null || !("media_url" in read)) throw new Error("no media_url");
  return String(read.media_url);
}

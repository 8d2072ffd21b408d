import { describe, expect, test } from "vitest";
import { containerFailures } from "../../sandbox/world.ts";
import { aSandbox } from "./a-sandbox.ts";
import { aWebServer } from "./a-web-server.ts";

const mp4 = "video/mp4";
const megabyte = 1024 * 1024;

describe("a video", () => {
  test("is fetched once from its address, kept, and finished after five seconds", async () => {
    const web = await aWebServer({ "/loom.mp4": { type: mp4, body: "0123456789" } });
    const { create, publish, status, get, clock, sandbox } = await aSandbox();
    const container = await create({
      media_type: "VIDEO",
      video_url: `${web.url}/loom.mp4`,
      text: "at work",
      alt_text: "A loom",
    });
    clock.advance(4_999);
    expect(await status(container)).toBe("IN_PROGRESS");
    clock.advance(1);
    expect(await status(container)).toBe("FINISHED");
    const id = await publish(container);
    const read = await get(`/${id}`, { fields: "media_type,media_url,alt_text" });
    expect(read.json).toMatchObject({ media_type: "VIDEO", alt_text: "A loom" });
    const served = await fetch(String(read.json.media_url));
    expect([served.headers.get("content-type"), await served.text()]).toEqual([mp4, "0123456789"]);
    expect(web.asked).toEqual(["/loom.mp4"]);
    expect(sandbox.record.posts).toMatchObject([
      { mediaType: "VIDEO", videoUrl: `${web.url}/loom.mp4`, altText: "A loom" },
    ]);
  });

  test("is ready as late as is switched on", async () => {
    const web = await aWebServer({ "/loom.mov": { type: "video/quicktime", body: "x" } });
    const { create, status, clock } = await aSandbox({ behaviour: { videoReadySeconds: 180 } });
    const container = await create({ media_type: "VIDEO", video_url: `${web.url}/loom.mov` });
    clock.advance(179_999);
    expect(await status(container)).toBe("IN_PROGRESS");
    clock.advance(1);
    expect(await status(container)).toBe("FINISHED");
  });

  test("is served in parts to a browser that jumps about in it", async () => {
    const web = await aWebServer({ "/loom.mp4": { type: mp4, body: "0123456789" } });
    const { create, publish, get, clock } = await aSandbox();
    const container = await create({ media_type: "VIDEO", video_url: `${web.url}/loom.mp4` });
    clock.advance(5_000);
    const url = String((await get(`/${await publish(container)}`, { fields: "media_url" })).json.media_url);
    const part = async (Range: string) => {
      const response = await fetch(url, { headers: { Range } });
      return [response.status, response.headers.get("content-range"), await response.text()];
    };
    expect(await part("bytes=2-4")).toEqual([206, "bytes 2-4/10", "234"]);
    expect(await part("bytes=7-")).toEqual([206, "bytes 7-9/10", "789"]);
    expect(await part("bytes=8-99")).toEqual([206, "bytes 8-9/10", "89"]);
    expect(await part("bytes=10-")).toEqual([416, "bytes */10", ""]);
  });

  test("that is too large to keep is published all the same, without an address of its own", async () => {
    const web = await aWebServer({ "/long.mp4": { type: mp4, announced: 1024 * megabyte } });
    const { create, publish, get, clock } = await aSandbox();
    const container = await create({ media_type: "VIDEO", video_url: `${web.url}/long.mp4` });
    clock.advance(5_000);
    const id = await publish(container);
    expect((await get(`/${id}`, { fields: "media_type,media_url" })).json).toEqual({
      id,
      media_type: "VIDEO",
    });
  });

  const failing = {
    "/gone.mp4": { status: 404 },
    "/moved.mp4": { status: 302, location: "/loom.mp4" },
    "/loom.mp4": { type: mp4, body: "x" },
    "/empty.mp4": { type: mp4, body: "" },
    "/huge.mp4": { type: mp4, announced: 1024 * megabyte + 1 },
    "/loom.webm": { type: "video/webm", body: "x" },
  };

  test.each([
    ["/gone.mp4", "FAILED_DOWNLOADING_VIDEO"],
    ["/moved.mp4", "FAILED_DOWNLOADING_VIDEO"],
    ["/empty.mp4", "FAILED_DOWNLOADING_VIDEO"],
    ["/huge.mp4", "FAILED_DOWNLOADING_VIDEO"],
    ["/loom.webm", "FAILED_PROCESSING_VIDEO"],
  ])("that is no good (%s) makes a container that fails with HTTP 200", async (path, message) => {
    const web = await aWebServer(failing);
    const { create, get, clock } = await aSandbox();
    const container = await create({ media_type: "VIDEO", video_url: web.url + path });
    clock.advance(5_000);
    const got = await get(`/${container}`, { fields: "status,error_message" });
    expect([got.status, got.json]).toEqual([200, { id: container, status: "ERROR", error_message: message }]);
  });

  test("that is no good can be refused at creation instead, with 1/2207052", async () => {
    const web = await aWebServer(failing);
    const { post } = await aSandbox({ behaviour: { badVideo: "refuse-at-creation" } });
    const got = await post("/me/threads", { media_type: "VIDEO", video_url: `${web.url}/gone.mp4` });
    expect([got.status, got.error]).toEqual([400, "1/2207052"]);
  });

  test.each(containerFailures)("can be made to fail with %s", async (videoFailure) => {
    const web = await aWebServer(failing);
    const { create, get, post, clock } = await aSandbox({ behaviour: { videoFailure } });
    const container = await create({ media_type: "VIDEO", video_url: `${web.url}/loom.mp4` });
    clock.advance(5_000);
    expect((await get(`/${container}`, { fields: "status,error_message" })).json).toMatchObject({
      status: "ERROR",
      error_message: videoFailure,
    });
    expect((await post("/me/threads_publish", { creation_id: container })).error).toBe("24/4279009");
  });
});

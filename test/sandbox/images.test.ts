import { describe, expect, test } from "vitest";
import { aSandbox } from "./a-sandbox.ts";
import { aPng, aWebServer } from "./a-web-server.ts";

const png = "image/png";

describe("a picture", () => {
  test("is fetched once from its address, kept, and finished after two seconds", async () => {
    const web = await aWebServer({ "/cat.png": { type: png, body: aPng(800, 600) } });
    const { create, publish, status, get, clock, sandbox } = await aSandbox();
    const container = await create({
      media_type: "IMAGE",
      image_url: `${web.url}/cat.png`,
      text: "a cat",
      alt_text: "A grey cat",
    });
    expect(await status(container)).toBe("IN_PROGRESS");
    clock.advance(2_000);
    expect(await status(container)).toBe("FINISHED");
    const id = await publish(container);
    const read = await get(`/${id}`, { fields: "media_type,media_url,alt_text,text" });
    expect(read.json).toMatchObject({ media_type: "IMAGE", alt_text: "A grey cat", text: "a cat" });
    expect(String(read.json.media_url)).toMatch(new RegExp(`^${sandbox.graphUrl}/media/[0-9a-f]+\\.png$`));
    const served = await fetch(String(read.json.media_url));
    expect(served.headers.get("content-type")).toBe(png);
    expect(Buffer.from(await served.arrayBuffer()).equals(aPng(800, 600))).toBe(true);
    expect(web.asked).toEqual(["/cat.png"]);
    expect(sandbox.record.posts[0]?.imageUrl).toBe(`${web.url}/cat.png`);
  });

  const failing = {
    "/gone.png": { status: 404 },
    "/moved.png": { status: 302, location: "/cat.png" },
    "/cat.png": { type: png, body: aPng(800, 600) },
    "/page.png": { type: png, body: "<html>not a picture</html>" },
    "/untyped.png": { type: "application/octet-stream", body: aPng(800, 600) },
    "/strip.png": { type: png, body: aPng(2201, 220) },
    "/large.png": { type: png, body: aPng(800, 600, 8 * 1024 * 1024 + 1) },
  };

  test.each([
    ["/gone.png", "UNKNOWN"],
    ["/moved.png", "UNKNOWN"],
    ["/page.png", "UNKNOWN"],
    ["/untyped.png", "UNKNOWN"],
    ["/strip.png", "INVALID_ASPEC_RATIO"],
    ["/large.png", "UNKNOWN"],
  ])("that is no good (%s) makes a container that fails with HTTP 200", async (path, message) => {
    const web = await aWebServer(failing);
    const { create, get, post, clock } = await aSandbox();
    const container = await create({ media_type: "IMAGE", image_url: web.url + path });
    clock.advance(2_000);
    const got = await get(`/${container}`, { fields: "status,error_message" });
    expect([got.status, got.json]).toEqual([200, { id: container, status: "ERROR", error_message: message }]);
    expect((await post("/me/threads_publish", { creation_id: container })).error).toBe("24/4279009");
  });

  test("that is no good can be refused at creation instead, with 1/2207052", async () => {
    const web = await aWebServer(failing);
    const { post, sandbox } = await aSandbox({ behaviour: { badImage: "refuse-at-creation" } });
    const moved = { media_type: "IMAGE", image_url: `${web.url}/moved.png` };
    const got = await post("/me/threads", moved);
    expect([got.status, got.error]).toEqual([400, "1/2207052"]);
    sandbox.behaviour.imageRedirects = "follow";
    expect((await post("/me/threads", moved)).status).toBe(200);
  });

  test("is not fetched over plain HTTP from beyond this machine", async () => {
    const { post } = await aSandbox({ behaviour: { badImage: "refuse-at-creation" } });
    const got = await post("/me/threads", { media_type: "IMAGE", image_url: "http://192.0.2.1/cat.png" });
    expect(got.error).toBe("1/2207052");
  });
});

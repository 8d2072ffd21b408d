import { describe, expect, test } from "vitest";
import type { SandboxOptions } from "../../sandbox/start-sandbox.ts";
import { aSandbox, call, day } from "./a-sandbox.ts";
import { aPng, aWebServer } from "./a-web-server.ts";

/** A sandbox, and a web server with pictures and a video for it. */
async function aStudio(options: SandboxOptions = {}) {
  const web = await aWebServer({
    "/a.png": { type: "image/png", body: aPng(80, 60) },
    "/b.png": { type: "image/png", body: aPng(60, 80) },
    "/c.mp4": { type: "video/mp4", body: "video" },
  });
  const studio = await aSandbox(options);
  const item = (path: string, more: Record<string, string> = {}) => {
    const media = path.endsWith(".mp4")
      ? { media_type: "VIDEO", video_url: web.url + path }
      : { media_type: "IMAGE", image_url: web.url + path };
    return studio.create({ ...media, is_carousel_item: "true", ...more });
  };
  const send = (children: readonly string[], more: Record<string, string> = {}) =>
    studio.post("/me/threads", { media_type: "CAROUSEL", children: children.join(","), ...more });
  const publishing = (container: string) => studio.post("/me/threads_publish", { creation_id: container });
  return { ...studio, web, item, send, publishing };
}

describe("a carousel", () => {
  test("is one post with its children in order, each readable by itself", async () => {
    const { item, create, publish, get, clock, sandbox, web } = await aStudio();
    const children = [
      await item("/b.png", { alt_text: "second letter" }),
      await item("/c.mp4"),
      await item("/a.png"),
    ];
    clock.advance(5_000);
    const parent = await create({ media_type: "CAROUSEL", children: children.join(","), text: "three" });
    clock.advance(2_000);
    const id = await publish(parent);
    const fields = "media_type,text,media_url,children{id,media_type,alt_text,media_url}";
    const { json } = await get(`/${id}`, { fields });
    expect(json).toEqual({
      id,
      media_type: "CAROUSEL_ALBUM",
      text: "three",
      children: {
        data: [
          {
            id: expect.any(String),
            media_type: "IMAGE",
            alt_text: "second letter",
            media_url: expect.any(String),
          },
          { id: expect.any(String), media_type: "VIDEO", media_url: expect.stringMatching(/\.mp4$/) },
          { id: expect.any(String), media_type: "IMAGE", media_url: expect.any(String) },
        ],
      },
    });
    const [recorded] = sandbox.record.posts;
    expect(sandbox.record.posts).toHaveLength(1);
    expect(recorded?.children).toMatchObject([
      { containerId: children[0], imageUrl: `${web.url}/b.png`, altText: "second letter" },
      { containerId: children[1], videoUrl: `${web.url}/c.mp4` },
      { containerId: children[2], imageUrl: `${web.url}/a.png` },
    ]);
    const bare = (await get(`/${id}`, { fields: "children" })).json.children;
    expect(bare).toEqual({ data: recorded?.children?.map((child) => ({ id: child.id })) });
    const own = await get(`/${recorded?.children?.[1]?.id}`, { fields: "media_type" });
    expect(own.json).toMatchObject({ media_type: "VIDEO" });
  });

  test("costs one of the quota, and its children none", async () => {
    const { item, create, publish, get, clock } = await aStudio();
    const children = [await item("/a.png"), await item("/b.png")];
    clock.advance(2_000);
    const parent = await create({ media_type: "CAROUSEL", children: children.join(",") });
    clock.advance(2_000);
    await publish(parent);
    expect((await get("/me/threads_publishing_limit")).json).toMatchObject({ data: [{ quota_usage: 1 }] });
    const list = await get("/me/threads");
    expect(list.json.data).toHaveLength(1);
  });

  test("takes its children as a comma list, as JSON, and in a JSON body", async () => {
    const { item, send, post, clock, sandbox, accessToken } = await aStudio();
    const children = [await item("/a.png"), await item("/b.png")];
    clock.advance(2_000);
    expect((await send(children)).status).toBe(200);
    const asJson = { media_type: "CAROUSEL", children: JSON.stringify(children) };
    expect((await post("/me/threads", asJson)).status).toBe(200);
    const response = await fetch(`${sandbox.graphUrl}/me/threads`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ access_token: accessToken, media_type: "CAROUSEL", children }),
    });
    expect(response.status).toBe(200);
  });

  test("is gone with its children when it is deleted", async () => {
    const { item, create, publish, get, clock, sandbox, accessToken } = await aStudio();
    const children = [await item("/a.png"), await item("/b.png")];
    clock.advance(2_000);
    const parent = await create({ media_type: "CAROUSEL", children: children.join(",") });
    clock.advance(2_000);
    const id = await publish(parent);
    await call(sandbox, "DELETE", `/${id}`, { access_token: accessToken });
    expect((await get(`/${sandbox.record.posts[0]?.children?.[0]?.id}`)).error).toBe("100/33");
  });

  test("is told from its children in the record of containers, and has a state of its own", async () => {
    const { item, create, status, clock, sandbox } = await aStudio();
    const children = [await item("/a.png"), await item("/b.png")];
    clock.advance(2_000);
    const parent = await create({ media_type: "CAROUSEL", children: children.join(",") });
    expect(await status(parent)).toBe("IN_PROGRESS");
    expect(sandbox.record.containers.map((one) => [one.mediaType, one.isCarouselItem])).toEqual([
      ["IMAGE", true],
      ["IMAGE", true],
      ["CAROUSEL", false],
    ]);
  });
});

describe("a carousel's child", () => {
  test("cannot be published by itself", async () => {
    const { item, publishing, clock } = await aStudio();
    const child = await item("/a.png");
    clock.advance(2_000);
    expect((await publishing(child)).error).toBe("100");
  });

  test("that is not ready, failed, expired, missing, foreign, twice or no item is 100/4279004", async () => {
    const { item, create, send, clock, sandbox, web } = await aStudio({
      people: [{ username: "weaver" }, { username: "spinner" }],
      behaviour: { unreadyChildren: "refuse-at-creation" },
    });
    const old = await item("/a.png");
    clock.advance(day);
    const good = await item("/a.png");
    const failed = await item("/gone.png");
    const plain = await create({ media_type: "IMAGE", image_url: `${web.url}/a.png` });
    const foreign = await call(sandbox, "POST", "/me/threads", {
      access_token: sandbox.generateToken("spinner").accessToken,
      media_type: "IMAGE",
      image_url: `${web.url}/a.png`,
      is_carousel_item: "true",
    });
    clock.advance(2_000);
    const late = await item("/b.png");
    for (const [why, bad] of Object.entries({
      old,
      failed,
      plain,
      late,
      foreign: String(foreign.json.id),
      missing: "17900000000000001",
      twice: good,
    })) {
      const got = await send([good, bad]);
      expect([got.status, got.error, got.message], why).toEqual([
        400,
        "100/4279004",
        "Invalid Carousel Children",
      ]);
    }
    clock.advance(2_000);
    expect((await send([good, late])).status).toBe(200);
  });

  test("that is not ready is found out only when the parent is published", async () => {
    const { item, create, publish, publishing, status, clock } = await aStudio({
      behaviour: { carouselReadySeconds: 0 },
    });
    const children = [await item("/a.png"), await item("/c.mp4")];
    const parent = await create({ media_type: "CAROUSEL", children: children.join(",") });
    clock.advance(4_999);
    expect(await status(parent)).toBe("IN_PROGRESS");
    expect((await publishing(parent)).error).toBe("100/4279004");
    clock.advance(1);
    expect(await status(parent)).toBe("FINISHED");
    expect(await publish(parent)).toMatch(/^\d{17}$/);
  });

  test("that failed takes its parent with it", async () => {
    const { item, create, publishing, get, clock } = await aStudio();
    const children = [await item("/a.png"), await item("/gone.png")];
    const parent = await create({ media_type: "CAROUSEL", children: children.join(",") });
    clock.advance(2_000);
    const got = await get(`/${parent}`, { fields: "status,error_message" });
    expect(got.json).toMatchObject({ status: "ERROR", error_message: "UNKNOWN" });
    expect((await publishing(parent)).error).toBe("100/4279004");
  });

  test("that expired before its parent was published is 100/4279004", async () => {
    const { item, create, publishing, clock } = await aStudio();
    const children = [await item("/a.png"), await item("/b.png")];
    clock.advance(day - 1_000);
    const parent = await create({ media_type: "CAROUSEL", children: children.join(",") });
    clock.advance(2_000);
    expect((await publishing(parent)).error).toBe("100/4279004");
  });

  test.each([
    ["finished", 200, 2],
    ["published", 400, 1],
  ] as const)("is %s after its carousel went out, as is switched on", async (usedChildren, http, posts) => {
    const { item, create, publish, send, publishing, status, clock, sandbox } = await aStudio({
      behaviour: { usedChildren, unreadyChildren: "refuse-at-creation" },
    });
    const children = [await item("/a.png"), await item("/b.png")];
    clock.advance(2_000);
    const parent = await create({ media_type: "CAROUSEL", children: children.join(",") });
    clock.advance(2_000);
    await publish(parent);
    expect(await status(children[0]!)).toBe(usedChildren.toUpperCase());
    const second = await send(children);
    expect(second.status).toBe(http);
    clock.advance(2_000);
    if (second.status === 200) await publishing(String(second.json.id));
    expect(sandbox.record.posts).toHaveLength(posts);
  });
});

test("a spoiler covers all items of its carousel", async () => {
  const { item, create, publish, get, clock, sandbox } = await aStudio();
  const children = [await item("/a.png"), await item("/b.png")];
  clock.advance(2_000);
  const parent = await create({
    media_type: "CAROUSEL",
    children: children.join(","),
    is_spoiler_media: "true",
  });
  clock.advance(2_000);
  const { json } = await get(`/${await publish(parent)}`, {
    fields: "is_spoiler_media,children{is_spoiler_media}",
  });
  expect(json).toMatchObject({
    is_spoiler_media: true,
    children: { data: [{ is_spoiler_media: true }, { is_spoiler_media: true }] },
  });
  expect(sandbox.record.posts[0]?.isSpoiler).toBe(true);
});

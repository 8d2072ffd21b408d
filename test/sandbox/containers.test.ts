import { describe, expect, test } from "vitest";
import { aSandbox, call, day, hour } from "./a-sandbox.ts";

const text = { media_type: "TEXT", text: "hello" };

describe("making a container", () => {
  test("answers an id of 17 digits as a string, and publishes nothing", async () => {
    const { post, sandbox } = await aSandbox();
    const got = await post("/v1.0/me/threads", text);
    expect(got.json).toEqual({ id: expect.stringMatching(/^\d{17}$/) });
    expect(sandbox.record.posts).toEqual([]);
    expect(sandbox.record.containers).toMatchObject([{ status: "FINISHED", text: "hello" }]);
  });

  test("works under the numeric id, and under no other", async () => {
    const { post, userId } = await aSandbox();
    expect((await post(`/v1.0/${userId}/threads`, text)).status).toBe(200);
    const rounded = String(Number(userId));
    expect((await post(`/v1.0/${rounded}/threads`, text)).error).toBe("24/4279009");
  });

  test.each([
    ["no media type", { text: "a" }, "media_type"],
    ["a media type of its own", { media_type: "POEM" }, "media_type"],
    ["a text post without text", { media_type: "TEXT" }, "text is required"],
    ["501 characters", { ...text, text: "a".repeat(501) }, "Param text must be at most 500 characters long."],
    ["an image without address", { media_type: "IMAGE" }, "image_url is required"],
    ["an image address that is none", { media_type: "IMAGE", image_url: "cat.png" }, "image_url"],
    ["alt text for a text", { ...text, alt_text: "a cat" }, "alt_text"],
    ["an image address for a text", { ...text, image_url: "https://a.example/b.png" }, "image_url"],
    ["a card beside an image", imageWith({ link_attachment: "https://a.example" }), "link_attachment"],
    ["alt text of 1001 characters", imageWith({ alt_text: "a".repeat(1001) }), "alt_text"],
    ["one-call publishing of an image", imageWith({ auto_publish_text: "true" }), "auto_publish_text"],
    ["a poll beside an image", imageWith({ poll_attachment: "{}" }), "poll_attachment"],
    ["a spoiler without media", { ...text, is_spoiler_media: "true" }, "is_spoiler_media"],
    ["a link without host", { ...text, link_attachment: "https://nohost" }, "is not a valid URL"],
    ["a link that is no link", { ...text, link_attachment: "a.example/b" }, "is not a valid URL"],
    ["a topic with a full stop", { ...text, topic_tag: "v1.0" }, "topic_tag"],
    ["a topic with an ampersand", { ...text, topic_tag: "a&b" }, "topic_tag"],
    ["a topic of 51 characters", { ...text, topic_tag: "a".repeat(51) }, "topic_tag"],
    ["an unknown audience for replies", { ...text, reply_control: "nobody" }, "reply_control"],
    ["a country code in words", { ...text, allowlisted_country_codes: "Germany" }, "GEO_GATING_INVALID"],
    [
      "geo-gating, for which nobody is eligible",
      { ...text, allowlisted_country_codes: "DE,AT" },
      "NOT_AVAILABLE",
    ],
    ["a ghost post as reply", { ...text, is_ghost_post: "true", reply_to_id: "1" }, "is_ghost_post"],
    ["a poll option of 26 characters", { ...text, poll_attachment: pollOf("a".repeat(26)) }, "option_a"],
    [
      "a text attachment with a poll",
      { ...text, ...attached(), poll_attachment: pollOf("a") },
      "with a poll",
    ],
    ["a GIF from elsewhere", { ...text, gif_attachment: '{"gif_id":"1","provider":"TENOR"}' }, "GIPHY"],
    ["a carousel of one", { media_type: "CAROUSEL", children: "1" }, "children"],
    ["a carousel of 21", { media_type: "CAROUSEL", children: manyIds(21) }, "children"],
    ["a carousel without children", { media_type: "CAROUSEL" }, "children is required"],
    ["alt text for a carousel", { media_type: "CAROUSEL", children: "1,2", alt_text: "a cat" }, "alt_text"],
    ["a video without address", { media_type: "VIDEO" }, "video_url is required"],
    ["a text as a carousel's item", { ...text, is_carousel_item: "true" }, "is_carousel_item"],
  ])("refuses %s with code 100", async (_, parameters: Record<string, string>, message) => {
    const { post, sandbox } = await aSandbox();
    const got = await post("/v1.0/me/threads", parameters);
    expect([got.status, got.error]).toEqual([400, "100"]);
    expect(got.message).toContain(message);
    expect(sandbox.record.containers).toEqual([]);
  });

  test.each([
    ["an empty link_attachment", { ...text, link_attachment: "" }],
    ["a poll in a shape that is none", { ...text, poll_attachment: '["yes","no"]' }],
    ["a poll that is no JSON", { ...text, poll_attachment: "yes/no" }],
    ["a link on loopback", { ...text, link_attachment: "http://localhost:8080/a" }],
    ["500 letters", { ...text, text: "a".repeat(500) }],
    ["500 Chinese characters", { ...text, text: "霧".repeat(500) }],
  ])("accepts %s", async (_, parameters: Record<string, string>) => {
    const { post } = await aSandbox();
    expect((await post("/v1.0/me/threads", parameters)).status).toBe(200);
  });

  test("loses a poll in the wrong shape without a word, and keeps one in the right shape", async () => {
    const { say, get } = await aSandbox();
    const lost = await say("choose", { poll_attachment: '{"options":["yes","no"]}' });
    const kept = await say("choose", { poll_attachment: pollOf("yes") });
    const read = async (id: string) => (await get(`/${id}`, { fields: "poll_attachment{option_a}" })).json;
    expect((await read(lost)).poll_attachment).toBeUndefined();
    expect((await read(kept)).poll_attachment).toEqual({ option_a: "yes", option_b: "no" });
  });

  test.each([
    ["docs", "🌫️".repeat(71), 200],
    ["docs", "🌫️".repeat(72), 400],
    ["bytes", "’".repeat(166), 200],
    ["bytes", "’".repeat(167), 400],
    ["code-points", "🌫".repeat(500), 200],
    ["code-points", "🌫".repeat(501), 400],
  ] as const)("counts a text by the rule %s", async (textCount, words, status) => {
    const { post } = await aSandbox({ behaviour: { textCount } });
    expect((await post("/me/threads", { media_type: "TEXT", text: words })).status).toBe(status);
  });

  test("takes five links and refuses six, counting each once", async () => {
    const { post, sandbox } = await aSandbox();
    const links = (count: number) =>
      Array.from({ length: count }, (_, n) => `https://a.example/${n}.`).join(" ");
    const send = (words: string, link = "") =>
      post("/me/threads", { media_type: "TEXT", text: words, link_attachment: link });
    expect((await send(links(5), "https://a.example/4")).status).toBe(200);
    const sixth = await send(links(5), "https://a.example/5");
    expect([sixth.error, sixth.message]).toEqual(["100", "THREADS_API__LINK_LIMIT_EXCEEDED"]);
    sandbox.behaviour.linkLimitAnswer = "code";
    expect((await send(links(6))).error).toBe("THREADS_API__LINK_LIMIT_EXCEEDED");
  });

  test("says 24/4279009 to a reply whose parent is not there, at creation", async () => {
    const { say, post } = await aSandbox();
    const parent = await say("a beginning");
    expect((await post("/me/threads", { ...text, reply_to_id: parent })).status).toBe(200);
    expect((await post("/me/threads", { ...text, reply_to_id: "18000000000000000" })).error).toBe(
      "24/4279009",
    );
    expect((await post("/me/threads", { ...text, quote_post_id: "18000000000000000" })).error).toBe(
      "24/4279009",
    );
  });

  test("makes a reply only for who may manage replies", async () => {
    const { say, sandbox } = await aSandbox();
    const scopes = ["threads_basic", "threads_content_publish"];
    const { accessToken } = sandbox.generateToken("weaver", { scopes });
    const fields = { ...text, access_token: accessToken };
    const parent = await say("a beginning");
    expect((await call(sandbox, "POST", "/me/threads", { ...fields, reply_to_id: parent })).error).toBe("10");
    expect((await call(sandbox, "POST", "/me/threads", fields)).status).toBe(200);
  });

  test("publishes at once with auto_publish_text and answers the media id", async () => {
    const { create, sandbox } = await aSandbox({ behaviour: { textReadySeconds: 5 } });
    const id = await create({ ...text, auto_publish_text: "true" });
    expect(sandbox.record.posts.map((post) => post.id)).toEqual([id]);
  });
});

describe("a container", () => {
  test("is finished when its time has come, and expires after a day", async () => {
    const { create, status, clock } = await aSandbox({ behaviour: { textReadySeconds: 3 } });
    const container = await create(text);
    expect(await status(container)).toBe("IN_PROGRESS");
    clock.advance(2_999);
    expect(await status(container)).toBe("IN_PROGRESS");
    clock.advance(1);
    expect(await status(container)).toBe("FINISHED");
    clock.advance(day - 3_001);
    expect(await status(container)).toBe("FINISHED");
    clock.advance(1);
    expect(await status(container)).toBe("EXPIRED");
  });

  test("says PUBLISHED and not where, also a day later", async () => {
    const { create, publish, get, clock } = await aSandbox();
    const container = await create(text);
    const media = await publish(container);
    clock.advance(day + hour);
    const got = await get(`/v1.0/${container}`, { fields: "id,status,error_message" });
    expect(got.json).toEqual({ id: container, status: "PUBLISHED" });
    expect(got.body).not.toContain(media);
  });

  test("has no other fields, and a post has no status", async () => {
    const { create, publish, get } = await aSandbox();
    const container = await create(text);
    expect((await get(`/${container}`, { fields: "permalink" })).error).toBe("100");
    const post = await get(`/${await publish(container)}`, { fields: "status" });
    expect([post.status, post.error, post.message]).toEqual([
      400,
      "100",
      "Tried accessing nonexisting field (status)",
    ]);
  });

  test("is nobody else's to read or publish", async () => {
    const { create, sandbox } = await aSandbox({ people: [{ username: "weaver" }, { username: "spinner" }] });
    const container = await create(text);
    const { accessToken } = sandbox.generateToken("spinner");
    const read = await fetch(`${sandbox.graphUrl}/${container}?access_token=${accessToken}`);
    expect(await read.json()).toMatchObject({ error: { code: 100, error_subcode: 33 } });
    const published = await fetch(
      `${sandbox.graphUrl}/me/threads_publish?creation_id=${container}&access_token=${accessToken}`,
      { method: "POST" },
    );
    expect(await published.json()).toMatchObject({ error: { code: 24, error_subcode: 4279009 } });
  });
});

function manyIds(count: number): string {
  return Array.from({ length: count }, (_, n) => String(n)).join(",");
}

function imageWith(more: Record<string, string>): Record<string, string> {
  return { media_type: "IMAGE", image_url: "https://a.example/b.png", ...more };
}

function pollOf(first: string): string {
  return JSON.stringify({ option_a: first, option_b: "no" });
}

function attached(): Record<string, string> {
  return { text_attachment: JSON.stringify({ plaintext: "long" }) };
}

import { describe, expect, test } from "vitest";
import { aSandbox, day, hour, minute } from "./a-sandbox.ts";

const text = { media_type: "TEXT", text: "hello" };

describe("publishing", () => {
  test("makes a post with an id that is not the container's", async () => {
    const { create, publish, sandbox, clock } = await aSandbox();
    const container = await create({ ...text, link_attachment: "https://a.example/b", topic_tag: "weaving" });
    const id = await publish(container);
    expect(id).toMatch(/^\d{17}$/);
    expect(id).not.toBe(container);
    expect(sandbox.record.posts).toMatchObject([
      {
        id,
        containerId: container,
        username: "weaver",
        text: "hello",
        link: "https://a.example/b",
        topicTag: "weaving",
        publishedAt: clock.now(),
      },
    ]);
  });

  test.each([
    ["still in progress", { textReadySeconds: 60 }, 0],
    ["expired", {}, day],
  ])("says 24/4279009 to a container that is %s", async (_, behaviour, wait) => {
    const { create, post, clock } = await aSandbox({ behaviour });
    const container = await create(text);
    clock.advance(wait);
    const got = await post("/me/threads_publish", { creation_id: container });
    expect([got.status, got.error]).toEqual([400, "24/4279009"]);
    expect(got.json.error).toMatchObject({ type: "OAuthException", is_transient: false });
  });

  test("says 24/4279009 to a container that never was", async () => {
    const { post } = await aSandbox();
    expect((await post("/me/threads_publish", { creation_id: "17900000000000001" })).error).toBe(
      "24/4279009",
    );
    expect((await post("/me/threads_publish")).error).toBe("100");
  });

  test("the same container again gives the same post", async () => {
    const { create, publish, sandbox } = await aSandbox();
    const container = await create(text);
    expect(await publish(container)).toBe(await publish(container));
    expect(sandbox.record.posts).toHaveLength(1);
  });

  test("the same container twice at once makes one post", async () => {
    const { create, publish, sandbox } = await aSandbox();
    const container = await create(text);
    const [one, two] = await Promise.all([publish(container), publish(container)]);
    expect(one).toBe(two);
    expect(sandbox.record.posts).toHaveLength(1);
  });

  test("the same container again can be an error, or a second post", async () => {
    const { create, publish, post, sandbox } = await aSandbox({ behaviour: { republish: "error" } });
    const container = await create(text);
    const first = await publish(container);
    expect((await post("/me/threads_publish", { creation_id: container })).error).toBe("100");
    sandbox.behaviour.republish = "second-post";
    expect(await publish(container)).not.toBe(first);
    expect(sandbox.record.posts).toHaveLength(2);
  });

  test("can be followed by the post's quiet removal", async () => {
    const { say, get, clock, sandbox } = await aSandbox({ behaviour: { vanishAfterSeconds: 30 } });
    const id = await say("buy now");
    expect((await get(`/${id}`)).status).toBe(200);
    clock.advance(30_000);
    expect((await get(`/${id}`)).error).toBe("100/33");
    expect(sandbox.record.posts[0]?.goneAt).toEqual(clock.now());
  });
});

describe("the quota", () => {
  const usage = { fields: "quota_usage,config" };

  test("is 250 posts in any 24 hours, counted when they are published", async () => {
    const { create, get } = await aSandbox();
    await create(text);
    const got = await get("/v1.0/me/threads_publishing_limit", usage);
    expect(got.json).toEqual({
      data: [{ quota_usage: 0, config: { quota_total: 250, quota_duration: 86400 } }],
    });
  });

  test("lets a post out when the first of the last 24 hours is over", async () => {
    const { create, say, post, get, clock } = await aSandbox({ behaviour: { postQuota: 2 } });
    await say("one");
    clock.advance(hour);
    await say("two");
    const third = await create({ ...text, text: "three" });
    const full = await post("/me/threads_publish", { creation_id: third });
    expect([full.status, full.error]).toEqual([400, "613/4279002"]);
    clock.advance(day - hour - 1);
    expect((await post("/me/threads_publish", { creation_id: third })).status).toBe(400);
    clock.advance(1);
    expect((await post("/me/threads_publish", { creation_id: third })).status).toBe(200);
    expect((await get("/me/threads_publishing_limit", usage)).json).toMatchObject({
      data: [{ quota_usage: 2 }],
    });
  });

  test("leaves a finished container finished when it refuses it", async () => {
    const { create, post, status } = await aSandbox({ behaviour: { postQuota: 0 } });
    const container = await create(text);
    await post("/me/threads_publish", { creation_id: container });
    expect(await status(container)).toBe("FINISHED");
  });

  test("counts a deleted post still, and a reply for itself", async () => {
    const { say, sandbox, get, accessToken } = await aSandbox();
    const first = await say("one");
    await say("two", { reply_to_id: first });
    await fetch(`${sandbox.graphUrl}/${first}?access_token=${accessToken}`, { method: "DELETE" });
    const fields = "quota_usage,reply_quota_usage,delete_quota_usage,delete_config";
    expect((await get("/me/threads_publishing_limit", { fields })).json).toMatchObject({
      data: [
        { quota_usage: 1, reply_quota_usage: 1, delete_quota_usage: 1, delete_config: { quota_total: 100 } },
      ],
    });
  });

  test("is reported with a lag when that is switched on, but enforced at once", async () => {
    const { say, post, create, get, clock } = await aSandbox({
      behaviour: { quotaLagSeconds: 60, postQuota: 1 },
    });
    await say("one");
    const used = async () => (await get("/me/threads_publishing_limit", usage)).json;
    expect(await used()).toMatchObject({ data: [{ quota_usage: 0 }] });
    expect((await post("/me/threads_publish", { creation_id: await create(text) })).status).toBe(400);
    clock.advance(minute);
    expect(await used()).toMatchObject({ data: [{ quota_usage: 1 }] });
  });

  test("of replies is told only to who may manage them", async () => {
    const { sandbox } = await aSandbox();
    const scopes = ["threads_basic", "threads_content_publish"];
    const { accessToken } = sandbox.generateToken("weaver", { scopes });
    const read = (fields: string) =>
      fetch(`${sandbox.graphUrl}/me/threads_publishing_limit?fields=${fields}&access_token=${accessToken}`);
    expect((await read("quota_usage")).status).toBe(200);
    expect(await (await read("reply_quota_usage")).json()).toMatchObject({ error: { code: 10 } });
  });
});

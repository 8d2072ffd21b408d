import { describe, expect, test } from "vitest";
import * as z from "zod";
import { aSandbox, call, hour, minute } from "./a-sandbox.ts";

const list = z.object({
  data: z.array(z.looseObject({ id: z.string(), text: z.string().optional() })),
  paging: z
    .object({ cursors: z.object({ before: z.string(), after: z.string() }), next: z.string().optional() })
    .optional(),
});

describe("a profile", () => {
  test("is read as me and by its id, its id always with it", async () => {
    const { get, userId, sandbox } = await aSandbox({
      people: [{ username: "weaver", name: "W", biography: "b@c/d" }],
    });
    const fields = "username,name,threads_biography,is_verified,threads_profile_picture_url";
    const expected = {
      id: userId,
      username: "weaver",
      name: "W",
      threads_biography: "b@c/d",
      is_verified: false,
      threads_profile_picture_url: `${sandbox.profileUrl("weaver")}/picture.svg`,
    };
    expect((await get("/v1.0/me", { fields })).json).toEqual(expected);
    expect((await get(`/${userId}`, { fields })).json).toEqual(expected);
    expect((await get("/me")).json).toEqual({ id: userId });
  });

  test("refuses a field that is none, by name", async () => {
    const { get } = await aSandbox();
    const got = await get("/me", { fields: "username,followers" });
    expect([got.status, got.error, got.message]).toEqual([
      400,
      "100",
      "Tried accessing nonexisting field (followers)",
    ]);
    expect((await get("/me", { fields: "toString" })).error).toBe("100");
  });
});

describe("a post", () => {
  test("is read with the fields asked for; what it has not is left out", async () => {
    const { say, get, userId, sandbox } = await aSandbox();
    const id = await say("on #looms and #threads", { link_attachment: "https://a.example/b" });
    const fields =
      "media_type,permalink,owner{id},username,text,timestamp,shortcode,topic_tag,link_attachment_url,alt_text,is_reply,children{id,media{url}}";
    const { json } = await get(`/v1.0/${id}`, { fields });
    expect(json).toEqual({
      id,
      media_type: "TEXT_POST",
      permalink: `${sandbox.profileUrl("weaver")}/post/${json.shortcode}`,
      owner: { id: userId },
      username: "weaver",
      text: "on #looms and #threads",
      timestamp: "2026-11-02T08:00:00+0000",
      shortcode: expect.stringMatching(/^[\w-]{9,11}$/),
      topic_tag: "looms",
      link_attachment_url: "https://a.example/b",
      is_reply: false,
    });
  });

  test.each([
    ["#1 #2nd, done", "2nd"],
    ["word#tag", undefined],
    ["a\n#line.next", "line"],
    ["#2026", undefined],
  ])("takes its topic from %j", async (words, topic) => {
    const { say, get } = await aSandbox();
    expect((await get(`/${await say(words)}`, { fields: "topic_tag" })).json.topic_tag).toBe(topic);
  });

  test("that is not there is a 400 with 100/33", async () => {
    const { get, post } = await aSandbox();
    const got = await get("/18000000000000001");
    expect([got.status, got.error]).toEqual([400, "100/33"]);
    expect((await post("/v1.0/me/nothing")).error).toBe("100/33");
  });

  test("has its permalink after a delay that is switched on", async () => {
    const { say, get, clock } = await aSandbox({ behaviour: { permalinkDelaySeconds: 5 } });
    const id = await say("hello");
    expect((await get(`/${id}`, { fields: "permalink" })).json).toEqual({ id });
    clock.advance(5_000);
    expect((await get(`/${id}`, { fields: "permalink" })).json.permalink).toBeDefined();
  });

  test("is deleted by its owner, who needs the permission", async () => {
    const { say, get, sandbox, accessToken } = await aSandbox();
    const id = await say("hello");
    const poor = sandbox.generateToken("weaver", { scopes: ["threads_basic"] }).accessToken;
    expect((await call(sandbox, "DELETE", `/${id}`, { access_token: poor })).error).toBe("10");
    const got = await call(sandbox, "DELETE", `/v1.0/${id}`, { access_token: accessToken });
    expect(got.json).toEqual({ success: true, deleted_id: id });
    expect((await get(`/${id}`)).error).toBe("100/33");
    expect((await call(sandbox, "DELETE", `/${id}`, { access_token: accessToken })).error).toBe("100/33");
  });
});

test("no more posts are deleted in 24 hours than the quota allows", async () => {
  const { say, sandbox, accessToken, clock } = await aSandbox({ behaviour: { deleteQuota: 1 } });
  const [one, two] = [await say("one"), await say("two")];
  const remove = (id: string) => call(sandbox, "DELETE", `/${id}`, { access_token: accessToken });
  expect((await remove(one)).status).toBe(200);
  expect((await remove(two)).error).toBe("613/4279002");
  clock.advance(24 * hour);
  expect((await remove(two)).status).toBe(200);
});

describe("the list of own posts", () => {
  test("comes in pages, newest first, with a next for each but the last", async () => {
    const { say, get, clock } = await aSandbox();
    for (const word of ["one", "two", "three", "four", "five"]) {
      await say(word);
      clock.advance(minute);
    }
    const seen: string[] = [];
    let page = list.parse((await get("/v1.0/me/threads", { fields: "id,text", limit: "2" })).json);
    for (;;) {
      seen.push(...page.data.map((post) => post.text ?? ""));
      const next = page.paging?.next;
      if (next === undefined) break;
      const { pathname, searchParams } = new URL(next);
      expect(searchParams.get("access_token")).toBeNull();
      page = list.parse((await get(pathname, Object.fromEntries(searchParams))).json);
    }
    expect(seen).toEqual(["five", "four", "three", "two", "one"]);
    const back = await get("/me/threads", {
      fields: "text",
      limit: "2",
      before: page.paging?.cursors.before ?? "",
    });
    expect(list.parse(back.json).data.map((post) => post.text)).toEqual(["three", "two"]);
  });

  test("a page that begins at a cursor does not shift when a new post comes in", async () => {
    const { say, get } = await aSandbox();
    for (const word of ["one", "two", "three"]) await say(word);
    const page = list.parse((await get("/me/threads", { limit: "1" })).json);
    await say("four");
    const after = page.paging?.cursors.after ?? "";
    const next = list.parse((await get("/me/threads", { limit: "1", fields: "text", after })).json);
    expect(next.data[0]?.text).toBe("two");
  });

  test("is bounded by since and until", async () => {
    const { say, get, clock } = await aSandbox();
    const starts: string[] = [];
    for (const word of ["one", "two", "three"]) {
      starts.push(String(clock.now().getTime() / 1000));
      await say(word);
      clock.advance(hour);
    }
    const words = async (range: Record<string, string>) =>
      list.parse((await get("/me/threads", { fields: "text", ...range })).json).data.map((post) => post.text);
    expect(await words({ since: starts[1]! })).toEqual(["three", "two"]);
    expect(await words({ until: starts[1]! })).toEqual(["two", "one"]);
    expect((await get("/me/threads", { since: "yesterday" })).error).toBe("100");
    expect((await get("/me/threads", { limit: "101" })).error).toBe("100");
  });

  test("lags behind when that is switched on: new posts missing, deleted ones lingering", async () => {
    const behaviour = { feedLagSeconds: 60, deletedLingerSeconds: 30 };
    const { say, get, clock, sandbox, accessToken } = await aSandbox({ behaviour });
    const id = await say("hello");
    const ids = async () => list.parse((await get("/me/threads")).json).data.map((post) => post.id);
    expect(await ids()).toEqual([]);
    expect((await get(`/${id}`)).status).toBe(200);
    clock.advance(minute);
    expect(await ids()).toEqual([id]);
    await call(sandbox, "DELETE", `/${id}`, { access_token: accessToken });
    expect(await ids()).toEqual([id]);
    clock.advance(30_000);
    expect(await ids()).toEqual([]);
  });

  test("has no replies in it; those have a list of their own", async () => {
    const { say, get } = await aSandbox();
    const root = await say("one");
    const reply = await say("two", { reply_to_id: root });
    const ids = async (path: string) => list.parse((await get(path)).json).data.map((post) => post.id);
    expect(await ids("/me/threads")).toEqual([root]);
    expect(await ids("/me/replies")).toEqual([reply]);
    const fields = "is_reply,replied_to,root_post";
    expect((await get(`/${reply}`, { fields })).json).toMatchObject({
      is_reply: true,
      root_post: { id: root },
    });
  });
});

import { describe, expect, test } from "vitest";
import * as z from "zod";
import { aSandbox, call, minute } from "./a-sandbox.ts";

const text = { media_type: "TEXT", text: "hello" };
const list = z.object({ data: z.array(z.looseObject({ id: z.string(), text: z.string().optional() })) });

/** A root, a chain of two below it, and a second answer to the root; a minute between them. */
async function aChain(options: Parameters<typeof aSandbox>[0] = {}) {
  const sandbox = await aSandbox(options);
  const next = async (words: string, parent?: string) => {
    sandbox.clock.advance(minute);
    return sandbox.say(words, parent === undefined ? {} : { reply_to_id: parent });
  };
  const root = await next("root");
  const one = await next("one", root);
  const two = await next("two", one);
  const other = await next("other", root);
  const words = async (path: string, more: Record<string, string> = {}) => {
    const { json } = await sandbox.get(path, { fields: "id,text", ...more });
    return list.parse(json).data.map((post) => post.text);
  };
  return { ...sandbox, root, one, two, other, words };
}

describe("a chain", () => {
  test("is made of replies to replies, each of which knows its parent and its root", async () => {
    const { root, one, two, get } = await aChain();
    const fields = "is_reply,replied_to,root_post,is_reply_owned_by_me,has_replies";
    expect((await get(`/${two}`, { fields })).json).toEqual({
      id: two,
      is_reply: true,
      replied_to: { id: one },
      root_post: { id: root },
      is_reply_owned_by_me: true,
      has_replies: false,
    });
    expect((await get(`/${one}`, { fields: "has_replies" })).json).toMatchObject({ has_replies: true });
  });

  test("is listed under its root: direct replies, or the whole conversation, newest first", async () => {
    const { root, one, words } = await aChain();
    expect(await words(`/${root}/replies`)).toEqual(["other", "one"]);
    expect(await words(`/v1.0/${root}/conversation`)).toEqual(["other", "two", "one"]);
    expect(await words(`/${root}/conversation`, { reverse: "false" })).toEqual(["one", "two", "other"]);
    expect(await words(`/${one}/replies`)).toEqual(["two"]);
    expect(await words("/me/replies")).toEqual(["other", "two", "one"]);
  });

  test("comes in pages that lead on", async () => {
    const { root, get, words } = await aChain();
    const first = await get(`/${root}/conversation`, { limit: "2", reverse: "false", fields: "text" });
    const { next } = z.object({ paging: z.object({ next: z.string() }) }).parse(first.json).paging;
    const { pathname, searchParams } = new URL(next);
    expect(await words(pathname, Object.fromEntries(searchParams))).toEqual(["other"]);
  });

  test("has a conversation only at its root, and replies only of what is there and one's own", async () => {
    const { one, root, get, sandbox } = await aChain({
      people: [{ username: "weaver" }, { username: "spinner" }],
    });
    expect((await get(`/${one}/conversation`)).error).toBe("100");
    expect((await get("/18000000000000001/conversation")).error).toBe("100/33");
    const access_token = sandbox.generateToken("spinner").accessToken;
    expect((await call(sandbox, "GET", `/${root}/replies`, { access_token })).error).toBe("100/33");
  });

  test("is read with threads_read_replies only, and its replies not at all by an app in development", async () => {
    const { root, get, sandbox } = await aChain();
    const scopes = ["threads_basic", "threads_manage_replies"];
    const access_token = sandbox.generateToken("weaver", { scopes }).accessToken;
    expect((await call(sandbox, "GET", `/${root}/replies`, { access_token })).error).toBe("10");
    sandbox.behaviour.repliesList = "refuse-in-development";
    expect((await get(`/${root}/replies`)).error).toBe("100");
    expect((await get(`/${root}/conversation`)).status).toBe(200);
  });

  test("lags behind in lists as posts do", async () => {
    const { root, two, words, say, sandbox, clock } = await aChain();
    sandbox.behaviour.feedLagSeconds = 30;
    await say("three", { reply_to_id: two });
    expect(await words(`/${root}/conversation`)).not.toContain("three");
    clock.advance(30_000);
    expect(await words(`/${root}/conversation`)).toContain("three");
  });
});

describe("a reply", () => {
  test("to a post that is too new says 24/4279009 when its container is made", async () => {
    const { say, post, get, clock } = await aSandbox({ behaviour: { parentDelaySeconds: 10 } });
    const root = await say("root");
    const reply = { ...text, reply_to_id: root };
    expect((await post("/me/threads", reply)).error).toBe("24/4279009");
    expect((await get(`/${root}`)).status).toBe(200);
    clock.advance(10_000);
    expect((await post("/me/threads", reply)).status).toBe(200);
  });

  test("without threads_manage_replies is refused, unless own posts are let pass", async () => {
    const { say, sandbox } = await aSandbox();
    const root = await say("root");
    const scopes = ["threads_basic", "threads_content_publish"];
    const access_token = sandbox.generateToken("weaver", { scopes }).accessToken;
    const send = () => call(sandbox, "POST", "/me/threads", { ...text, reply_to_id: root, access_token });
    expect((await send()).error).toBe("10");
    sandbox.behaviour.missingPermission = "empty-500";
    expect(await send()).toMatchObject({ status: 500, body: "" });
    sandbox.behaviour.replyWithoutPermission = "allow-own";
    expect((await send()).status).toBe(200);
  });

  test("whose parent vanished after its container was made is not found itself, for good", async () => {
    const { say, create, post, sandbox, accessToken } = await aSandbox();
    const root = await say("root");
    const container = await create({ ...text, reply_to_id: root });
    await call(sandbox, "DELETE", `/${root}`, { access_token: accessToken });
    expect((await post("/me/threads_publish", { creation_id: container })).error).toBe("24/4279009");
    expect(sandbox.record.posts).toHaveLength(1);
  });

  test("by somebody else is listed under the post it answers, as not one's own", async () => {
    const { say, get, sandbox } = await aSandbox({
      people: [{ username: "weaver" }, { username: "spinner" }],
    });
    const root = await say("root");
    const access_token = sandbox.generateToken("spinner").accessToken;
    const made = await call(sandbox, "POST", "/me/threads", { ...text, reply_to_id: root, access_token });
    const creation_id = String(made.json.id);
    await call(sandbox, "POST", "/me/threads_publish", { creation_id, access_token });
    const fields = "username,is_reply_owned_by_me";
    expect((await get(`/${root}/conversation`, { fields })).json.data).toMatchObject([
      { username: "spinner", is_reply_owned_by_me: false },
    ]);
  });
});

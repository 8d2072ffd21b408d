import { describe, expect, test } from "vitest";
import type { SandboxOptions } from "../../sandbox/start-sandbox.ts";
import { answer, aSandbox, call, day, redirectUri } from "./a-sandbox.ts";
import { aPng, aWebServer } from "./a-web-server.ts";

/**
 * What an app like Meta's sample does from its pages, on a sandbox as it starts: everything in the query, an empty or
 * unrelated JSON body behind it, and form fields passed on as they come, also the empty ones.
 */
async function anApp(options: SandboxOptions = {}) {
  const web = await aWebServer({
    "/a.png": { type: "image/png", body: aPng(80, 60) },
    "/c.mp4": { type: "video/mp4", body: "video" },
  });
  const app = await aSandbox({ people: [{ username: "weaver" }, { username: "spinner" }], ...options });
  const { sandbox, accessToken } = app;
  const send = async (path: string, query: Record<string, string> = {}, body: object = {}) =>
    answer(
      await fetch(
        `${sandbox.graphUrl}/v1.0/${path}?${new URLSearchParams({ ...query, access_token: accessToken })}`,
        { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) },
      ),
    );
  const made = async (path: string, query: Record<string, string> = {}, body: object = {}) => {
    const sent = await send(path, query, body);
    expect([sent.status, sent.json.id], sent.body).toEqual([200, expect.stringMatching(/^\d{17}$/)]);
    return String(sent.json.id);
  };
  const publish = (id: string) => made("me/threads_publish", { creation_id: id }, { agent: { keep: true } });
  const spinner = sandbox.generateToken("spinner").accessToken;
  const spinnerSays = async (more: Record<string, string>) => {
    const parameters = { access_token: spinner, media_type: "TEXT", auto_publish_text: "true", ...more };
    return String((await call(sandbox, "POST", "/me/threads", parameters)).json.id);
  };
  return { ...app, web, send, made, publish, spinner, spinnerSays };
}

const empty = { text: "", reply_control: "", reply_to_id: "", link_attachment: "" };
const metricNames = (json: Record<string, unknown>) =>
  Array.isArray(json.data) ? json.data.map((one: { name: string }) => one.name) : [];

describe("an app like Meta's sample", () => {
  test("logs in with every scope it can ask for", async () => {
    const { sandbox } = await anApp();
    const consent = new URLSearchParams({
      client_id: sandbox.app.clientId,
      redirect_uri: redirectUri,
      scope: "threads_basic,threads_content_publish,threads_manage_insights,threads_profile_discovery",
      response_type: "code",
    });
    const page = await fetch(`${sandbox.authorizeUrl}/?${consent}`);
    expect(page.status).toBe(200);
  });

  test("shows the account with its picture, which can be fetched", async () => {
    const { get } = await anApp();
    const fields = "username,threads_profile_picture_url,threads_biography,is_verified";
    const { json } = await get("/v1.0/me", { fields });
    expect(json).toMatchObject({ username: "weaver", is_verified: false });
    const picture = await fetch(String(json.threads_profile_picture_url));
    expect([picture.status, picture.headers.get("content-type")]).toEqual([200, "image/svg+xml"]);
    expect(await picture.text()).toContain('xmlns="http://www.w3.org/2000/svg"');
  });

  test("finds the same object with a slash at the end of its address", async () => {
    const { get, say } = await anApp();
    const id = await say("slashed");
    for (const path of [
      "/v1.0/me",
      `/v1.0/${id}`,
      "/me/threads",
      "/v1.0/me/threads_publishing_limit",
      `/${id}/replies`,
    ]) {
      const [bare, slashed] = [await get(path), await get(`${path}/`)];
      expect([slashed.status, slashed.body], path).toEqual([200, bare.body]);
    }
  });

  test("posts a text with spoilers whose places come as text from a form", async () => {
    const { made, publish, get } = await anApp();
    const spoilers = JSON.stringify([{ entity_type: "SPOILER", offset: "0", length: "5" }]);
    const container = await made("me/threads", {
      ...empty,
      media_type: "TEXT",
      text: "Rosebud was a sled",
      text_entities: spoilers,
    });
    const { json } = await get(`/${await publish(container)}`, { fields: "text_entities" });
    expect(json.text_entities).toEqual([{ entity_type: "SPOILER", offset: 0, length: 5 }]);
  });

  test.each([
    '[{"entity_type":"SPOILER","offset":"x","length":"5"}]',
    '[{"entity_type":"SPOILER","offset":-1,"length":5}]',
    '[{"entity_type":"SPOILER","offset":"","length":"5"}]',
    '[{"entity_type":"BOLD","offset":0,"length":5}]',
  ])("is refused a spoiler that is none: %s", async (text_entities) => {
    const { send } = await anApp();
    const sent = await send("me/threads", { media_type: "TEXT", text: "Rosebud", text_entities });
    expect([sent.status, sent.error]).toEqual([400, "100"]);
  });

  test("posts a poll of two whose third and fourth field were left empty", async () => {
    const { made, get } = await anApp();
    const poll_attachment = JSON.stringify({ option_a: "Yes", option_b: "No", option_c: "", option_d: "" });
    const parameters = { media_type: "TEXT", text: "Well?", poll_attachment, auto_publish_text: "true" };
    const { json } = await get(`/${await made("me/threads", parameters)}`, { fields: "poll_attachment" });
    expect(json.poll_attachment).toEqual({ option_a: "Yes", option_b: "No" });
  });

  test("makes a carousel at once from children that are still in progress, and waits for it", async () => {
    const { made, publish, send, status, web, clock, sandbox } = await anApp();
    const item = { is_carousel_item: "true", alt_text: "" };
    const children = [
      await made("me/threads", { ...item, media_type: "IMAGE", image_url: `${web.url}/a.png` }),
      await made("me/threads", { ...item, media_type: "VIDEO", video_url: `${web.url}/c.mp4` }),
    ].join(",");
    const parent = await made("me/threads", { ...empty, media_type: "CAROUSEL", children });
    expect(await status(parent)).toBe("IN_PROGRESS");
    expect((await send("me/threads_publish", { creation_id: parent })).error).toBe("100/4279004");
    clock.advance(5_000);
    expect(await status(parent)).toBe("FINISHED");
    await publish(parent);
    expect(sandbox.record.posts).toHaveLength(1);
  });

  test("reads its lists, its quotas and a post with every field it shows", async () => {
    const { say, get } = await anApp();
    const root = await say("one to read");
    await say("and its answer", { reply_to_id: root });
    const listFields = "username,text,media_type,media_url,permalink,timestamp,reply_audience,alt_text";
    for (const [list, length] of Object.entries({ threads: 1, replies: 1, mentions: 0, ghost_posts: 0 })) {
      const { status, json } = await get(`/me/${list}`, { fields: listFields, limit: "10" });
      expect([status, json.data], list).toEqual([200, expect.objectContaining({ length })]);
    }
    for (const list of ["replies", "conversation"]) {
      const fields = `${listFields},hide_status`;
      const { json } = await get(`/${root}/${list}`, { fields, limit: "10" });
      expect(json.data, list).toMatchObject([{ text: "and its answer", hide_status: "NOT_HUSHED" }]);
    }
    const fields = `${listFields},gif_url,is_reply,link_attachment_url,topic_tag,poll_attachment,location`;
    expect((await get(`/${root}`, { fields })).json).toMatchObject({ text: "one to read", is_reply: false });
    const usage = [
      "quota_usage,config,reply_quota_usage,reply_config,delete_quota_usage,delete_config",
      "location_search_quota_usage,location_search_config",
    ].join(",");
    const quotas = await get("/me/threads_publishing_limit", { fields: usage });
    expect(quotas.json).toMatchObject({ data: [{ quota_usage: 1, reply_quota_usage: 1 }] });
  });

  test("reposts, and reads the repost as what it is", async () => {
    const { made, send, get, say, sandbox, clock } = await anApp();
    const id = await say("worth repeating");
    const repost = await made(`${id}/repost`);
    const { json } = await get(`/${repost}`, { fields: "media_type,text,reposted_post,permalink" });
    expect(json).toMatchObject({ media_type: "REPOST_FACADE", reposted_post: { id } });
    expect(json).not.toHaveProperty("text");
    expect(sandbox.record.posts).toMatchObject([{ id }, { id: repost, repostOf: id }]);
    expect((await get("/me/threads_publishing_limit")).json).toMatchObject({ data: [{ quota_usage: 2 }] });
    const reply = { media_type: "TEXT", text: "to a repost", reply_to_id: repost };
    expect((await send("me/threads", reply)).error).toBe("10/4279016");
    expect((await get(`/${repost}/insights`, { metric: "views" })).json).toEqual({ data: [] });
    const page = await fetch(String(json.permalink));
    expect(await page.text()).toContain("Reposted");
    clock.advance(1_000);
    expect((await send("18000000000000001/repost")).error).toBe("100/33");
  });

  test("hides a reply and shows it again, with the parameter in a JSON body", async () => {
    const { send, say, get, spinnerSays } = await anApp();
    const root = await say("say something");
    const reply = await spinnerSays({ text: "something", reply_to_id: root });
    const hidden = async () => (await get(`/${root}/replies`, { fields: "hide_status" })).json.data;
    for (const [hide, hide_status] of [
      [true, "HIDDEN"],
      [false, "UNHUSHED"],
    ] as const) {
      const { status, json } = await send(`${reply}/manage_reply`, {}, { hide });
      expect([status, json]).toEqual([200, { success: true }]);
      expect(await hidden()).toEqual([{ id: reply, hide_status }]);
    }
    expect((await send(`${reply}/manage_reply`)).error).toBe("100");
    expect((await send(`${root}/manage_reply`, { hide: "true" })).error).toBe("100/33");
  });

  test("reads a post's figures, each a value", async () => {
    const { say, made, get, spinnerSays } = await anApp();
    const id = await say("counted");
    const reply = await spinnerSays({ text: "one", reply_to_id: id });
    await say("two", { reply_to_id: reply });
    await say("three", { quote_post_id: id });
    await made(`${id}/repost`);
    const metric = "views,likes,replies,reposts,quotes,shares";
    const { json } = await get(`/${id}/insights`, { metric });
    expect(metricNames(json)).toEqual(metric.split(","));
    expect(json.data).toMatchObject(
      [0, 0, 2, 1, 1, 0].map((value) => ({ period: "lifetime", values: [{ value }] })),
    );
    expect((await get(`/${id}/insights`, { metric: "clicks" })).error).toBe("1");
    expect((await get(`/${id}/insights`)).error).toBe("100");
  });

  test("reads its profile's figures, in the shape of each", async () => {
    const { say, get, clock } = await anApp();
    await say("counted");
    const metric = "views,likes,replies,quotes,reposts,clicks,followers_count";
    const until = String(Math.floor(clock.now().getTime() / 1000));
    const { json } = await get("/me/threads_insights", { metric, since: "2026-10-01", until });
    expect(metricNames(json)).toEqual(metric.split(","));
    const total = { total_value: { value: 0 } };
    expect(json.data).toMatchObject([
      { values: [{ value: 0, end_time: "2026-11-02T08:00:00+0000" }] },
      total,
      total,
      total,
      total,
      { link_total_values: [] },
      total,
    ]);
    const refused = async (more: Record<string, string>) => (await get("/me/threads_insights", more)).error;
    expect(await refused({ metric: "follower_demographics" })).toBe("100/4279040");
    expect(await refused({ metric: "views", since: "1712991599" })).toBe("100");
    expect(await refused({ metric: "shares" })).toBe("1");
  });

  test("searches its own posts, and finds where others name it", async () => {
    const { say, get, spinnerSays, clock } = await anApp();
    const own = await say("About #looms and warps");
    const mention = await spinnerSays({ text: "thanks, @weaver." });
    await spinnerSays({ text: "not @weavers, and not looms" });
    const search = (more: Record<string, string>) =>
      get("/keyword_search", { q: "LOOMS", search_type: "RECENT", fields: "id,username,text", ...more });
    expect((await search({})).json.data).toMatchObject([{ id: own, username: "weaver" }]);
    expect((await search({ search_mode: "TAG" })).json.data).toMatchObject([{ id: own }]);
    expect((await search({ media_type: "IMAGE" })).json).toEqual({ data: [] });
    const later = new Date(clock.now().getTime() + day).toISOString().slice(0, 10);
    expect((await search({ since: later })).json).toEqual({ data: [] });
    expect((await search({ fields: "owner" })).error).toBe("100");
    expect((await search({ search_type: "NEWEST" })).error).toBe("100");
    expect((await get("/me/mentions")).json.data).toEqual([{ id: mention }]);
  });

  test("looks a profile up and lists its posts", async () => {
    const { get, spinnerSays } = await anApp();
    const id = await spinnerSays({ text: "spun" });
    const { json } = await get("/profile_lookup", { username: "@spinner" });
    expect(json).toMatchObject({ username: "spinner", name: "spinner", follower_count: 0, views_count: 0 });
    expect((await get("/profile_posts", { username: "spinner" })).json.data).toEqual([{ id }]);
    expect((await get("/profile_lookup", { username: "nobody" })).error).toBe("100/33");
    expect((await get("/profile_lookup")).error).toBe("100");
  });

  test("embeds a post with an app token or none, and is refused with a person's", async () => {
    const { say, get, sandbox } = await anApp();
    const id = await say("to be <shown>");
    const { permalink } = (await get(`/${id}`, { fields: "permalink" })).json;
    const { clientId, clientSecret } = sandbox.app;
    for (const token of [{ access_token: `TH|${clientId}|${clientSecret}` }, {}]) {
      const { json } = await call(sandbox, "GET", "/oembed", { url: String(permalink), ...token });
      expect(json).toMatchObject({
        version: "1.0",
        type: "rich",
        html: expect.stringContaining("&lt;shown"),
      });
    }
    expect((await get("/oembed", { url: String(permalink) })).error).toBe("10/4279067");
    const elsewhere = { url: "https://www.threads.com/@weaver/post/AAAA" };
    expect((await call(sandbox, "GET", "/oembed", elsewhere)).error).toBe("100/33");
  });

  test("looks for the one place that it may look for without App Review", async () => {
    const { get, made, publish } = await anApp();
    const { json } = await get("/location_search", { q: "Menlo Park" });
    const [place] = Array.isArray(json.data) ? json.data : [];
    expect(place).toMatchObject({ name: "Menlo Park", country: "US" });
    expect((await get(`/${place.id}`)).json).toEqual(place);
    expect((await get("/location_search", { query: "Berlin" })).error).toBe("10");
    const at = await made("me/threads", { media_type: "TEXT", text: "here", location_id: place.id });
    const read = await get(`/${await publish(at)}`, { fields: "location_id" });
    expect(read.json.location_id).toBe(place.id);
  });

  test("deletes what it posted", async () => {
    const { say, sandbox, accessToken, get } = await anApp();
    const id = await say("gone soon");
    const { json } = await call(sandbox, "DELETE", `/v1.0/${id}/`, { access_token: accessToken });
    expect(json).toEqual({ success: true, deleted_id: id });
    expect((await get(`/${id}`)).error).toBe("100/33");
  });

  test("without a scope is told so by each that needs one", async () => {
    const { sandbox, say } = await anApp();
    const id = await say("seen");
    const { accessToken } = sandbox.generateToken("weaver", { scopes: ["threads_basic"] });
    for (const [method, path] of [
      ["GET", "/me/threads_insights"],
      ["GET", `/${id}/insights`],
      ["GET", "/keyword_search"],
      ["GET", "/me/mentions"],
      ["GET", "/profile_lookup"],
      ["GET", "/location_search"],
      ["POST", `/${id}/repost`],
      ["POST", `/${id}/manage_reply`],
    ] as const)
      expect((await call(sandbox, method, path, { access_token: accessToken })).error, path).toBe("10");
  });
});

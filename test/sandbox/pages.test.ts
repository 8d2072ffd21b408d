import { describe, expect, test } from "vitest";
import { faultPresets } from "../../sandbox/fault-presets.ts";
import { aSandbox, call, day, hour } from "./a-sandbox.ts";
import { aPng, aWebServer } from "./a-web-server.ts";

const page = async (url: string) => {
  const response = await fetch(url, { headers: { Accept: "text/html" } });
  return { status: response.status, headers: response.headers, html: await response.text() };
};

describe("a profile's page", () => {
  test("shows the posts newest first, as their readers see them", async () => {
    const { say, sandbox, clock } = await aSandbox();
    await say("the first");
    clock.advance(3 * hour);
    await say("the second\nwith @friend and #topic\nhttps://www.a.example/b?c=1&d=2", {
      topic_tag: "weaving",
    });
    const { html, status } = await page(sandbox.profileUrl("weaver"));
    expect(status).toBe(200);
    expect(html.indexOf("the second")).toBeLessThan(html.indexOf("the first"));
    expect(html).toContain("nothing here is public");
    expect(html).toContain('<a href="/@friend">@friend</a> and <span class="tag">#topic</span>\n');
    expect(html).toContain('href="https://www.a.example/b?c=1&amp;d=2"');
    expect(html).toContain(">a.example/b?c=1&amp;d=2</a>");
    expect(html).toMatch(/class="sign"[^>]*>›<\/span>weaving/);
    expect(html).toContain(
      '<time datetime="2026-11-02T08:00:00.000Z" title="Monday, 2 November 2026 at 08:00 UTC">3h',
    );
  });

  test("escapes whatever a post, a card or a profile says", async () => {
    const attack = `"><script>alert(1)</script><img src=x onerror=alert(1)>'`;
    const web = await aWebServer({
      "/": { body: `<title>${attack.replaceAll("<", "&lt;")}</title>` },
      "/a.png": { type: "image/png", body: aPng(10, 10) },
    });
    const { say, create, publish, clock, sandbox } = await aSandbox({
      cards: "loopback",
      people: [{ username: "weaver", name: attack, biography: attack }],
    });
    const withCard = await say(attack, { link_attachment: `${web.url}/`, topic_tag: "<script>x" });
    await say(`https://a.example/"onmouseover="alert(1)`, {
      poll_attachment: JSON.stringify({ option_a: "<script>", option_b: "b" }),
    });
    const picture = await create({ media_type: "IMAGE", image_url: `${web.url}/a.png`, alt_text: attack });
    clock.advance(2_000);
    await publish(picture);
    const code = sandbox.record.posts.find((post) => post.id === withCard)?.shortcode;
    for (const url of [
      sandbox.profileUrl("weaver"),
      `${sandbox.profileUrl("weaver")}/post/${code}`,
      `${sandbox.graphUrl}/`,
    ]) {
      const { html } = await page(url);
      expect(html).not.toContain("<script");
      expect(html).not.toMatch(/<img src=x|<[^>]*\sonmouseover=/);
    }
  });

  test("runs no script and loads nothing from elsewhere", async () => {
    const { say, sandbox } = await aSandbox();
    await say("hello https://a.example/");
    const { html, headers } = await page(sandbox.profileUrl("weaver"));
    expect(headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; img-src 'self'; style-src 'self';/,
    );
    const loaded = [...html.matchAll(/<(?:img|link|script|iframe)[^>]*(?:src|href)="([^"]*)"/g)].map(
      ([, url]) => url,
    );
    expect(loaded.every((url) => url?.startsWith("/"))).toBe(true);
    for (const url of loaded) expect((await fetch(sandbox.graphUrl + url)).status).toBe(200);
  });

  test("says so when there are no posts, and when they are gone", async () => {
    const { say, sandbox, accessToken } = await aSandbox();
    expect((await page(sandbox.profileUrl("weaver"))).html).toContain("No posts yet");
    const id = await say("hello");
    await fetch(`${sandbox.graphUrl}/${id}?access_token=${accessToken}`, { method: "DELETE" });
    expect((await page(sandbox.profileUrl("weaver"))).html).toContain("No posts yet");
  });

  test("shows the date of what is older than a week", async () => {
    const { say, sandbox, clock } = await aSandbox();
    await say("hello");
    clock.advance(8 * day);
    expect((await page(sandbox.profileUrl("weaver"))).html).toContain(">2 Nov 2026</time>");
  });
});

test("a permalink leads to the post and its replies", async () => {
  const { say, get } = await aSandbox();
  const id = await say("the root");
  await say("the reply", { reply_to_id: id });
  const { html, status } = await page(String((await get(`/${id}`, { fields: "permalink" })).json.permalink));
  expect(status).toBe(200);
  expect(html.indexOf("the root")).toBeLessThan(html.indexOf("the reply"));
});

describe("a chain on the pages", () => {
  const order = (html: string, ...words: string[]) => words.map((word) => html.indexOf(word));

  test("stands in one piece under its first post, on the profile and on each of its own pages", async () => {
    const { say, get, sandbox } = await aSandbox();
    const root = await say("word one");
    const two = await say("word two", { reply_to_id: root });
    await say("word three", { reply_to_id: two });
    await say("another post");
    const profile = (await page(sandbox.profileUrl("weaver"))).html;
    const places = order(profile, "another post", "word one", "word two", "word three");
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(profile).toContain("2 posts");
    expect(profile.match(/class="post leads"/g)).toHaveLength(2);
    const { permalink } = (await get(`/${two}`, { fields: "permalink" })).json;
    const own = (await page(String(permalink))).html;
    const around = order(own, "word one", "word two", "word three");
    expect(around).toEqual(around.toSorted((a, b) => a - b));
    expect(around).not.toContain(-1);
    expect(own).not.toContain("another post");
  });

  test("shows on the profile what its author wrote, and on the post's page what all did", async () => {
    const { say, get, sandbox } = await aSandbox({
      people: [{ username: "weaver" }, { username: "spinner" }],
    });
    const root = await say("root");
    const access_token = sandbox.generateToken("spinner").accessToken;
    const send = (path: string, more: Record<string, string>) =>
      call(sandbox, "POST", path, { access_token, ...more });
    const made = await send("/me/threads", {
      media_type: "TEXT",
      text: "from the spinner",
      reply_to_id: root,
    });
    await send("/me/threads_publish", { creation_id: String(made.json.id) });
    await say("from the weaver", { reply_to_id: root });
    const profile = (await page(sandbox.profileUrl("weaver"))).html;
    expect(profile).toContain("from the weaver");
    expect(profile).not.toContain("from the spinner");
    const own = await page(String((await get(`/${root}`, { fields: "permalink" })).json.permalink));
    expect(own.html).toContain("from the spinner");
    expect(own.html).toMatch(/In reply to <a href="#[\w-]+">root<\/a>/);
  });

  test("keeps the place of a post that is gone while something answers it", async () => {
    const { say, sandbox, accessToken } = await aSandbox();
    const root = await say("word one");
    const two = await say("word two", { reply_to_id: root });
    const three = await say("word three", { reply_to_id: two });
    const remove = (id: string) =>
      fetch(`${sandbox.graphUrl}/${id}?access_token=${accessToken}`, { method: "DELETE" });
    const profile = async () => (await page(sandbox.profileUrl("weaver"))).html;
    await remove(two);
    expect(await profile()).toMatch(/word one[\s\S]*This post is gone[\s\S]*word three/);
    expect(await profile()).not.toContain("word two");
    await remove(three);
    expect(await profile()).not.toContain("This post is gone");
  });
});

describe("pictures and videos on the pages", () => {
  test("a carousel is a row of them, which the keyboard reaches, with what they show in words", async () => {
    const web = await aWebServer({
      "/a.png": { type: "image/png", body: aPng(10, 10) },
      "/b.mp4": { type: "video/mp4", body: "video" },
      "/c.mp4": { type: "video/mp4", announced: 412_000_000 },
    });
    const { create, publish, clock, sandbox } = await aSandbox();
    const item = { is_carousel_item: "true" };
    const children = [
      await create({ ...item, media_type: "IMAGE", image_url: `${web.url}/a.png`, alt_text: 'a "cat"' }),
      await create({ ...item, media_type: "VIDEO", video_url: `${web.url}/b.mp4`, alt_text: "a dog" }),
      await create({ ...item, media_type: "VIDEO", video_url: `${web.url}/c.mp4` }),
    ];
    clock.advance(5_000);
    const parent = await create({ media_type: "CAROUSEL", children: children.join(","), text: "three" });
    clock.advance(2_000);
    await publish(parent);
    const { html, headers } = await page(sandbox.profileUrl("weaver"));
    expect(html).toMatch(/<ul class="album" tabindex="0" aria-label="3 pictures or videos in a row">/);
    expect(html).toContain('alt="a &quot;cat&quot;"');
    const [, source = ""] = /<video controls [^>]*src="([^"]+)" aria-label="a dog">/.exec(html) ?? [];
    expect(source).toMatch(/^\/media\/[0-9a-f]+\.mp4$/);
    expect(headers.get("content-security-policy")).toContain("media-src 'self'");
    expect(await (await fetch(sandbox.graphUrl + source)).text()).toBe("video");
    expect(html).toContain("Video, 412 MB");
  });

  test("a post's own page says who may answer and where it is shown", async () => {
    const { say, get } = await aSandbox({ people: [{ username: "weaver", isEligibleForGeoGating: true }] });
    const id = await say("hello", { reply_control: "followers_only", allowlisted_country_codes: "DE,AT" });
    const { html } = await page(String((await get(`/${id}`, { fields: "permalink" })).json.permalink));
    expect(html).toContain("· replies from followers only · shown in Germany and Austria only</p>");
  });
});

test("a profile's page says what is going to go wrong, until it has", async () => {
  const { say, sandbox } = await aSandbox();
  const planned = async () =>
    [...(await page(sandbox.profileUrl("weaver"))).html.matchAll(/<li>planned: ([^<]*)/g)].map(
      ([, words]) => words,
    );
  expect(await planned()).toEqual([]);
  sandbox.faults.plan({ ...faultPresets["publish-cut-unheard"], nth: 3 });
  expect(await planned()).toEqual(["third publish is cut off after it took effect"]);
  await say("one");
  await say("two");
  expect(await planned()).toEqual(["next publish is cut off after it took effect"]);
  await expect(say("three")).rejects.toThrow();
  expect(await planned()).toEqual([]);
  expect(sandbox.record.posts).toHaveLength(3);
});

test("the front page lists who is here", async () => {
  const { say, sandbox } = await aSandbox({ people: [{ username: "weaver" }, { username: "spinner" }] });
  await say("hello");
  const { html } = await page(`${sandbox.graphUrl}/`);
  expect(html).toMatch(/href="\/@weaver"[\s\S]*1 post[\s\S]*href="\/@spinner"[\s\S]*0 posts/);
});

test.each([
  "/@nobody",
  "/@weaver/post/nothing",
  "/media/nothing.png",
  "/media/..%2f..%2fetc%2fpasswd",
  "/nowhere",
])("a person who asks for %s is told that nothing is there", async (path) => {
  const { sandbox } = await aSandbox();
  const { status, html } = await page(sandbox.graphUrl + path);
  expect(status).toBe(404);
  expect(html).toContain("Nothing here");
});

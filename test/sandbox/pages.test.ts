import { describe, expect, test } from "vitest";
import { aSandbox, day, hour } from "./a-sandbox.ts";
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
  const { say, get, sandbox } = await aSandbox();
  const id = await say("the root");
  await say("the reply", { reply_to_id: id });
  const { html, status } = await page(String((await get(`/${id}`, { fields: "permalink" })).json.permalink));
  expect(status).toBe(200);
  expect(html.indexOf("the root")).toBeLessThan(html.indexOf("the reply"));
  expect((await page(sandbox.profileUrl("weaver"))).html).not.toContain("the reply");
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

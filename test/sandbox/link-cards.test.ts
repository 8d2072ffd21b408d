import { describe, expect, test } from "vitest";
import { aSandbox } from "./a-sandbox.ts";
import { aPng, aWebServer } from "./a-web-server.ts";

const page = (head: string) => ({
  body: `<!doctype html><head>${head}</head><body><meta property="og:title" content="no"></body>`,
});

const pages = {
  "/entry": page(
    '<title>plain title</title><meta property="og:title" content="Nebel &amp; Licht"><meta property="og:image" content="/sky.png">',
  ),
  "/plain": page("<title> Only a\n title </title>"),
  "/latin": {
    type: "text/html; charset=iso-8859-1",
    body: Buffer.from("<head><title>Gr\u00fc\u00dfe</title></head>", "latin1"),
  },
  "/moved": { status: 301, location: "/entry" },
  "/sky.png": { type: "image/png", body: aPng(1200, 630) },
};

describe("a link card", () => {
  test("shows the page's title and picture, which the sandbox serves itself", async () => {
    const web = await aWebServer(pages);
    const { say, sandbox } = await aSandbox({ cards: "loopback" });
    await say("read this", { link_attachment: `${web.url}/entry` });
    const html = await (await fetch(sandbox.profileUrl("weaver"))).text();
    expect(html).toContain("Nebel &amp; Licht");
    expect(html).toContain(`href="${web.url}/entry"`);
    const picture = /<img src="(\/media\/[0-9a-f]+\.png)" width="1200" height="630"/.exec(html)?.[1];
    expect((await fetch(sandbox.graphUrl + picture)).status).toBe(200);
    expect(web.asked).toEqual(["/entry", "/sky.png"]);
  });

  test.each([
    ["/plain", "Only a title"],
    ["/latin", "Grüße"],
    ["/moved", "Nebel &amp; Licht"],
    ["/gone", "/gone"],
  ])("of %s is headed %s", async (path, title) => {
    const web = await aWebServer(pages);
    const { say, sandbox } = await aSandbox({ cards: "loopback" });
    await say("read this", { link_attachment: web.url + path });
    expect(await (await fetch(sandbox.profileUrl("weaver"))).text()).toContain(
      `<span class="title" dir="auto">${title}</span>`,
    );
  });

  test("is made of the first link in a text that has no attachment", async () => {
    const web = await aWebServer(pages);
    const { say } = await aSandbox({ cards: "loopback" });
    await say(`one (${web.url}/plain), two ${web.url}/entry`);
    expect(web.asked).toEqual(["/plain"]);
  });

  test("is not looked for when cards are off, nor beyond loopback", async () => {
    const web = await aWebServer(pages);
    const { say, sandbox } = await aSandbox({
      cards: "off",
      behaviour: { badLinkCard: "refuse-at-creation" },
    });
    await say("read this", { link_attachment: `${web.url}/entry` });
    expect(web.asked).toEqual([]);
    const near = await aSandbox({ cards: "loopback", behaviour: { badLinkCard: "refuse-at-creation" } });
    await near.say("read this", { link_attachment: "https://blog.example/entry" });
    expect(await (await fetch(near.sandbox.profileUrl("weaver"))).text()).toContain("blog.example");
    expect(sandbox.record.posts).toHaveLength(1);
  });

  test.each(["/gone", "/moved", "/sky.png"])(
    "of %s can be refused at creation, with -1/4279047",
    async (path) => {
      const web = await aWebServer(pages);
      const { post } = await aSandbox({
        cards: "loopback",
        behaviour: { badLinkCard: "refuse-at-creation" },
      });
      const got = await post("/me/threads", {
        media_type: "TEXT",
        text: "a",
        link_attachment: web.url + path,
      });
      expect([got.status, got.error, got.message]).toEqual([400, "-1/4279047", "Fatal"]);
    },
  );
});

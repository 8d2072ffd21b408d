import { describe, expect, it } from "vitest";
import type { ConfigurationInput } from "../../functions/core/configuration.ts";
import { aPng, aWebServer } from "../sandbox/a-web-server.ts";
import { account, aWorkshop, type Workshop } from "../support/a-workshop.ts";

type RouteInput = Exclude<ConfigurationInput["feeds"][number], string>;

/** A feed of these items, posted from the first sight on by a route. */
async function aFeed(
  items: string[],
  route: Partial<RouteInput>,
  files: Parameters<typeof aWebServer>[0] = {},
) {
  const rss = (origin: string) =>
    `<rss version="2.0"><channel><title>A blog</title><link>${origin}/</link>${items
      .map(
        (item, index) =>
          `<item><guid>${index}</guid><link>${origin}/${index}</link>${item.replaceAll("ORIGIN", origin)}</item>`,
      )
      .join("")}</channel></rss>`;
  const served: Parameters<typeof aWebServer>[0] = { ...files };
  const web = await aWebServer(served);
  served["/feed.xml"] = { type: "application/rss+xml", body: rss(web.url) };
  const workshop = await aWorkshop({ feeds: [{ url: `${web.url}/feed.xml`, backfill: 10, ...route }] });
  return { workshop, ...web };
}
const skipped = async ({ services }: Workshop) =>
  (await services.ledger.posts(account, "skipped", { limit: 10 })).map(({ life }) =>
    life.state === "skipped" ? [life.reason, life.words] : [],
  );

describe("a route's filter", () => {
  it("skips entries for good, each accounted for with the rule, and posts the others", async () => {
    const items = [
      "<title>Tea</title><category>drinks</category><pubDate>Fri, 20 Nov 2026 11:00:00 GMT</pubDate>",
      "<title>Ads</title><category>sponsored</category><pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate>",
      "<title>Old</title><pubDate>Fri, 20 Nov 2020 10:00:00 GMT</pubDate>",
    ];
    const { workshop, url } = await aFeed(items, { not: { categories: ["sponsored"] }, maxAgeInDays: 30 });
    await workshop.poll();
    await workshop.publish();
    expect(workshop.posted()).toEqual(["Tea"]);
    expect(await skipped(workshop)).toEqual([
      ["too-old", expect.stringMatching(/^it is \d+ days old, and maxAgeInDays is 30$/)],
      ["filter", 'it has the category "sponsored", which not.categories names'],
    ]);
    await workshop.poll({ feed: `${url}/feed.xml`, backfill: 10 });
    await workshop.publish();
    expect(workshop.posted()).toEqual(["Tea"]);
  });
});

describe("the pace of a route", () => {
  it("makes posts wait for the end of quiet hours, in their order, and says so", async () => {
    const items = ["<title>Two</title>", "<title>One</title>"];
    const quietHours = { from: "00:00", to: "23:59", timeZone: "UTC" };
    const { workshop } = await aFeed(items, { quietHours });
    await workshop.poll();
    const { accounts } = await workshop.publish();
    expect(workshop.posted()).toEqual([]);
    expect(accounts[0]?.stopped).toMatchObject({ why: "quiet hours, from 00:00 to 23:59 in UTC" });
    workshop.clock.advance({ hours: 24 });
    const now = workshop.clock.now();
    workshop.clock.advance({
      milliseconds:
        Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate(), 23, 59) - now.getTime(),
    });
    await workshop.publish();
    expect(workshop.posted()).toEqual(["One", "Two"]);
  });

  it("leaves so many minutes between two posts", async () => {
    const { workshop } = await aFeed(["<title>Two</title>", "<title>One</title>"], {
      minutesBetweenPosts: 60,
    });
    await workshop.poll();
    await workshop.publish();
    expect(workshop.posted()).toEqual(["One"]);
    workshop.clock.advance({ minutes: 59 });
    await workshop.publish();
    expect(workshop.posted()).toEqual(["One"]);
    workshop.clock.advance({ minutes: 1 });
    await workshop.publish();
    expect(workshop.posted()).toEqual(["One", "Two"]);
  });
});

describe("an entry's pictures", () => {
  const png = { type: "image/png", body: aPng(800, 600) };
  const webp = { type: "image/png", body: "RIFF____WEBPVP8 " };

  it("are looked at before use: one that Threads would refuse is left out", async () => {
    const item =
      '<title>One</title><description>&lt;img src="ORIGIN/bad.png">&lt;img src="ORIGIN/good.png" alt="A lake"></description>';
    const { workshop, url } = await aFeed([item], { style: "image" }, { "/bad.png": webp, "/good.png": png });
    await workshop.poll();
    const preview = await workshop.publish({ dryRun: true });
    expect(preview.previews?.[0]?.posts[0]).toMatchObject({
      why: `${url}/bad.png is left out: it is WEBP, and Threads takes JPEG and PNG`,
      requests: [{ parameters: { image_url: `${url}/good.png`, alt_text: "A lake" } }, {}],
    });
    await workshop.publish();
    expect(workshop.sandbox.record.posts).toMatchObject([{ mediaType: "IMAGE" }]);
  });

  it("come from its page where the feed has none, and only then is that asked for", async () => {
    const page =
      '<meta property="og:image" content="/good.png"><meta property="og:image:alt" content="A lake">';
    const items = ["<title>One</title>"];
    const { workshop, url, asked } = await aFeed(
      items,
      { style: "image" },
      { "/0": { body: page }, "/good.png": png },
    );
    await workshop.poll();
    const [post] = await workshop.services.ledger.posts(account, "open", { limit: 1 });
    expect(post?.entry.images).toEqual([{ url: `${url}/good.png`, alt: "A lake" }]);
    expect(asked).toContain("/0");
    const other = await aFeed(items, { style: "link" }, { "/0": { body: page } });
    await other.workshop.poll();
    expect(other.asked).toEqual(["/feed.xml"]);
  });

  it("cost the picture and never the entry when the web fails", async () => {
    const item = '<title>One</title><description>&lt;img src="http://127.0.0.1:1/a.png"></description>';
    const { workshop } = await aFeed([item], { style: "image" });
    await workshop.poll();
    for (let tick = 0; tick < 24; tick += 1) {
      await workshop.publish();
      workshop.clock.advance({ minutes: 5 });
    }
    expect(workshop.posted()).toEqual(["One"]);
  });
});

import { expect, it } from "vitest";
import { aPng, aWebServer } from "../sandbox/a-web-server.ts";
import { aWorkshop } from "../support/a-workshop.ts";

const feedWith = (items: string) =>
  `<rss xmlns:media="http://search.yahoo.com/mrss/"><channel>${items}</channel></rss>`;

it("a feed on this machine shows no picture and looks at no page of another server on it", async () => {
  const inside = await aWebServer({
    "/a.png": { type: "image/png", body: aPng(640, 480) },
    "/page": { body: '<meta property="og:image" content="/a.png">' },
  });
  const blog = await aWebServer({
    "/feed.xml": {
      body: feedWith(
        `<item><guid>1</guid><title>One</title><media:content medium="image" url="${inside.url}/a.png"/></item>
         <item><guid>2</guid><title>Two</title><link>${inside.url}/page</link></item>`,
      ),
    },
  });
  const workshop = await aWorkshop({
    feeds: [{ url: `${blog.url}/feed.xml`, style: "image", backfill: 2 }],
  });
  await workshop.poll();
  expect(inside.asked).toEqual([]);
});

it.each([
  ["redirects to", (inside: string) => ({ status: 301, location: `${inside}/feed.xml` })],
  [
    "is a page that names",
    (inside: string) => ({
      body: `<link rel="alternate" type="application/rss+xml" href="${inside}/feed.xml">`,
    }),
  ],
])("fails with FEED_REFUSED for a feed on this machine that %s another server on it", async (_, served) => {
  const inside = await aWebServer({ "/feed.xml": { body: feedWith("") } });
  const blog = await aWebServer({ "/": served(inside.url) });
  const workshop = await aWorkshop({ feeds: [`${blog.url}/`] });
  await workshop.poll();
  expect(inside.asked).toEqual([]);
  expect(workshop.log.lines.join()).toMatch(/feed failed .*code: 'FEED_REFUSED'/s);
});

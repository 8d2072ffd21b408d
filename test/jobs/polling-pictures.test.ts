import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { aPng } from "../sandbox/a-web-server.ts";
import { numbered } from "../support/a-blog.ts";
import { account, aWorkshop } from "../support/a-workshop.ts";
import { onLoopback } from "../support/on-loopback.ts";

/** Three entries with pictures whose addresses lead to others that are good for 25 seconds, a minute between their posts. */
async function signedPictures(style: "image" | "carousel") {
  let now = () => new Date();
  const asked: string[] = [];
  let document = "";
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://blog.example");
    asked.push(pathname);
    if (pathname === "/feed.xml") return void response.end(document);
    if (!pathname.startsWith("/signed")) {
      const until = now().getTime() + 25_000;
      return void response.writeHead(302, { location: `/signed${pathname}?until=${until}` }).end();
    }
    if (now().getTime() > Number(searchParams.get("until"))) return void response.writeHead(403).end();
    response.writeHead(200, { "content-type": "image/png" }).end(aPng(640, 480));
  });
  const blog = await onLoopback(server);
  const items = numbered(3).map(({ id, title, publishedAt }) => {
    const files = ["a", "b"].map((name) => `<media:content medium="image" url="${blog}/${id}-${name}.png"/>`);
    return `<item><guid>${id}</guid><title>${title}</title><link>${blog}/${id}</link><pubDate>${publishedAt}</pubDate>${files.join("")}</item>`;
  });
  document = `<rss xmlns:media="http://search.yahoo.com/mrss/"><channel>${items.join("")}</channel></rss>`;
  const feeds = [{ url: `${blog}/feed.xml`, style, backfill: 3, minutesBetweenPosts: 1 }];
  const workshop = await aWorkshop({ feeds });
  now = workshop.clock.now;
  return { workshop, asked };
}

describe("pictures whose addresses lead to others that are good for seconds", () => {
  it.each(["image", "carousel"] as const)(
    "are there in every post of a line that waits: %s",
    async (style) => {
      const { workshop } = await signedPictures(style);
      for (let tick = 0; tick < 4; tick += 1) {
        await workshop.poll();
        await workshop.publish();
        workshop.clock.advance({ minutes: 5 });
      }
      const posts = await workshop.services.ledger.posts(account, "published", { limit: 9 });
      expect(posts).toHaveLength(3);
      for (const { life } of posts) expect(life).not.toMatchObject({ without: ["picture"] });
      expect(workshop.sandbox.record.posts.map(({ mediaType }) => mediaType)).toEqual(
        Array(3).fill(style === "image" ? "IMAGE" : "CAROUSEL"),
      );
    },
  );

  it("are looked at only for the post that goes out next", async () => {
    const { workshop, asked } = await signedPictures("image");
    await workshop.poll();
    asked.length = 0;
    workshop.clock.advance({ minutes: 5 });
    await workshop.poll();
    expect(asked.filter((path) => path.startsWith("/signed"))).toEqual(["/signed/entry-1-a.png"]);
  });
});

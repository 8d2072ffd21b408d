import { expect, it } from "vitest";
import { aBlog, numbered } from "../support/a-blog.ts";
import { aWorkshop } from "../support/a-workshop.ts";

it("tells once that a feed is gone, and goes on with it after its owner found it well again", async () => {
  const blog = await aBlog(numbered(1));
  const workshop = await aWorkshop({ feeds: [blog.feedUrl] });
  await workshop.poll();
  blog.answer = (_, response) => response.writeHead(410).end();
  for (let tick = 0; tick < 3; tick += 1) {
    workshop.clock.advance({ minutes: 5 });
    await workshop.poll();
  }
  expect(workshop.events.filter(({ type }) => type === "FeedFailing")).toHaveLength(1);
  blog.answer = undefined;
  expect((await workshop.poll({ feed: blog.feedUrl })).feeds[0]?.outcome).not.toBe("gone");
  blog.entries = numbered(2);
  workshop.clock.advance({ minutes: 5 });
  await workshop.poll();
  expect(await workshop.tally()).toMatchObject({ open: 1 });
});

import { expect, it } from "vitest";
import { aBlog } from "../support/a-blog.ts";
import { aWorkshop } from "../support/a-workshop.ts";

it("writes into the log which entries of a feed could not be read: nobody sees a schedule's answer", async () => {
  const blog = await aBlog();
  blog.answer = (_, response) => response.end("<rss><channel><item></item></channel></rss>");
  const workshop = await aWorkshop({ feeds: [blog.feedUrl] });
  expect((await workshop.poll()).feeds[0]?.unreadable).toHaveLength(1);
  expect(JSON.stringify(workshop.log)).toContain("has no id, no address, no title and no text");
});

import { expect, it } from "vitest";
import { pollFeeds } from "../../functions/feed-poller/poll-feeds.ts";
import { aBlog, numbered } from "../support/a-blog.ts";
import { aWorkshop } from "../support/a-workshop.ts";
import { everyCall } from "../support/failing-services.ts";

it("tells of every post held by the flood guard, also when the poller dies after the last mark", async () => {
  const blog = await aBlog(numbered(1));
  const workshop = await aWorkshop({ feeds: [{ url: blog.feedUrl, floodLimit: 5 }] });
  await workshop.poll();
  blog.entries = numbered(7);
  workshop.clock.advance({ minutes: 5 });
  const { services } = workshop;
  const dying = everyCall(services.ledger, async (name, call) => {
    if (name === "writeFeed") throw new Error("died");
    return call();
  });
  await expect(pollFeeds({ ...services, ledger: dying })).rejects.toThrow("died");
  workshop.clock.advance({ minutes: 5 });
  await workshop.poll();
  expect(await workshop.tally()).toMatchObject({ held: 6 });
  const told = workshop.events.filter((event) => event.type === "PostHeld");
  expect(told).toMatchObject([
    { detail: { posts: 6, title: "Entry 7", link: `${blog.url}/entry-7`, reason: "flood" } },
  ]);
});

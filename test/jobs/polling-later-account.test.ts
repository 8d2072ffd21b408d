import { expect, it } from "vitest";
import { readConfiguration } from "../../functions/core/configuration.ts";
import { pollFeeds } from "../../functions/feed-poller/poll-feeds.ts";
import { aBlog, numbered } from "../support/a-blog.ts";
import { account, aWorkshop } from "../support/a-workshop.ts";

it("backfills an account that was added to a feed which is known already", async () => {
  const blog = await aBlog(numbered(3));
  const workshop = await aWorkshop({ feeds: [blog.feedUrl] });
  await workshop.poll();
  const configuration = readConfiguration({ accounts: [account, "second"], feeds: [blog.feedUrl] });
  const services = { ...workshop.services, configuration };
  const asked = { feed: blog.feedUrl, backfill: 2 };
  await pollFeeds(services, asked);
  expect(await workshop.tally("second")).toMatchObject({ open: 2 });
  expect((await pollFeeds(services, asked)).feeds[0]?.backfilled).toBe(0);
});

import { expect, it } from "vitest";
import { parseFeed } from "../../functions/core/parse-feed.ts";
import { pollFeeds } from "../../functions/feed-poller/poll-feeds.ts";
import { aBlog, numbered } from "../support/a-blog.ts";
import { aWorkshop } from "../support/a-workshop.ts";
import { everyCall } from "../support/failing-services.ts";

it("wakes the publisher for the other feeds' posts although one feed's record cannot be written", async () => {
  const [good, bad] = [await aBlog(numbered(1)), await aBlog(numbered(1))];
  const workshop = await aWorkshop({ feeds: [bad.feedUrl, { url: good.feedUrl, backfill: 1 }] });
  const { services } = workshop;
  const ledger = everyCall(services.ledger, async (name, call, values) => {
    if (name === "writeFeed" && JSON.stringify(values).includes(bad.feedUrl))
      throw new Error("item too large");
    return call();
  });
  await expect(pollFeeds({ ...services, ledger })).rejects.toThrow("item too large");
  expect(workshop.events).toEqual([{ type: "PostsPending", detail: { account: "bronzfronz" } }]);
});

it("says in a sentence what a page is, however long the names that it gives its feeds", () => {
  const page = `<html><link rel="alternate" type="application/rss+xml" href="/f" title="${"x".repeat(900_000)}">`;
  let message = "";
  try {
    parseFeed({
      bytes: new TextEncoder().encode(`${page}<link rel="alternate" type="application/rss+xml" href="/g">`),
      url: "https://blog.example/",
    });
  } catch (error) {
    message = String(error);
  }
  expect(message).toMatch(/is an HTML page/);
  expect(message.length).toBeLessThan(2_000);
});

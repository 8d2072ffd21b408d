import { describe, expect, it } from "vitest";
import { aBlog, numbered } from "../support/a-blog.ts";
import { aWorkshop } from "../support/a-workshop.ts";

describe("polling a feed", () => {
  it("posts nothing of what was there at first sight, and everything that comes after", async () => {
    const blog = await aBlog(numbered(3));
    const workshop = await aWorkshop({ feeds: [blog.feedUrl] });
    await workshop.poll();
    expect(await workshop.tally()).toMatchObject({ skipped: 3, open: 0 });
    blog.entries = numbered(5);
    workshop.clock.advance({ minutes: 5 });
    const { feeds, nudged } = await workshop.poll();
    expect(feeds[0]?.entries.map(({ title, decision }) => [title, decision])).toEqual([
      ["Entry 4", "post"],
      ["Entry 5", "post"],
    ]);
    expect(nudged).toEqual(["bronzfronz"]);
    await workshop.publish();
    expect(workshop.posted()).toEqual(["Entry 4", "Entry 5"]);
  });

  it("takes an entry that was removed and is back, or was edited, for the one it knows", async () => {
    const blog = await aBlog(numbered(2));
    const workshop = await aWorkshop({ feeds: [blog.feedUrl] });
    await workshop.poll();
    blog.entries = numbered(1);
    workshop.clock.advance({ minutes: 5 });
    await workshop.poll();
    blog.entries = numbered(2).map((entry) => ({
      ...entry,
      title: `${entry.title} (edited)`,
      link: `${blog.url}/moved/${entry.id}`,
    }));
    workshop.clock.advance({ minutes: 5 });
    const { feeds } = await workshop.poll();
    expect(feeds[0]).toMatchObject({ outcome: "read", entries: [] });
  });

  it("holds a flood and tells it, and posts the next entry as usual", async () => {
    const blog = await aBlog(numbered(1));
    const workshop = await aWorkshop({ feeds: [{ url: blog.feedUrl, floodLimit: 5 }] });
    await workshop.poll();
    blog.entries = numbered(7);
    workshop.clock.advance({ minutes: 5 });
    const { feeds } = await workshop.poll();
    expect(feeds[0]?.entries.every(({ decision }) => decision === "hold")).toBe(true);
    expect(await workshop.tally()).toMatchObject({ held: 6, open: 0 });
    blog.entries = numbered(8);
    workshop.clock.advance({ minutes: 5 });
    await workshop.poll();
    await workshop.publish();
    expect(workshop.posted()).toEqual(["Entry 8"]);
  });

  it("does not ask a feed again before it is due, and asks at every tick of the schedule", async () => {
    const blog = await aBlog(numbered(1));
    const workshop = await aWorkshop({ feeds: [blog.feedUrl] });
    await workshop.poll();
    expect((await workshop.poll()).feeds[0]?.outcome).toBe("not-due");
    for (let tick = 0; tick < 4; tick += 1) {
      workshop.clock.advance({ minutes: 5 });
      await workshop.poll();
    }
    expect(blog.asked).toBe(5);
  });

  it("nudges an account whose event was lost at the next tick", async () => {
    const blog = await aBlog(numbered(1));
    const workshop = await aWorkshop({ feeds: [{ url: blog.feedUrl, backfill: 1 }] });
    await workshop.poll();
    workshop.events.length = 0;
    workshop.clock.advance({ minutes: 5 });
    expect((await workshop.poll()).nudged).toEqual(["bronzfronz"]);
    expect(workshop.events).toEqual([{ type: "PostsPending", detail: { account: "bronzfronz" } }]);
  });

  it("tells its schedule nothing is wrong when a feed fails, tells the owner once, and looks less often", async () => {
    const blog = await aBlog(numbered(1));
    const workshop = await aWorkshop({ feeds: [blog.feedUrl] });
    await workshop.poll();
    blog.answer = (_, response) => response.writeHead(500).end();
    for (let tick = 0; tick < 24; tick += 1) {
      workshop.clock.advance({ minutes: 5 });
      await workshop.poll();
    }
    const told = workshop.events.filter(({ type }) => type === "FeedFailing");
    expect(told).toHaveLength(1);
    expect(blog.asked).toBeLessThan(8);
    blog.answer = undefined;
    blog.entries = numbered(2);
    workshop.clock.advance({ days: 1 });
    expect((await workshop.poll()).feeds[0]?.entries).toHaveLength(1);
  });

  it("is not told wrong by a page that is no feed, and loses nothing over it", async () => {
    const blog = await aBlog(numbered(1));
    const workshop = await aWorkshop({ feeds: [blog.feedUrl] });
    await workshop.poll();
    blog.answer = (_, response) =>
      response
        .writeHead(200, { "content-type": "text/html" })
        .end("<!doctype html><title>Maintenance</title>");
    workshop.clock.advance({ minutes: 5 });
    expect((await workshop.poll()).feeds[0]).toMatchObject({ outcome: "failed", code: "FEED_MALFORMED" });
    blog.answer = undefined;
    blog.entries = numbered(2);
    workshop.clock.advance({ minutes: 10 });
    expect((await workshop.poll()).feeds[0]?.entries.map(({ title }) => title)).toEqual(["Entry 2"]);
  });

  it("keeps the other feeds going when one fails", async () => {
    const [good, bad] = [await aBlog(numbered(1)), await aBlog()];
    bad.answer = (_, response) => response.destroy();
    const workshop = await aWorkshop({ feeds: [bad.feedUrl, { url: good.feedUrl, backfill: 1 }] });
    const { feeds } = await workshop.poll();
    expect(feeds.map(({ outcome }) => outcome)).toEqual(["failed", "read"]);
    expect(await workshop.tally()).toMatchObject({ open: 1 });
  });

  it("waits as long as a server asks, and stops at 410", async () => {
    const blog = await aBlog(numbered(1));
    const workshop = await aWorkshop({ feeds: [blog.feedUrl] });
    blog.answer = (_, response) => response.writeHead(429, { "retry-after": "3600" }).end();
    await workshop.poll();
    workshop.clock.advance({ minutes: 59 });
    expect((await workshop.poll()).feeds[0]?.outcome).toBe("not-due");
    workshop.clock.advance({ minutes: 2 });
    blog.answer = (_, response) => response.writeHead(410).end();
    expect((await workshop.poll()).feeds[0]?.outcome).toBe("gone");
    const asked = blog.asked;
    workshop.clock.advance({ days: 3 });
    await workshop.poll();
    expect(blog.asked).toBe(asked);
  });
});

describe("polling by hand", () => {
  it("shows with dryRun what it would do, and writes nothing", async () => {
    const blog = await aBlog(numbered(3));
    const workshop = await aWorkshop({ feeds: [{ url: blog.feedUrl, backfill: 1 }] });
    const { feeds, nudged } = await workshop.poll({ dryRun: true });
    expect(feeds[0]?.entries.map(({ decision }) => decision)).toEqual(["skip", "skip", "post"]);
    expect(nudged).toEqual([]);
    expect(await workshop.tally()).toMatchObject({ open: 0, skipped: 0 });
    expect((await workshop.services.ledger.readFeeds([blog.feedUrl])).size).toBe(0);
  });

  it("posts the newest of those that were skipped at first sight when asked to, once", async () => {
    const blog = await aBlog(numbered(4));
    const workshop = await aWorkshop({ feeds: [blog.feedUrl] });
    await workshop.poll();
    const asked = { feed: blog.feedUrl, backfill: 2 };
    expect((await workshop.poll(asked)).feeds[0]?.backfilled).toBe(2);
    expect((await workshop.poll(asked)).feeds[0]?.backfilled).toBe(0);
    await workshop.publish();
    expect(workshop.posted()).toEqual(["Entry 3", "Entry 4"]);
  });

  it.each([
    [
      "a feed that is not configured",
      { feed: "https://other.example/feed" },
      /this feed is not configured; configured are http/,
    ],
    ["a backfill without a feed", { backfill: 3 }, /backfill needs the feed/],
    ["a field it does not know", { fed: "x" }, /this payload cannot be read: there is no field "fed"/],
    ["a number that is none", { feed: "x", backfill: "3" }, /this payload cannot be read: .*expected number/],
  ])("refuses %s with REQUEST_INVALID", async (_, payload, sentence) => {
    const blog = await aBlog();
    const workshop = await aWorkshop({ feeds: [blog.feedUrl] });
    await expect(workshop.poll(payload)).rejects.toMatchObject({
      code: "REQUEST_INVALID",
      message: expect.stringMatching(sentence),
    });
  });
});

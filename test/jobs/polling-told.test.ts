import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { aBlog, numbered } from "../support/a-blog.ts";
import { aWorkshop, type Workshop } from "../support/a-workshop.ts";
import { onLoopback } from "../support/on-loopback.ts";

const told = ({ events }: Workshop) =>
  events.flatMap((event) => (event.type === "FeedFailing" ? [event.detail] : []));

async function ticks(workshop: Workshop, hours: number): Promise<void> {
  for (let hour = 0; hour < hours; hour += 1) {
    workshop.clock.advance({ hours: 1 });
    await workshop.poll();
  }
}

describe("a feed's trouble", () => {
  it("is told once, and its end is told once: as an event, in the answer and in the log", async () => {
    const blog = await aBlog(numbered(1));
    const workshop = await aWorkshop({ feeds: [blog.feedUrl] });
    await workshop.poll();
    blog.answer = (_, response) => response.writeHead(500).end();
    await ticks(workshop, 12);
    expect(told(workshop)).toEqual([
      {
        feed: blog.feedUrl,
        title: "A blog",
        code: "FEED_UNREACHABLE",
        words: expect.stringContaining("answered 500"),
      },
    ]);
    blog.answer = undefined;
    workshop.clock.advance({ days: 1 });
    const { feeds } = await workshop.poll();
    expect(feeds[0]?.recovered).toMatch(/^it is well again after \d+ minutes; it was: .*answered 500/);
    await ticks(workshop, 3);
    expect(told(workshop).slice(1)).toEqual([
      {
        feed: blog.feedUrl,
        title: "A blog",
        code: "FEED_UNREACHABLE",
        words: feeds[0]?.recovered,
        recovered: true,
      },
    ]);
    expect(workshop.log.lines.filter((line) => line.includes("feed is well again"))).toHaveLength(1);
  });

  it("that nobody was told of ends without a word", async () => {
    const blog = await aBlog(numbered(1));
    const workshop = await aWorkshop({ feeds: [blog.feedUrl] });
    await workshop.poll();
    blog.answer = (_, response) => response.writeHead(500).end();
    workshop.clock.advance({ minutes: 5 });
    await workshop.poll();
    blog.answer = undefined;
    workshop.clock.advance({ minutes: 5 });
    expect((await workshop.poll()).feeds[0]).not.toHaveProperty("recovered");
    expect(told(workshop)).toEqual([]);
  });

  it("is told at once where the feed was never read, and so is its end", async () => {
    const blog = await aBlog(numbered(1));
    blog.answer = (_, response) => response.writeHead(404).end();
    const workshop = await aWorkshop({ feeds: [blog.feedUrl] });
    await workshop.poll();
    blog.answer = undefined;
    await ticks(workshop, 2);
    expect(told(workshop).map(({ recovered = false }) => recovered)).toEqual([false, true]);
  });

  it("is over when a feed that was gone for good is back", async () => {
    const blog = await aBlog(numbered(1));
    const workshop = await aWorkshop({ feeds: [blog.feedUrl] });
    await workshop.poll();
    blog.answer = (_, response) => response.writeHead(410).end();
    await ticks(workshop, 2);
    blog.answer = undefined;
    const { feeds } = await workshop.poll({ feed: blog.feedUrl });
    expect(feeds[0]?.recovered).toBe("it is well again; it was: it was gone (HTTP 410)");
    expect(told(workshop)).toHaveLength(2);
  });
});

describe("a private feed's key", () => {
  const key = "s3cretK3y";

  it("stands in no log line, event, answer or error, whatever becomes of the feed", async () => {
    const blog = await aBlog(numbered(1));
    const feed = `${blog.url}/private?token=${key}`;
    const workshop = await aWorkshop({ feeds: [feed, `http://ann:${key}@127.0.0.1/feed`] });
    const seen: unknown[] = [];
    const poll = async (payload?: object) => {
      workshop.clock.advance({ days: 1 });
      seen.push(await workshop.poll(payload).catch((error: unknown) => [error, String(error)]));
    };
    // A page, which the blog has everywhere but at its feed's address.
    await poll();
    await poll();
    await poll({ feed, dryRun: true });
    await poll({ feed: `${feed}x` });
    seen.push(workshop.events, workshop.log.lines);
    const text = JSON.stringify(seen);
    expect(text).toContain("/private?token=…");
    expect(text).toContain("…@127.0.0.1/feed");
    expect(text.replaceAll(blog.feedUrl, "")).not.toContain(key);
  });

  it("is sent to the feed all the same, and its flood is told without it", async () => {
    const blog = await aBlog();
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url);
      const items = blog.entries.map(
        ({ id, title }) => `<item><guid>${id}</guid><title>${title}</title></item>`,
      );
      response.end(`<rss><channel>${items.join("")}</channel></rss>`);
    });
    const workshop = await aWorkshop({ feeds: [`${await onLoopback(server)}/feed?token=${key}`] });
    await workshop.poll();
    blog.entries = numbered(12);
    workshop.clock.advance({ minutes: 5 });
    const answer = await workshop.poll();
    expect(asked).toEqual([`/feed?token=${key}`, `/feed?token=${key}`]);
    expect(workshop.events.filter(({ type }) => type === "PostHeld")).toHaveLength(1);
    expect(JSON.stringify([answer, workshop.events, workshop.log.lines])).not.toContain(key);
  });
});

describe("a dry run", () => {
  it("says of every other entry why it would not be posted", async () => {
    const blog = await aBlog(numbered(2));
    const workshop = await aWorkshop({ feeds: [blog.feedUrl] });
    await workshop.poll();
    const date = "Fri, 20 Nov 2026 08:01:00 GMT";
    const item = (id: string, title: string) =>
      `<item><guid>${id}</guid><title>${title}</title><link>${blog.url}/${title}</link><pubDate>${date}</pubDate></item>`;
    blog.answer = (_, response) =>
      response.end(`<rss><channel>${item("new", "New")}${item("entry-2", "Entry 2")}</channel></rss>`);
    workshop.clock.advance({ minutes: 5 });
    const { feeds } = await workshop.poll({ dryRun: true });
    expect(feeds[0]).toMatchObject({
      outcome: "read",
      entries: [{ title: "New", decision: "post" }],
      others: [{ title: "Entry 2", words: "it was taken in before" }],
    });
    expect(await workshop.tally()).toMatchObject({ open: 0, skipped: 2 });
  });
});

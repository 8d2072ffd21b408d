import { describe, expect, it } from "vitest";
import { pollFeeds } from "../../functions/feed-poller/poll-feeds.ts";
import { aBlog, type Blog, numbered } from "../support/a-blog.ts";
import { aWorkshop, type Workshop } from "../support/a-workshop.ts";
import { countedLedger } from "../support/counted-ledger.ts";

const quietTick = { readPolling: 1, posts: 2, readAccount: 1 };

/** A known feed, and what each further tick asks of the ledger. */
async function aKnownFeed(blog: Blog) {
  const workshop = await aWorkshop({ feeds: [blog.feedUrl] });
  const { ledger, calls } = countedLedger(workshop.services.ledger);
  const tick = async () => {
    const { feeds } = await pollFeeds({ ...workshop.services, ledger });
    workshop.clock.advance({ minutes: 5 });
    return { report: feeds[0], calls: calls() };
  };
  await tick();
  return { workshop, tick };
}

describe("a tick at which nothing is new", () => {
  it("asks the ledger four times and writes nothing, when the server says that nothing changed", async () => {
    const blog = await aBlog();
    blog.answer = (request, response) => {
      if (request.headers["if-none-match"] === '"1"') return void response.writeHead(304).end();
      response
        .writeHead(200, { etag: '"1"' })
        .end("<rss><channel><item><guid>1</guid></item></channel></rss>");
    };
    const { tick } = await aKnownFeed(blog);
    for (let count = 0; count < 5; count += 1)
      expect(await tick()).toMatchObject({ report: { outcome: "unchanged" }, calls: quietTick });
    expect(blog.asked).toBe(6);
  });

  it("costs the same when the server sends the same bytes again, and they are not parsed", async () => {
    const blog = await aBlog(numbered(3));
    const { tick } = await aKnownFeed(blog);
    for (let count = 0; count < 5; count += 1) {
      const { report, calls } = await tick();
      expect(report?.outcome).toBe("unchanged");
      expect(calls).toEqual(quietTick);
    }
  });

  it("costs the same but for one write an hour when every answer has another date and another ETag", async () => {
    const blog = await aBlog();
    blog.answer = (_, response) => {
      const document = `<rss><channel><lastBuildDate>${blog.asked}</lastBuildDate><item><guid>1</guid></item></channel></rss>`;
      response.writeHead(200, { etag: `"${blog.asked}"` }).end(document);
    };
    const { tick } = await aKnownFeed(blog);
    const written: number[] = [];
    for (let count = 0; count < 36; count += 1) {
      const { report, calls } = await tick();
      expect(report).toMatchObject({ outcome: "read", entries: [] });
      expect(calls.knownEntries).toBeUndefined();
      if (calls.writeFeed !== undefined) written.push(count);
    }
    expect(written).toEqual([0, 12, 24]);
  });

  it("says once an hour that the poller runs", async () => {
    const { tick } = await aKnownFeed(await aBlog(numbered(1)));
    let rounds = 0;
    for (let count = 0; count < 36; count += 1) rounds += (await tick()).calls.writeRound ?? 0;
    expect(rounds).toBe(3);
  });
});

it("an edit is read once, and the new ETag is sent from then on", async () => {
  const blog = await aBlog();
  let version = 1;
  blog.answer = (request, response) => {
    if (request.headers["if-none-match"] === `"${version}"`) return void response.writeHead(304).end();
    const item = `<item><guid>1</guid><title>Version ${version}</title></item>`;
    response.writeHead(200, { etag: `"${version}"` }).end(`<rss><channel>${item}</channel></rss>`);
  };
  const { tick } = await aKnownFeed(blog);
  version = 2;
  expect((await tick()).report).toMatchObject({ outcome: "read", entries: [] });
  expect((await tick()).report?.outcome).toBe("unchanged");
});

it("of a document that was cut off, the rest is asked for again", async () => {
  const blog = await aBlog();
  const items = (...ids: string[]) => ids.map((id) => `<item><guid>${id}</guid><title>${id}</title></item>`);
  let document = `<rss><channel>${items("a").join("")}</channel></rss>`;
  blog.answer = (request, response) => {
    if (request.headers["if-none-match"] === '"cut"') return void response.writeHead(304).end();
    response.writeHead(200, { etag: '"cut"' }).end(document);
  };
  const workshop = await aWorkshop({ feeds: [blog.feedUrl] });
  await workshop.poll();
  const answer = blog.answer;
  blog.answer = (_, response) =>
    response.writeHead(200, { etag: '"cut"' }).end(`<rss><channel>${items("c").join("")}<item><guid>b`);
  workshop.clock.advance({ minutes: 5 });
  expect((await workshop.poll()).feeds[0]?.entries).toEqual([]);
  document = `<rss><channel>${items("c", "b", "a").join("")}</channel></rss>`;
  blog.answer = answer;
  workshop.clock.advance({ minutes: 5 });
  expect((await workshop.poll()).feeds[0]?.entries.map(({ title }) => title)).toEqual(["b", "c"]);
});

describe("a feed with a pace of its own", () => {
  const asksAnHour = (headers: Record<string, string>, channel: string) => async () => {
    const blog = await aBlog();
    blog.answer = (_, response) =>
      response
        .writeHead(200, headers)
        .end(`<rss><channel>${channel}<item><guid>1</guid></item></channel></rss>`);
    return blog;
  };
  const ticks = async (workshop: Workshop, count: number) => {
    for (let tick = 0; tick < count; tick += 1) {
      await workshop.poll();
      workshop.clock.advance({ minutes: 5 });
    }
  };

  it.each([
    ["by its ttl", asksAnHour({}, "<ttl>60</ttl>")],
    ["by its server's Cache-Control", asksAnHour({ "cache-control": "max-age=3600" }, "")],
    ["of a day, which is too long", asksAnHour({ "cache-control": "max-age=86400" }, "<ttl>1440</ttl>")],
  ])("%s is asked once an hour", async (_, aPacedBlog) => {
    const blog = await aPacedBlog();
    const workshop = await aWorkshop({ feeds: [blog.feedUrl] });
    await ticks(workshop, 12 * 24);
    expect(blog.asked).toBeGreaterThanOrEqual(24);
    expect(blog.asked).toBeLessThanOrEqual(26);
  });

  it("is asked at the next tick when the store failed at its hour", async () => {
    const blog = await asksAnHour({}, "<ttl>60</ttl>")();
    const workshop = await aWorkshop({ feeds: [blog.feedUrl] });
    await workshop.poll();
    workshop.clock.advance({ hours: 3 });
    const { services } = workshop;
    const failing = { ...services, feedSource: { fetch: () => Promise.reject(new Error("out of memory")) } };
    await expect(pollFeeds(failing)).rejects.toThrow("out of memory");
    workshop.clock.advance({ minutes: 5 });
    await workshop.poll();
    expect(blog.asked).toBe(2);
  });
});

it("a due time that a wrong clock put years ahead does not stall a feed", async () => {
  const blog = await aBlog(numbered(1));
  const workshop = await aWorkshop({ feeds: [blog.feedUrl] });
  const start = workshop.clock.now();
  workshop.clock.advance({ days: 2_000 });
  await workshop.poll();
  workshop.clock.advance({ milliseconds: start.getTime() - workshop.clock.now().getTime() });
  blog.entries = numbered(2);
  expect((await workshop.poll()).feeds[0]?.entries).toHaveLength(1);
  expect((await workshop.poll()).feeds[0]?.outcome).toBe("not-due");
  workshop.clock.advance({ minutes: 5 });
  expect((await workshop.poll()).feeds[0]?.outcome).toBe("unchanged");
});

import { describe, expect, it } from "vitest";
import { aBlog, type BlogEntry, numbered } from "../support/a-blog.ts";
import { aWorkshop } from "../support/a-workshop.ts";

/** Two days after the workshop's clock begins. */
const ahead: BlogEntry = { id: "later", title: "Later", publishedAt: "Thu, 26 Nov 2026 08:00:00 GMT" };

async function aRoute(futureEntries?: "now" | "wait") {
  const blog = await aBlog(numbered(1));
  blog.answer = undefined;
  const feeds = [{ url: blog.feedUrl, ...(futureEntries && { futureEntries }) }];
  const workshop = await aWorkshop({ feeds });
  const look = async (by: Parameters<typeof workshop.clock.advance>[0]) => {
    workshop.clock.advance(by);
    return (await workshop.poll()).feeds[0];
  };
  return { blog, workshop, look };
}

describe("an entry that is dated ahead", () => {
  it.each([undefined, "now"] as const)("goes out when it is seen (futureEntries: %s)", async (rule) => {
    const { blog, workshop, look } = await aRoute(rule);
    await workshop.poll();
    blog.entries = [ahead, ...numbered(1)];
    expect(await look({ minutes: 5 })).toMatchObject({ entries: [{ title: "Later" }] });
    expect(await workshop.tally()).toMatchObject({ open: 1 });
  });

  it("waits for its date where its feed is to wait, though the document stays the same, and goes out once", async () => {
    const { blog, workshop, look } = await aRoute("wait");
    await workshop.poll();
    blog.entries = [ahead, ...numbered(1)];
    expect(await look({ minutes: 5 })).toMatchObject({
      entries: [],
      coming: [{ title: "Later", words: "it waits for its date, 2026-11-26T08:00:00.000Z" }],
    });
    for (let hour = 0; hour < 47; hour += 1) await look({ hours: 1 });
    expect(await workshop.tally()).toMatchObject({ open: 0, held: 0 });
    expect(await look({ hours: 1 })).toMatchObject({ entries: [{ title: "Later", decision: "post" }] });
    await look({ hours: 1 });
    expect(await workshop.tally()).toMatchObject({ open: 1, skipped: 1 });
  });

  it("that waited at first sight is new when its date comes, also in a document of nothing else", async () => {
    const { blog, workshop, look } = await aRoute("wait");
    blog.entries = [ahead];
    await workshop.poll();
    expect(await look({ days: 3 })).toMatchObject({ entries: [{ title: "Later", decision: "post" }] });
  });

  it("is no reason to take a document that is cut off", async () => {
    const { blog, workshop, look } = await aRoute("wait");
    await workshop.poll();
    const later = `<item><guid>later</guid><title>Later</title><pubDate>${ahead.publishedAt}</pubDate></item>`;
    blog.answer = (_, response) =>
      response.end(`<rss><channel>${later}<item><guid>entry-3</guid><title>Entry 3</title></item><item>`);
    expect(await look({ minutes: 5 })).toMatchObject({ outcome: "failed", entries: [] });
  });

  it("does not keep others waiting, and is no trouble when the others are gone", async () => {
    const { blog, workshop, look } = await aRoute("wait");
    await workshop.poll();
    blog.entries = [ahead, ...numbered(2)];
    expect(await look({ minutes: 5 })).toMatchObject({ entries: [{ title: "Entry 2" }] });
    blog.entries = [ahead];
    expect(await look({ minutes: 5 })).toMatchObject({ outcome: "read", entries: [] });
    blog.entries = [];
    expect(await look({ days: 3 })).toMatchObject({ entries: [] });
    expect(await workshop.tally()).toMatchObject({ open: 1 });
  });
});

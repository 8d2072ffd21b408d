import { describe, expect, it } from "vitest";
import { aBlog, type Blog, numbered } from "../support/a-blog.ts";
import { aWorkshop, type Workshop } from "../support/a-workshop.ts";

it.each([404, 410])(
  "goes back to the configured address when the one it moved to answers %i",
  async (status) => {
    const [home, away] = [await aBlog(numbered(1)), await aBlog(numbered(1))];
    const workshop = await aWorkshop({
      feeds: [home.feedUrl],
      allowPrivateFeeds: [home.feedUrl, away.feedUrl],
    });
    home.answer = (_, response) => response.writeHead(301, { location: away.feedUrl }).end();
    await workshop.poll();
    home.answer = undefined;
    home.entries = numbered(2);
    away.answer = (_, response) => response.writeHead(status).end();
    for (let tick = 0; tick < 12; tick += 1) {
      workshop.clock.advance({ hours: 1 });
      await workshop.poll();
    }
    expect(await workshop.tally()).toMatchObject({ open: 1 });
  },
);

describe("a feed that is known and moves for good to another host", () => {
  /** A blog with two entries at home, and the place that a redirect leads to. */
  async function aMove(away: Blog) {
    const home = await aBlog(numbered(2));
    const workshop = await aWorkshop({
      feeds: [home.feedUrl],
      allowPrivateFeeds: [home.feedUrl, away.feedUrl],
    });
    await workshop.poll();
    home.answer = (_, response) => response.writeHead(301, { location: away.feedUrl }).end();
    await tick(workshop);
    return { home, workshop };
  }
  async function tick(workshop: Workshop, by: Parameters<Workshop["clock"]["advance"]>[0] = { minutes: 5 }) {
    workshop.clock.advance(by);
    return (await workshop.poll()).feeds[0];
  }
  const told = ({ events }: Workshop) =>
    events.flatMap((event) => (event.type === "FeedFailing" ? [event.detail.code] : []));

  it("is told once, and its first new entries are held; later ones go out", async () => {
    const away = await aBlog(numbered(2));
    const { workshop } = await aMove(away);
    expect(told(workshop)).toEqual(["FEED_MOVED"]);
    away.entries = numbered(3);
    await tick(workshop);
    expect(await workshop.tally()).toMatchObject({ open: 0, held: 1 });
    away.entries = numbered(4);
    await tick(workshop);
    expect(await workshop.tally()).toMatchObject({ open: 1, held: 1 });
    expect(told(workshop)).toEqual(["FEED_MOVED"]);
  });

  it("holds all new entries of a stranger, however few come at once", async () => {
    const away = await aBlog([{ id: "stranger-1", title: "Casino" }]);
    const { workshop } = await aMove(away);
    for (let count = 2; count <= 8; count += 1) {
      away.entries.unshift({ id: `stranger-${count}`, title: `Casino ${count}` });
      await tick(workshop, { hours: 2 });
    }
    expect(await workshop.tally()).toMatchObject({ open: 0, held: 8 });
    expect(told(workshop)).toEqual(["FEED_MOVED"]);
  });

  it("is asked for at home again within a day, and read there as soon as it answers", async () => {
    const away = await aBlog([{ id: "stranger-1", title: "Casino" }]);
    const { home, workshop } = await aMove(away);
    home.answer = undefined;
    home.entries = numbered(3);
    for (let hour = 0; hour < 24; hour += 1) await tick(workshop, { hours: 1 });
    expect(await workshop.tally()).toMatchObject({ open: 1, held: 1 });
    const asked = away.asked;
    await tick(workshop);
    expect(away.asked).toBe(asked);
  });

  it("goes on where it moved to while nothing good comes from home", async () => {
    const away = await aBlog(numbered(2));
    const { home, workshop } = await aMove(away);
    home.answer = (_, response) => response.writeHead(200).end("<!doctype html>This domain is for sale");
    const asked = home.asked;
    for (let hour = 0; hour < 72; hour += 1) await tick(workshop, { hours: 1 });
    expect(home.asked - asked).toBeGreaterThanOrEqual(3);
    expect(home.asked - asked).toBeLessThanOrEqual(4);
    away.entries = numbered(4);
    await tick(workshop);
    expect(await workshop.tally()).toMatchObject({ held: 2 });
    expect(told(workshop)).toEqual(["FEED_MOVED"]);
  });

  it("is no news to a feed that was found there at first sight", async () => {
    const [home, away] = [await aBlog(), await aBlog(numbered(1))];
    home.answer = (_, response) => response.writeHead(308, { location: away.feedUrl }).end();
    const workshop = await aWorkshop({
      feeds: [home.feedUrl],
      allowPrivateFeeds: [home.feedUrl, away.feedUrl],
    });
    await workshop.poll();
    away.entries = numbered(2);
    await tick(workshop);
    expect(await workshop.tally()).toMatchObject({ open: 1 });
    expect(told(workshop)).toEqual([]);
  });
});

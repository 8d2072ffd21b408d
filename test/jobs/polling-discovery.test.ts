import { createServer, type ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { aWorkshop } from "../support/a-workshop.ts";
import { onLoopback } from "../support/on-loopback.ts";

/** A site on loopback, each of whose paths answers as a test says. */
async function aSite() {
  const paths = new Map<string, (response: ServerResponse) => void>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    asked.push(path);
    const answer = paths.get(path);
    if (answer === undefined) response.writeHead(404).end();
    else answer(response);
  });
  const url = await onLoopback(server);
  return {
    url,
    asked,
    page: (path: string, ...feeds: string[]) => {
      const links = feeds.map((href) => `<link rel="alternate" type="application/rss+xml" href="${href}">`);
      paths.set(path, (response) =>
        response.end(`<!doctype html><html><head>${links.join("")}</head></html>`),
      );
    },
    feed: (path: string, ...ids: string[]) => {
      const items = ids.map((id) => `<item><guid>${id}</guid><title>${id}</title></item>`);
      paths.set(path, (response) => response.end(`<rss><channel>${items.join("")}</channel></rss>`));
    },
    on: (path: string, answer: (response: ServerResponse) => void) => void paths.set(path, answer),
  };
}

describe("a configured address that is a blog's page", () => {
  it("is good for the feed that it names, which is said and remembered", async () => {
    const site = await aSite();
    site.page("/", "/comments/feed", "/feed.xml", "/other.xml");
    site.feed("/feed.xml", "a");
    const workshop = await aWorkshop({ feeds: [`${site.url}/`] });
    const { feeds } = await workshop.poll();
    expect(feeds[0]).toMatchObject({
      feed: `${site.url}/`,
      outcome: "read",
      foundAt: `${site.url}/feed.xml`,
    });
    expect(workshop.log.lines.join("\n")).toContain("feed found on its page");
    site.feed("/feed.xml", "b", "a");
    workshop.clock.advance({ minutes: 5 });
    const again = await workshop.poll();
    expect(again.feeds[0]?.entries.map(({ title }) => title)).toEqual(["b"]);
    expect(site.asked).toEqual(["/", "/feed.xml", "/feed.xml"]);
  });

  it("is asked again when the feed is no longer where it named it", async () => {
    const site = await aSite();
    site.page("/", "/old.xml");
    site.feed("/old.xml", "a");
    const workshop = await aWorkshop({ feeds: [`${site.url}/`] });
    await workshop.poll();
    site.page("/", "/new.xml");
    site.on("/old.xml", (response) => response.writeHead(404).end());
    site.feed("/new.xml", "b", "a");
    for (let tick = 0; tick < 2; tick += 1) {
      workshop.clock.advance({ minutes: 5 });
      await workshop.poll();
    }
    expect(await workshop.tally()).toMatchObject({ skipped: 1, open: 1 });
    const [record] = [...(await workshop.services.ledger.readFeeds([`${site.url}/`])).values()];
    expect(record).toMatchObject({ foundAt: `${site.url}/new.xml`, failures: 0 });
  });

  it("says what is wrong when it names none, or one that is none", async () => {
    const site = await aSite();
    site.page("/none");
    site.page("/itself", "/itself");
    site.page("/page", "/none");
    site.page("/missing", "/nowhere.xml");
    const paths = ["/none", "/itself", "/page", "/missing"];
    const workshop = await aWorkshop({ feeds: paths.map((path) => site.url + path) });
    const { feeds } = await workshop.poll();
    expect(feeds.map(({ outcome, code }) => `${outcome} ${code}`)).toEqual([
      "failed FEED_MALFORMED",
      "failed FEED_MALFORMED",
      "failed FEED_MALFORMED",
      "failed FEED_UNREACHABLE",
    ]);
  });

  it("may not lead to what is never fetched", async () => {
    const site = await aSite();
    site.page("/", "http://user:pw@127.0.0.1/feed.xml");
    const workshop = await aWorkshop({ feeds: [`${site.url}/`] });
    expect((await workshop.poll()).feeds[0]).toMatchObject({ outcome: "failed", code: "FEED_REFUSED" });
  });

  it("writes nothing in a dry run", async () => {
    const site = await aSite();
    site.page("/", "/feed.xml");
    site.feed("/feed.xml", "a");
    const workshop = await aWorkshop({ feeds: [{ url: `${site.url}/`, backfill: 1 }] });
    expect((await workshop.poll({ dryRun: true })).feeds[0]).toMatchObject({
      foundAt: `${site.url}/feed.xml`,
      entries: [{ title: "a", decision: "post" }],
    });
    expect((await workshop.services.ledger.readFeeds([`${site.url}/`])).size).toBe(0);
  });
});

it("a page in the place of a feed that was one is a bad day, and what it names is not followed", async () => {
  const site = await aSite();
  site.feed("/feed.xml", "a");
  const workshop = await aWorkshop({ feeds: [`${site.url}/feed.xml`] });
  await workshop.poll();
  site.page("/feed.xml", "/somebody-elses.xml");
  site.feed("/somebody-elses.xml", "x", "y");
  workshop.clock.advance({ minutes: 5 });
  expect((await workshop.poll()).feeds[0]).toMatchObject({ outcome: "failed", code: "FEED_MALFORMED" });
  expect(site.asked).not.toContain("/somebody-elses.xml");
});

describe("a server that gives JSON to programs and a page to browsers", () => {
  const group = '{"type":"Group","name":"Loom"}';
  const page = '<!doctype html><link rel="alternate" type="application/rss+xml" href="/feed.xml">hi';
  const rss = "<rss><channel><item><guid>a</guid><title>a</title></item></channel></rss>";

  it.each([
    ["to whoever names application/json", /application\/(?:ld\+json|activity\+json|json)/i, page],
    ["to whoever names JSON of any kind", /json/i, page],
    ["to whoever does not ask for a page first", /^(?!text\/html)/i, page],
    ["to whoever names JSON, and its feed to others", /json/i, rss],
  ])("%s is read all the same", async (_, getsJson, others) => {
    const server = createServer((request, response) => {
      if (request.url === "/feed.xml") return void response.end(rss);
      const isProgram = getsJson.test(request.headers.accept ?? "");
      const type = isProgram ? "application/activity+json" : "text/html";
      response.writeHead(200, { "content-type": type }).end(isProgram ? group : others);
    });
    const workshop = await aWorkshop({ feeds: [`${await onLoopback(server)}/`] });
    expect((await workshop.poll()).feeds[0]).toMatchObject({ outcome: "read", entries: [{ title: "a" }] });
    workshop.clock.advance({ minutes: 5 });
    expect((await workshop.poll()).feeds[0]?.outcome).toMatch(/^(?:read|unchanged)$/);
  });
});

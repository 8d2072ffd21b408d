import type { LookupAddress } from "node:dns";
import { gzipSync } from "node:zlib";
import { buildConnector } from "undici";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { AllowPrivate } from "../../functions/adapters/http/address-guard.ts";
import { GuardedFetch, type LookUp } from "../../functions/adapters/http/guarded-fetch.ts";
import { type GuardedGet, guardedGet } from "../../functions/adapters/http/guarded-get.ts";
import { HttpFeedSource } from "../../functions/adapters/http/http-feed-source.ts";
import { FeedServer } from "../support/feed-server.ts";

let server: FeedServer;
let fetchers: GuardedFetch[] = [];
beforeEach(async () => {
  server = await FeedServer.start();
});
afterEach(async () => {
  await server.close();
  await Promise.all(fetchers.map((fetcher) => fetcher.close()));
  fetchers = [];
});

function aFetcher(allowPrivate: AllowPrivate = [server.origin], lookUp?: LookUp): GuardedFetch {
  const fetcher = new GuardedFetch(allowPrivate, lookUp);
  fetchers.push(fetcher);
  return fetcher;
}

const limits: GuardedGet = { headers: { "user-agent": "test" }, timeoutMs: 5_000, maxBytes: 1_000 };
const get = (path: string, options: Partial<GuardedGet> = {}) =>
  guardedGet(aFetcher(), `${server.origin}${path}`, { ...limits, feed: server.origin, ...options });

describe("getting what stands at an address", () => {
  it("gives status, headers, bytes and where they came from, whatever the status", async () => {
    server.redirect("/old", 302, "/picture");
    server.on("/picture", (_, response) =>
      response.writeHead(404, { "content-type": "image/png" }).end("none"),
    );
    const answer = await get("/old");
    expect(answer).toMatchObject({ status: 404, isCut: false, finalUrl: `${server.origin}/picture` });
    expect(answer.headers.get("content-type")).toBe("image/png");
    expect(Buffer.from(answer.bytes).toString()).toBe("none");
  });

  it("asks for a part, uncompressed, when a part is wanted", async () => {
    server.on("/picture", (request, response) =>
      response.writeHead(206).end(request.headers.range === "bytes=0-3" ? "PNG!" : "everything"),
    );
    const answer = await get("/picture", { range: { from: 0, to: 3 } });
    expect(answer).toMatchObject({ status: 206, bytes: Buffer.from("PNG!") });
    expect(server.requests[0]?.headers["accept-encoding"]).toBe("identity");
  });

  it("takes the beginning of more than is wanted, when told so, and cuts the connection", async () => {
    const ended = Promise.withResolvers<void>();
    server.on("/endless", (_, response) => {
      const flood = () => {
        while (response.write(Buffer.alloc(65_536, "x")));
      };
      response.on("drain", flood).on("close", () => ended.resolve());
      flood();
    });
    const answer = await get("/endless", { larger: "is-cut" });
    expect(answer.bytes).toEqual(Buffer.alloc(1_000, "x"));
    expect(answer.isCut).toBe(true);
    await ended.promise;
  });

  it("takes what just fits for whole, and fails with FEED_UNREACHABLE for a byte more", async () => {
    server.on("/fits", (_, response) => response.end(Buffer.alloc(1_000)));
    server.on("/large", (_, response) => response.end(Buffer.alloc(1_001)));
    expect(await get("/fits")).toMatchObject({ isCut: false });
    await expect(get("/large")).rejects.toMatchObject({
      code: "FEED_UNREACHABLE",
      message: expect.stringMatching(/sends more than 1000 bytes/),
    });
  });

  it("counts bytes after they were unpacked", async () => {
    server.on("/bomb", (_, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(50_000_000))),
    );
    expect((await get("/bomb", { larger: "is-cut" })).bytes).toHaveLength(1_000);
  });

  it("can ask for headers only", async () => {
    server.on("/picture", (request, response) =>
      response.writeHead(200, { "content-length": 5, "x-method": request.method ?? "" }).end("hello"),
    );
    const answer = await get("/picture", { method: "HEAD" });
    expect(answer.headers.get("x-method")).toBe("HEAD");
    expect(answer.bytes).toHaveLength(0);
  });

  it("ends when its caller says so, and when its time is up", async () => {
    server.on("/slow", (_, response) => void response.write("a"));
    const stop = new AbortController();
    const ended = get("/slow", { signal: stop.signal });
    setImmediate(() => stop.abort());
    await expect(ended).rejects.toMatchObject({ code: "FEED_UNREACHABLE" });
    await expect(get("/slow", { timeoutMs: 50 })).rejects.toMatchObject({
      message: expect.stringMatching(/takes too long/),
    });
  });

  it("needs no place that a large feed keeps", async () => {
    server.on("/large", (_, response) => response.end(Buffer.alloc(1_500_000)));
    const feeds = new HttpFeedSource({ userAgent: "Feedloom test", allowPrivate: true });
    onTestFinished(() => feeds.close());
    const held = await Promise.all([1, 2, 3].map(() => feeds.fetch(`${server.origin}/large`, {})));
    expect((await get("/large", { maxBytes: 2_000_000 })).bytes).toHaveLength(1_500_000);
    for (const answer of held) if (answer.kind === "body") answer.release?.();
  });

  it("reads many large bodies, a few at a time, and each whole", async () => {
    const large = Buffer.alloc(1_500_000, "x");
    server.on("/large", (_, response) => response.end(large));
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => get("/large", { maxBytes: 2_000_000 })),
    );
    expect(answers.every(({ bytes }) => large.equals(bytes))).toBe(true);
  });
});

/** A name service that gives these answers, one after the other; the last one stays. */
function aNameService(...answers: string[][]): LookUp & { asked: number } {
  const lookUp: LookUp & { asked: number } = Object.assign(
    (...[, , callback]: Parameters<LookUp>) => {
      const addresses = answers[Math.min(lookUp.asked, answers.length - 1)] ?? [];
      lookUp.asked += 1;
      const found: LookupAddress[] = addresses.map((address) => ({
        address,
        family: address.includes(":") ? 6 : 4,
      }));
      callback(null, found);
    },
    { asked: 0 },
  );
  return lookUp;
}

describe("a name", () => {
  it.each([
    "127.0.0.1",
    "10.0.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "169.254.169.254",
    "169.254.170.2",
    "168.63.129.16",
    "0.0.0.0",
    "192.0.0.192",
    "198.19.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "224.0.0.251",
    "::1",
    "::",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:168.63.129.16",
    "::127.0.0.1",
    "fe80::1",
    "fec0::1",
    "fd00:ec2::254",
    "fc00::1",
    "ff02::1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::a00:1",
    "100::1",
  ])("that stands for %s is refused with FEED_REFUSED, before anything is connected", async (address) => {
    const fetcher = aFetcher(false, aNameService([address]));
    await expect(guardedGet(fetcher, "http://blog.example/", limits)).rejects.toMatchObject({
      code: "FEED_REFUSED",
      message: expect.stringContaining("is no public address"),
    });
  });

  it("that was public a moment ago is looked up again for each connection, and refused", async () => {
    server.redirect("/feed", 302, "http://inside.example/");
    const names = aNameService(["10.0.0.1"]);
    await expect(
      guardedGet(aFetcher(true, names), `${server.origin}/feed`, { ...limits, feed: server.origin }),
    ).rejects.toMatchObject({
      code: "FEED_REFUSED",
      message: expect.stringMatching(/inside\.example is at 10\.0\.0\.1/),
    });
    expect(names.asked).toBe(1);
  });
});

describe("where private feeds are allowed", () => {
  const looked = (path: string, feed: string, allow: AllowPrivate = true) =>
    guardedGet(aFetcher(allow), `${server.origin}${path}`, { ...limits, feed });

  it("a feed's own pictures and pages are open, and where it redirects to itself", async () => {
    server.on("/picture", (_, response) => response.end("PNG!"));
    server.redirect("/old", 301, "/picture");
    expect(await looked("/picture", `${server.origin}/feed.xml`)).toMatchObject({ status: 200 });
    expect(await looked("/old", `${server.origin}/feed.xml`)).toMatchObject({ status: 200 });
  });

  it.each([
    ["a feed of the public web", "https://blog.example/feed.xml"],
    ["a feed on another port of this machine", "http://127.0.0.1:1/feed.xml"],
    ["a feed with another scheme", "https://127.0.0.1/feed.xml"],
    ["a file", "file:///home/ann/feed.xml"],
    ["a post by hand", "by-hand"],
  ])(
    "what %s leads to is refused with FEED_REFUSED, also after the feed that is there was read",
    async (_, feed) => {
      server.on("/picture", (_, response) => response.end("PNG!"));
      const fetcher = aFetcher(true);
      const ask = (asker: string) =>
        guardedGet(fetcher, `${server.origin}/picture`, { ...limits, feed: asker });
      await ask(`${server.origin}/feed.xml`);
      await expect(ask(feed)).rejects.toMatchObject({ code: "FEED_REFUSED" });
      expect(server.requests).toHaveLength(1);
    },
  );

  it("a feed's redirect to anything else on this machine is refused with FEED_REFUSED", async () => {
    const other = await FeedServer.start();
    onTestFinished(() => other.close());
    server.redirect("/feed", 302, `${other.origin}/admin`);
    server.redirect("/metadata", 301, "http://169.254.169.254/latest/");
    for (const path of ["/feed", "/metadata"])
      await expect(looked(path, `${server.origin}/feed`)).rejects.toMatchObject({
        code: "FEED_REFUSED",
        message: expect.stringMatching(/which opens the feed's address in the configuration/),
      });
    expect(other.requests).toHaveLength(0);
  });

  it("a name that stands for an inner address is refused with FEED_REFUSED for every other feed", async () => {
    const fetcher = aFetcher(true, aNameService(["10.0.0.1"]));
    await expect(
      guardedGet(fetcher, "http://inside.example/", { ...limits, feed: "http://blog.example/feed" }),
    ).rejects.toMatchObject({ code: "FEED_REFUSED" });
  });

  it("nothing is open where nobody says for which feed it is asked, or not for this one", async () => {
    await expect(guardedGet(aFetcher(true), server.origin, limits)).rejects.toMatchObject({
      code: "FEED_REFUSED",
    });
    await expect(looked("/feed", server.origin, ["http://127.0.0.1:1"])).rejects.toMatchObject({
      code: "FEED_REFUSED",
    });
  });
});

// A proxy of the network's own, or a name service that changed its mind: only the connection tells where it leads.
it("refuses a connection that leads to this machine, whatever the name service said, with FEED_REFUSED", async () => {
  const inwards: typeof buildConnector = () => {
    const open = buildConnector({});
    const { hostname, port } = new URL(server.origin);
    return (options, callback) => open({ ...options, hostname, port }, callback);
  };
  const fetcher = new GuardedFetch(false, aNameService(["8.8.8.8"]), inwards);
  fetchers.push(fetcher);
  const failure = guardedGet(fetcher, "http://blog.example/feed", limits);
  await expect(failure).rejects.toMatchObject({ code: "FEED_REFUSED" });
  expect(server.requests).toEqual([]);
});

import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  HttpFeedSource,
  type HttpFeedSourceOptions,
} from "../../functions/adapters/http/http-feed-source.ts";
import { FeedServer } from "../support/feed-server.ts";

let server: FeedServer;
let sources: HttpFeedSource[] = [];
beforeEach(async () => {
  server = await FeedServer.start();
});
afterEach(async () => {
  await server.close();
  await Promise.all(sources.map((source) => source.close()));
  sources = [];
});

function aSource(options: Partial<HttpFeedSourceOptions> = {}): HttpFeedSource {
  const source = new HttpFeedSource({
    userAgent: "Feedloom test",
    ...options,
    allowPrivate: options.allowPrivate ?? [server.origin],
  });
  sources.push(source);
  return source;
}

function fetchPath(path: string, options?: Partial<HttpFeedSourceOptions>) {
  return aSource(options).fetch(`${server.origin}${path}`, {});
}

function failure(code: string, message: RegExp) {
  return { code, message: expect.stringMatching(message) };
}

it("asks as a browser where a server has nothing that it calls a feed, and is told to", async () => {
  server.on("/strict", (request, response) => {
    const isPage = request.headers.accept?.startsWith("text/html") === true;
    response.writeHead(isPage ? 200 : 406).end("<rss/>");
  });
  expect((await fetchPath("/strict")).kind).toBe("body");
});

it("fails with FEED_UNREACHABLE and names the firewall that asks for proof that a person reads", async () => {
  server.on("/challenged", (_request, response) =>
    response.writeHead(403, { "cf-mitigated": "challenge" }).end("<title>Just a moment...</title>"),
  );
  await expect(fetchPath("/challenged")).rejects.toMatchObject(
    failure("FEED_UNREACHABLE", /answered 403; it asks for proof that a person reads \(Cloudflare\)/),
  );
});

describe("a request for a feed", () => {
  it("says who asks, what it takes and what it has", async () => {
    server.on("/feed", (_request, response) => response.end("<rss/>"));
    await aSource().fetch(`${server.origin}/feed`, { etag: 'W/"a-gzip"', lastModified: "Tue, 03 Mar 2026" });
    expect(server.requests[0]?.headers).toMatchObject({
      "user-agent": "Feedloom test",
      accept: expect.stringContaining("application/rss+xml"),
      "if-none-match": 'W/"a-gzip"',
      "if-modified-since": "Tue, 03 Mar 2026",
    });
  });

  it("asks without conditions when nothing is known", async () => {
    server.on("/feed", (_request, response) => response.end("<rss/>"));
    await fetchPath("/feed");
    expect(server.requests[0]?.headers).not.toHaveProperty("if-none-match");
    expect(server.requests[0]?.headers).not.toHaveProperty("if-modified-since");
    expect(server.requests[0]?.headers).not.toHaveProperty("cookie");
  });
});

describe("an answer", () => {
  it("comes with its type, its validators verbatim and its bytes decoded", async () => {
    server.on("/feed", (_request, response) => {
      const headers = {
        etag: 'W/"x-gzip"',
        "last-modified": "odd",
        "content-type": "text/html; charset=x",
        "content-encoding": "gzip",
      };
      response.writeHead(200, headers).end(gzipSync("<rss/>"));
    });
    const answer = await fetchPath("/feed");
    expect(answer).toEqual({
      kind: "body",
      bytes: Buffer.from("<rss/>"),
      contentType: "text/html; charset=x",
      finalUrl: `${server.origin}/feed`,
      validators: { etag: 'W/"x-gzip"', lastModified: "odd" },
    });
  });

  it.each([
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
    ["zstd", zstdCompressSync],
  ])("in %s, which was asked for, is decoded", async (encoding, encode) => {
    server.on("/feed", (_request, response) => {
      response.writeHead(200, { "content-encoding": encoding }).end(encode("<rss/>"));
    });
    expect(await fetchPath("/feed")).toMatchObject({ bytes: Buffer.from("<rss/>") });
    expect(server.requests[0]?.headers["accept-encoding"]?.split(", ")).toContain(encoding);
  });

  it.each<[string, number | undefined]>([
    ["max-age=600", 600],
    ['public, Max-Age="3600", must-revalidate', 3600],
    ["s-maxage=99, max-age=0", 0],
    ["no-cache, max-age=600", undefined],
    ["max-age=600, no-store", undefined],
    ["max-age=-1", undefined],
    ["public", undefined],
  ])("with Cache-Control %s may be kept so long", async (header, seconds) => {
    server.on("/feed", (request, response) => {
      const isKnown = request.headers["if-none-match"] !== undefined;
      response.writeHead(isKnown ? 304 : 200, { "cache-control": header, etag: '"1"' }).end();
    });
    for (const validators of [{}, { etag: '"1"' }]) {
      const answer = await aSource().fetch(`${server.origin}/feed`, validators);
      expect("maxAgeSeconds" in answer ? answer.maxAgeSeconds : undefined).toBe(seconds);
    }
  });

  it("of 304 keeps the validators that it does not repeat", async () => {
    server.on("/feed", (_request, response) => response.writeHead(304, { etag: '"new"' }).end());
    const answer = await aSource().fetch(`${server.origin}/feed`, { etag: '"old"', lastModified: "then" });
    expect(answer).toEqual({ kind: "not-modified", validators: { etag: '"new"', lastModified: "then" } });
  });

  it("of 410 means that the feed is gone for good", async () => {
    server.on("/feed", (_request, response) => response.writeHead(410).end("gone"));
    expect(await fetchPath("/feed")).toEqual({ kind: "gone" });
  });

  it.each<[string, number, Record<string, string>, object]>([
    ["429 with seconds", 429, { "retry-after": "120" }, { status: 429, retryAfterSeconds: 120 }],
    ["429 without a time", 429, {}, { status: 429 }],
    ["503 with seconds", 503, { "retry-after": "3600" }, { status: 503, retryAfterSeconds: 3600 }],
    [
      "503 with a date, by the server's own clock",
      503,
      { date: "Tue, 03 Mar 2026 10:00:00 GMT", "retry-after": "Tue, 03 Mar 2026 10:05:00 GMT" },
      { status: 503, retryAfterSeconds: 300 },
    ],
    [
      "429 with a date that is past",
      429,
      { date: "Tue, 03 Mar 2026 10:00:00 GMT", "retry-after": "Tue, 03 Mar 2026 09:00:00 GMT" },
      { status: 429, retryAfterSeconds: 0 },
    ],
    ["429 with nonsense", 429, { "retry-after": "soon" }, { status: 429 }],
  ])("of %s asks to be left alone", async (_what, status, headers, expected) => {
    server.on("/feed", (_request, response) => response.writeHead(status, headers).end());
    expect(await fetchPath("/feed")).toEqual({ kind: "busy", ...expected });
  });

  it("whose server does not tell the time is measured by our clock", async () => {
    server.on("/feed", (_request, response) => {
      response.sendDate = false;
      response.writeHead(503, { "retry-after": "Tue, 03 Mar 2026 10:05:00 GMT" }).end();
    });
    const clock = { now: () => new Date("2026-03-03T10:04:00Z") };
    expect(await fetchPath("/feed", { clock })).toEqual({ kind: "busy", status: 503, retryAfterSeconds: 60 });
  });

  it.each([
    [401, /answered 401; it does not let us in/],
    [403, /answered 403; it does not let us in/],
    [404, /answered 404; check the address/],
    [500, /answered 500; its server has a problem: try later/],
    [503, /answered 503; its server has a problem: try later/],
    [304, /answered 304; check what/],
  ])("of %i fails with FEED_UNREACHABLE", async (status, message) => {
    server.on("/feed?key=secret", (_request, response) => response.writeHead(status).end());
    await expect(fetchPath("/feed?key=secret")).rejects.toMatchObject(failure("FEED_UNREACHABLE", message));
    await expect(fetchPath("/feed?key=secret")).rejects.not.toMatchObject({
      message: expect.stringContaining("secret"),
    });
  });
});

describe("a redirect", () => {
  beforeEach(() => server.on("/feed", (_request, response) => response.end("<rss/>")));

  it.each([301, 308])("that is permanent (%i) tells where the feed moved", async (status) => {
    server.redirect("/old", status, "/older");
    server.redirect("/older", 301, `${server.origin}/feed`);
    const moved = `${server.origin}/feed`;
    expect(await fetchPath("/old")).toMatchObject({ kind: "body", finalUrl: moved, movedTo: moved });
  });

  it.each([302, 303, 307])(
    "that is temporary (%i), even after a permanent one, moves nothing",
    async (status) => {
      server.redirect("/old", 301, "/older");
      server.redirect("/older", status, "/feed");
      const answer = await fetchPath("/old");
      expect(answer).toMatchObject({ kind: "body", finalUrl: `${server.origin}/feed` });
      expect(answer).not.toHaveProperty("movedTo");
    },
  );

  it("is followed five times", async () => {
    for (let hop = 1; hop < 5; hop++) server.redirect(`/${hop}`, 302, `/${hop + 1}`);
    server.redirect("/5", 302, "/feed");
    expect(await fetchPath("/1")).toMatchObject({ kind: "body" });
  });

  it("in a circle fails with FEED_UNREACHABLE after the fifth", async () => {
    server.redirect("/here", 302, "/there");
    server.redirect("/there", 302, "/here");
    await expect(fetchPath("/here")).rejects.toMatchObject(failure("FEED_UNREACHABLE", /more than 5 times/));
    expect(server.requests).toHaveLength(6);
  });

  it.each([
    [
      "with a password, and says what would do",
      "https://a:b@blog.example/feed?key=s3cret",
      "FEED_REFUSED",
      /…@blog\.example\/feed\?key=… with a name or password in the address; give https:\/\/blog\.example\/feed\?key=…$/,
    ],
    [
      "to another port, which is named",
      "https://blog.example:8443/feed?key=s3cret",
      "FEED_REFUSED",
      /redirects to https:\/\/blog\.example:8443\/feed\?key=… is on port 8443/,
    ],
    ["to a file", "file:///etc/passwd", "FEED_REFUSED", /redirects to an address of file:/],
    ["to a script", "javascript:alert(1)", "FEED_REFUSED", /redirects to an address of javascript:/],
    ["to another origin on this machine", "http://127.0.0.1:1/", "FEED_REFUSED", /port 1/],
    [
      "to this machine by another name",
      "http://localhost/",
      "FEED_REFUSED",
      /localhost is at \S+, which is no public/,
    ],
    [
      "to the cloud's metadata",
      "http://169.254.169.254/latest/",
      "FEED_REFUSED",
      /169\.254\.169\.254.* no public/,
    ],
    ["with a password", "http://a:b@blog.example/", "FEED_REFUSED", /name or password/],
    ["to nowhere", undefined, "FEED_UNREACHABLE", /redirects to nowhere/],
    ["to no address", "http://[", "FEED_UNREACHABLE", /redirects to nowhere/],
  ])("%s is not followed", async (_what, location, code, message) => {
    server.redirect("/old", 301, location);
    await expect(fetchPath("/old")).rejects.toMatchObject(failure(code, message));
    expect(server.requests).toHaveLength(1);
  });
});

describe("limits", () => {
  it("fails with FEED_UNREACHABLE when a small answer unpacks to a large one, before it has all of it", async () => {
    const bomb = gzipSync(Buffer.alloc(60_000_000));
    server.on("/bomb", (_request, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end(bomb),
    );
    const bombed = fetchPath("/bomb", { maxBytes: 2_000_000 });
    await expect(bombed).rejects.toMatchObject(failure("FEED_UNREACHABLE", /more than 2 MB/));
    expect(bomb.length).toBeLessThan(100_000);
  });

  it("lets three large answers be in memory at a time, and says so to a fourth when its time is up", async () => {
    server.on("/large", (_request, response) => response.end(Buffer.alloc(1_500_000)));
    server.on("/small", (_request, response) => response.end("<rss/>"));
    const held = [await fetchPath("/large"), await fetchPath("/large"), await fetchPath("/large")];
    expect(await fetchPath("/large", { timeoutMs: 300 })).toEqual({ kind: "crowded" });
    expect(await fetchPath("/small")).toMatchObject({ kind: "body" });
    for (const answer of held) if (answer.kind === "body") answer.release?.();
    const next = await fetchPath("/large");
    expect(next).toMatchObject({ kind: "body" });
    if (next.kind === "body") next.release?.();
  });

  it("gives the place of a large answer back when it is too large or breaks off", async () => {
    server.on("/larger", (_request, response) => response.end(Buffer.alloc(3_000_000)));
    server.on("/broken", (_request, response) => {
      response.writeHead(200, { "content-length": 3_000_000 });
      response.write(Buffer.alloc(1_500_000), () => response.destroy());
    });
    for (const path of ["/larger", "/broken", "/larger", "/broken", "/larger", "/broken"]) {
      await expect(fetchPath(path, { maxBytes: 2_000_000 })).rejects.toMatchObject({
        code: "FEED_UNREACHABLE",
      });
    }
  });

  it("fails with FEED_UNREACHABLE for an answer that never ends", async () => {
    server.on("/endless", (_request, response) => {
      const flood = () => {
        while (response.write(Buffer.alloc(65_536)));
      };
      response.on("drain", flood);
      flood();
    });
    await expect(fetchPath("/endless", { maxBytes: 1_000_000 })).rejects.toMatchObject(
      failure("FEED_UNREACHABLE", /more than 1 MB/),
    );
  });

  it.each<[string, (response: { write(text: string): unknown }) => void]>([
    ["stops in the middle", (response) => response.write("<rss>")],
    ["never begins", () => {}],
  ])("fails with FEED_UNREACHABLE for an answer that %s", async (_what, begin) => {
    server.on("/slow", (_request, response) => begin(response));
    await expect(fetchPath("/slow", { timeoutMs: 100 })).rejects.toMatchObject(
      failure("FEED_UNREACHABLE", /takes too long/),
    );
  });

  it("fails with FEED_UNREACHABLE when the connection is cut", async () => {
    server.on("/cut", (_request, response) => {
      response.write("<rss>", () => response.destroy());
    });
    await expect(fetchPath("/cut")).rejects.toMatchObject(failure("FEED_UNREACHABLE", /cut the connection/));
  });

  it("fails with FEED_UNREACHABLE for what is not compressed as it says", async () => {
    server.on("/lie", (_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end("<rss/>");
    });
    await expect(fetchPath("/lie")).rejects.toMatchObject(
      failure("FEED_UNREACHABLE", /not compressed as it says/),
    );
  });

  it("fails with FEED_UNREACHABLE where nobody listens", async () => {
    const { origin } = server;
    await server.close();
    await expect(aSource({ allowPrivate: true }).fetch(`${origin}/feed`, {})).rejects.toMatchObject(
      failure("FEED_UNREACHABLE", /cannot reach 127\.0\.0\.1:\d+\/feed: connection refused/),
    );
    server = await FeedServer.start();
  });

  it("fails with FEED_UNREACHABLE where https is not spoken", async () => {
    const url = `${server.origin.replace("http:", "https:")}/feed`;
    await expect(aSource({ allowPrivate: true }).fetch(url, {})).rejects.toMatchObject(
      failure("FEED_UNREACHABLE", /no secure connection/),
    );
  });
});

describe("an address on our own network", () => {
  it.each([
    "127.0.0.1",
    "127.1",
    "0",
    "0.0.0.0",
    "2130706433",
    "0x7f.1",
    "0x7f000001",
    "017700000001",
    "0177.1",
    "１２７.０.０.１",
    "127。0。0。1",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:0:0:1]",
    "[64:ff9b::7f00:1]",
    "[::127.0.0.1]",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "[fe80::1]",
    "[fd00::1]",
    "[::ffff:a9fe:a9fe]",
    "224.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "198.18.0.1",
  ])("refuses http://%s/ with FEED_REFUSED", async (host) => {
    const source = aSource({ allowPrivate: false });
    await expect(source.fetch(`http://${host}/`, {})).rejects.toMatchObject(
      failure(
        "FEED_REFUSED",
        /no public address; if it is on your own network, set FEEDLOOM_ALLOW_PRIVATE_FEEDS=1/,
      ),
    );
  });

  it.each(["localhost", "LOCALHOST"])(
    "refuses the name %s with FEED_REFUSED, by what it stands for",
    async (name) => {
      const source = aSource({ allowPrivate: false });
      await expect(source.fetch(`http://${name}/`, {})).rejects.toMatchObject({ code: "FEED_REFUSED" });
      await expect(source.fetch(`https://${name}/`, {})).rejects.toMatchObject({ code: "FEED_REFUSED" });
    },
  );

  it("is fetched when everything private is allowed", async () => {
    server.on("/feed", (_request, response) => response.end("<rss/>"));
    const answer = await aSource({ allowPrivate: true }).fetch(`http://localhost:${server.port}/feed`, {});
    expect(answer.kind).toBe("body");
  });

  it("is fetched when its origin is allowed, however the configuration spells it", async () => {
    server.on("/feed", (_request, response) => response.end("<rss/>"));
    const answer = await fetchPath("/feed", { allowPrivate: [`http://127.1:${server.port}/some/feed`] });
    expect(answer.kind).toBe("body");
  });

  it("refuses with FEED_REFUSED when another origin is allowed", async () => {
    const other = fetchPath("/feed", { allowPrivate: ["http://127.0.0.1:1"] });
    await expect(other).rejects.toMatchObject(failure("FEED_REFUSED", /only 80 and 443/));
    expect(server.requests).toHaveLength(0);
  });
});

it.each([
  ["no address", "blog.example/feed", /is no address; write it with https:/],
  ["an address of another kind", "ftp://blog.example/feed", /an address of ftp:, which is never fetched/],
  ["an address with a password", "https://ann:pw@blog.example/feed", /name or password/],
  ["a strange port", "https://blog.example:8443/feed", /only 80 and 443/],
])("refuses %s with FEED_REFUSED", async (_what, address, message) => {
  await expect(aSource().fetch(address, {})).rejects.toMatchObject(failure("FEED_REFUSED", message));
  await expect(aSource().fetch(address, {})).rejects.not.toMatchObject({
    message: expect.stringMatching(/:pw/),
  });
});

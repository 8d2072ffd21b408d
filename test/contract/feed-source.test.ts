import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { HttpFeedSource } from "../../functions/adapters/http/http-feed-source.ts";
import { FileFeedSource } from "../../functions/adapters/local/file-feed-source.ts";
import { FeedServer } from "../support/feed-server.ts";
import { feedSourceContract } from "./feed-source.contract.ts";

feedSourceContract("the web", async (maxBytes) => {
  const server = await FeedServer.start();
  const source = new HttpFeedSource({ allowPrivate: [server.origin], userAgent: "test", maxBytes });
  return {
    source,
    url: `${server.origin}/feed.xml`,
    missingUrl: `${server.origin}/missing.xml`,
    foreignUrl: "file:///etc/hostname",
    async publish(bytes) {
      const etag = `"${createHash("sha256").update(bytes).digest("hex")}"`;
      server.on("/feed.xml", (request, response) => {
        if (request.headers["if-none-match"] === etag) response.writeHead(304, { etag }).end();
        else response.writeHead(200, { etag }).end(bytes);
      });
    },
    async close() {
      await source.close();
      await server.close();
    },
  };
});

feedSourceContract("files", async (maxBytes) => {
  const folder = await mkdtemp(join(tmpdir(), "feedloom-"));
  const path = join(folder, "feed & more.xml");
  return {
    source: new FileFeedSource({ maxBytes }),
    url: pathToFileURL(path).href,
    missingUrl: pathToFileURL(join(folder, "missing.xml")).href,
    foreignUrl: "https://blog.example/feed.xml",
    publish: (bytes) => writeFile(path, bytes),
    close: () => rm(folder, { recursive: true }),
  };
});

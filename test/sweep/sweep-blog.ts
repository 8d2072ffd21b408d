import { createServer } from "node:http";
import { closed, listening } from "../rig/loopback.ts";
import { type BlogEntry, chainWords, type FeedUrls } from "./the-set.ts";

/** A blog on loopback with a feed of posts, which may have pictures, and one of long ones. */
export interface SweepBlog {
  feedUrls: FeedUrls;
  /** Oldest first. */
  entries: BlogEntry[];
  close(): Promise<void>;
}

export async function startSweepBlog(): Promise<SweepBlog> {
  const server = createServer((request, response) => {
    const { url: path = "" } = request;
    const isChains = path === "/chains.xml";
    if (isChains || path === "/posts.xml") {
      const entries = blog.entries.filter(({ isChain = false }) => isChain === isChains);
      response.writeHead(200, { "content-type": "application/rss+xml" }).end(rss(entries, base));
    } else if (path.endsWith(".png")) {
      response.writeHead(200, { "content-type": "image/png" }).end(greyPicture);
    } else {
      response.writeHead(200, { "content-type": "text/html" }).end(`<title>${path}</title>`);
    }
  });
  const base = `http://127.0.0.1:${await listening(server)}`;
  const feedUrls = { posts: `${base}/posts.xml`, chains: `${base}/chains.xml` };
  const blog: SweepBlog = { feedUrls, entries: [], close: () => closed(server) };
  return blog;
}

function rss(entries: BlogEntry[], base: string): string {
  const items = entries.toReversed().map((entry) => item(entry, base));
  return `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>A blog</title>${items.join("")}</channel></rss>`;
}

function item({ id, title, pictures, publishedAt, isChain }: BlogEntry, base: string): string {
  const enclosures = Array.from(
    { length: pictures },
    (_, index) => `<enclosure url="${base}/${id}-${index}.png" type="image/png" length="0"/>`,
  );
  const text = isChain === true ? `<content:encoded>${chainWords.join(" ")}</content:encoded>` : "";
  return `<item><guid isPermaLink="false">${id}</guid><title>${title}</title><link>${base}/${id}</link>
<pubDate>${publishedAt.toUTCString()}</pubDate>${text}${enclosures.join("")}</item>`;
}

/** 320 by 320 pixels, which Meta's limits allow. */
const greyPicture = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAUAAAAFAAQMAAAD3XjfpAAAAA1BMVEWAgICQdD0xAAAAJ0lEQVR42u3BAQEAAACCIP+vbkhAAQAAAAAAAAAAAAAAAAAAAACfBsQAAAF7Q0cPAAAAAElFTkSuQmCC",
  "base64",
);

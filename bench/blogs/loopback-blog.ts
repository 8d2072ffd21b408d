import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { closed, listening } from "../../test/rig/loopback.ts";
import { greyPicture } from "../../test/support/grey-picture.ts";

export interface BlogEntry {
  id: string;
  title: string;
  pictureUrls?: string[];
}

/** A blog on loopback that knows conditional requests, as most do. */
export interface Blog {
  feedUrl: string;
  /** As many pictures as are wanted, at addresses of their own. */
  pictureUrls(count: number): string[];
  /** As many feeds of the same entries as are wanted, at addresses of their own. */
  feedUrls(count: number): string[];
  /** Newest first. */
  entries: BlogEntry[];
  close(): Promise<void>;
}

export async function startBlog(entries: BlogEntry[] = []): Promise<Blog> {
  const server = createServer((request, response) => {
    if (request.url?.startsWith("/picture-")) {
      response.writeHead(200, { "content-type": "image/png" }).end(greyPicture);
      return;
    }
    const text = rss(blog.entries, url);
    const etag = `"${createHash("sha256").update(text).digest("base64url")}"`;
    if (request.headers["if-none-match"] === etag) {
      response.writeHead(304, { etag }).end();
      return;
    }
    response.writeHead(200, { "content-type": "application/rss+xml", etag }).end(text);
  });
  const url = `http://127.0.0.1:${await listening(server)}`;
  const blog: Blog = {
    feedUrl: `${url}/feed.xml`,
    pictureUrls: (count) => Array.from({ length: count }, (_, number) => `${url}/picture-${number}.png`),
    feedUrls: (count) => Array.from({ length: count }, (_, number) => `${url}/${number}/feed.xml`),
    entries,
    close: () => closed(server),
  };
  return blog;
}

/** Some hundred bytes an entry: a title, a date and two sentences, as blogs have that list their entries without full text. */
export function rss(entries: readonly BlogEntry[], siteUrl: string): string {
  const items = entries.map(
    ({ id, title, pictureUrls = [] }) => `<item>
<guid isPermaLink="false">${id}</guid><title>${title}</title><link>${siteUrl}/${id}</link>
<pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate>
<description>A first sentence that says what ${title} is about, and a second one so that there is something to cut.</description>
${pictureUrls.map((address) => `<media:content url="${address}" medium="image" type="image/png"/>`).join("")}</item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>A blog</title><link>${siteUrl}</link>
${items.join("\n")}
</channel></rss>`;
}

/** Entries `first` to `first + count - 1`, newest first. */
export function numbered(count: number, first = 1): BlogEntry[] {
  return Array.from({ length: count }, (_, index) => first + count - 1 - index).map((number) => ({
    id: `entry-${number}`,
    title: `Entry ${number}`,
  }));
}

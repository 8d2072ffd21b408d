import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { greyPicture } from "./grey-picture.ts";
import { onLoopback } from "./on-loopback.ts";

export interface BlogEntry {
  id: string;
  title?: string;
  link?: string;
  summary?: string;
  publishedAt?: string;
  pictureUrl?: string;
}

/** A blog on loopback whose entries a test writes as it goes. */
export interface Blog {
  url: string;
  feedUrl: string;
  /** Newest first, as feeds are. */
  entries: BlogEntry[];
  /** When set, answers in place of the feed. */
  answer: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  /** How often the feed was asked for. */
  asked: number;
}

export async function aBlog(entries: BlogEntry[] = []): Promise<Blog> {
  const blog: Blog = { url: "", feedUrl: "", entries, answer: undefined, asked: 0 };
  const server = createServer((request, response) => {
    if (request.url === "/feed.xml") {
      blog.asked += 1;
      if (blog.answer !== undefined) return blog.answer(request, response);
      response.writeHead(200, { "content-type": "application/rss+xml" });
      return response.end(rss(blog));
    }
    if (request.url === "/picture.png") {
      response.writeHead(200, { "content-type": "image/png" });
      return response.end(greyPicture);
    }
    response.writeHead(200, { "content-type": "text/html" });
    return response.end(`<title>${request.url}</title>`);
  });
  blog.url = await onLoopback(server);
  blog.feedUrl = `${blog.url}/feed.xml`;
  return blog;
}

/** Entries `1` to `count`, newest first, a minute apart. */
export function numbered(count: number, from = 1): BlogEntry[] {
  return Array.from({ length: count }, (_, index) => from + count - 1 - index).map((number) => ({
    id: `entry-${number}`,
    title: `Entry ${number}`,
    publishedAt: new Date(Date.parse("2026-11-20T08:00:00Z") + number * 60_000).toUTCString(),
  }));
}

function rss(blog: Blog): string {
  const items = blog.entries.map(
    ({ id, title, link, summary, publishedAt, pictureUrl }) => `<item>
<guid isPermaLink="false">${id}</guid>
${title === undefined ? "" : `<title>${title}</title>`}
<link>${link ?? `${blog.url}/${id}`}</link>
${summary === undefined ? "" : `<description>${summary}</description>`}
${publishedAt === undefined ? "" : `<pubDate>${publishedAt}</pubDate>`}
${pictureUrl === undefined ? "" : `<enclosure url="${pictureUrl}" type="image/png" length="0"/>`}
</item>`,
  );
  return `<rss version="2.0"><channel><title>A blog</title>${items.join("")}</channel></rss>`;
}

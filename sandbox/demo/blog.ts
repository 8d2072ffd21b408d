import { readFile } from "node:fs/promises";
import { Hono } from "hono";
import { html, raw } from "hono/html";
import { type DemoEntry, essays, photographs } from "./entries.ts";

const blogTitle = "The Loom Room";
const pictures = new URL("./pictures/", import.meta.url);

/**
 * A small blog to try Feedloom on: an RSS feed of essays (`/feed.xml`), a JSON Feed of photographs (`/photos.json`), and
 * the pages that they lead to, with Open Graph tags and pictures. @returns what answers its requests.
 */
export function demoBlog(): (request: Request) => Response | Promise<Response> {
  const app = new Hono();
  app.get("/feed.xml", (c) =>
    c.body(rss(new URL(c.req.url).origin), 200, { "content-type": "application/rss+xml; charset=utf-8" }),
  );
  app.get("/photos.json", (c) =>
    c.body(jsonFeed(new URL(c.req.url).origin), 200, { "content-type": "application/feed+json" }),
  );
  app.get("/", (c) => c.html(homePage()));
  app.get("/posts/:slug", (c) => {
    const entry = [...essays, ...photographs].find(({ slug }) => slug === c.req.param("slug"));
    return entry === undefined ? c.notFound() : c.html(entryPage(entry, new URL(c.req.url).origin));
  });
  app.get("/pictures/:file", async (c) => {
    const file = c.req.param("file");
    if (!/^[a-z-]+\.png$/.test(file)) return c.notFound();
    const bytes = await readFile(new URL(file, pictures)).catch(() => undefined);
    return bytes === undefined
      ? c.notFound()
      : c.body(new Uint8Array(bytes), 200, { "content-type": "image/png" });
  });
  return (request) => app.fetch(request);
}

function rss(origin: string): string {
  const items = essays.map(
    (entry) => `
    <item>
      ${entry.title === undefined ? "" : `<title>${escaped(entry.title)}</title>`}
      <link>${origin}/posts/${entry.slug}</link>
      <guid isPermaLink="false">loom-room:${entry.slug}</guid>
      <pubDate>${new Date(entry.publishedAt).toUTCString()}</pubDate>
      <dc:language>${entry.language}</dc:language>
      ${entry.tags.map((tag) => `<category>${escaped(tag)}</category>`).join("")}
      <description>${escaped(entry.summary)}</description>
      <content:encoded><![CDATA[${entry.body}]]></content:encoded>
    </item>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <channel>
    <title>${blogTitle}</title>
    <link>${origin}/</link>
    <description>Threads of the older kind</description>${items.join("")}
  </channel>
</rss>
`;
}

function jsonFeed(origin: string): string {
  return JSON.stringify({
    version: "https://jsonfeed.org/version/1.1",
    title: `${blogTitle}: photographs`,
    home_page_url: `${origin}/`,
    items: photographs.map((entry) => ({
      id: `loom-room:${entry.slug}`,
      url: `${origin}/posts/${entry.slug}`,
      title: entry.title,
      summary: entry.summary,
      content_html:
        entry.picture &&
        `<img src="${origin}/pictures/${entry.picture.file}" alt="${escaped(entry.picture.alt)}">${entry.body}`,
      date_published: entry.publishedAt,
      language: entry.language,
      tags: entry.tags,
    })),
  });
}

function homePage() {
  const list = [...essays, ...photographs].map(
    (entry) => html`<li><a href="/posts/${entry.slug}">${entry.title ?? entry.summary.slice(0, 60)}</a></li>`,
  );
  return frame(
    blogTitle,
    "en",
    html`<h1>${blogTitle}</h1><ul>${list}</ul>`,
    html`<link rel="alternate" type="application/rss+xml" href="/feed.xml">`,
  );
}

function entryPage(entry: DemoEntry, origin: string) {
  const title = entry.title ?? blogTitle;
  const picture = entry.picture && `${origin}/pictures/${entry.picture.file}`;
  const head = html`<meta property="og:title" content="${title}">
<meta property="og:description" content="${entry.summary}">
${picture === undefined ? "" : html`<meta property="og:image" content="${picture}">`}`;
  const figure = entry.picture && html`<img src="${picture}" alt="${entry.picture.alt}">`;
  const body = html`<p><a href="/">${blogTitle}</a></p><h1>${entry.title ?? ""}</h1>${figure ?? ""}${raw(entry.body)}`;
  return frame(title, entry.language, body, head);
}

function frame(title: string, language: string, body: unknown, head: unknown) {
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>${head}
<style>:root{color-scheme:light dark}body{max-width:38rem;margin:3rem auto;padding:0 1rem;font:1.1rem/1.6 Georgia,serif}img{max-width:100%;border-radius:.5rem}</style>
</head><body>${body}</body></html>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

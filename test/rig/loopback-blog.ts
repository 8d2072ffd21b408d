import { createServer } from "node:http";
import { closed, listening } from "./loopback.ts";

/** A blog on loopback with two feeds: one of entries with a link, one whose entries have a picture. */
export interface LoopbackBlog {
  url: string;
  feeds: { links: string; pictures: string };
  pictureUrl: string;
  write(feed: "links" | "pictures", ...titles: string[]): void;
  /** Where an entry can be read: what is posted with it. */
  addressOf(title: string): string;
  close(): Promise<void>;
}

export async function startBlog(): Promise<LoopbackBlog> {
  const written: Record<"links" | "pictures", string[]> = { links: [], pictures: [] };
  const server = createServer((request, response) => {
    const feed = /^\/(links|pictures)\.xml$/.exec(request.url ?? "")?.[1];
    if (feed === "links" || feed === "pictures") {
      response.writeHead(200, { "content-type": "application/rss+xml" });
      const picture = feed === "pictures" ? blog.pictureUrl : undefined;
      response.end(rss(written[feed].map((title) => item(title, blog.addressOf(title), picture))));
    } else if (request.url === "/picture.png") {
      response.writeHead(200, { "content-type": "image/png" }).end(greyPicture);
    } else {
      response.writeHead(200, { "content-type": "text/html" }).end(`<title>${request.url}</title>`);
    }
  });
  const url = `http://127.0.0.1:${await listening(server)}`;
  const blog: LoopbackBlog = {
    url,
    feeds: { links: `${url}/links.xml`, pictures: `${url}/pictures.xml` },
    pictureUrl: `${url}/picture.png`,
    // Newest first, as feeds are.
    write: (feed, ...titles) => void written[feed].unshift(...titles.toReversed()),
    addressOf: (title) => `${url}/${title.toLowerCase().replaceAll(" ", "-")}`,
    close: () => closed(server),
  };
  return blog;
}

const rss = (items: string[]) =>
  `<rss version="2.0"><channel><title>A blog</title>${items.join("")}</channel></rss>`;

const item = (title: string, link: string, picture: string | undefined) =>
  `<item><guid isPermaLink="false">${title}</guid><title>${title}</title><link>${link}</link>${
    picture === undefined ? "" : `<enclosure url="${picture}" type="image/png" length="0"/>`
  }</item>`;

/** 320 by 320 pixels, which Meta's limits allow. */
const greyPicture = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAUAAAAFAAQMAAAD3XjfpAAAAA1BMVEWAgICQdD0xAAAAJ0lEQVR42u3BAQEAAACCIP+vbkhAAQAAAAAAAAAAAAAAAAAAAACfBsQAAAF7Q0cPAAAAAElFTkSuQmCC",
  "base64",
);

import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { portOf } from "../../test/support/loopback-aws.ts";
import { numbered, rss } from "./loopback-blog.ts";

const feedsPerHost = 20;

/**
 * Serves as many feeds as are wanted from loopback addresses of their own (`127.0.2.1` and on), twenty a host, as on
 * platforms that many blogs share. Three of four know conditional requests; the others send the same bytes each time.
 */
export class FeedsServer {
  readonly urls: string[] = [];
  readonly #entriesAtFirst: number;
  /** How many entries came to each feed since. */
  readonly #added: number[];
  readonly #bodies = new Map<number, { text: Buffer; etag: string }>();

  private constructor(feeds: number, entriesAtFirst: number) {
    this.#added = Array.from({ length: feeds }, () => 0);
    this.#entriesAtFirst = entriesAtFirst;
  }

  static async open(feeds: number, entriesAtFirst: number): Promise<FeedsServer> {
    const made = new FeedsServer(feeds, entriesAtFirst);
    for (let first = 0; first < feeds; first += feedsPerHost) {
      const host = first / feedsPerHost;
      const origin = await made.#listen(`127.0.${2 + Math.floor(host / 250)}.${1 + (host % 250)}`);
      for (let feed = first; feed < Math.min(first + feedsPerHost, feeds); feed += 1)
        made.urls.push(`${origin}/${feed}/feed.xml`);
    }
    return made;
  }

  write(feed: number, entries: number): void {
    this.#added[feed] = (this.#added[feed] ?? 0) + entries;
    this.#bodies.delete(feed);
  }

  async #listen(address: string): Promise<string> {
    const server = createServer(({ url = "", headers }, response) => {
      const feed = Number(url.slice(1, url.indexOf("/", 1)));
      const { text, etag } = this.#bodyOf(feed);
      const knowsConditions = feed % 4 !== 0;
      if (knowsConditions && headers["if-none-match"] === etag) {
        response.writeHead(304, { etag }).end();
        return;
      }
      const type = { "content-type": "application/rss+xml" };
      response.writeHead(200, knowsConditions ? { ...type, etag } : type).end(text);
    });
    server.listen(0, address);
    await once(server, "listening");
    return `http://${address}:${portOf(server)}`;
  }

  #bodyOf(feed: number): { text: Buffer; etag: string } {
    const kept = this.#bodies.get(feed);
    if (kept !== undefined) return kept;
    const entries = numbered(this.#entriesAtFirst + (this.#added[feed] ?? 0));
    const text = Buffer.from(rss(entries, `http://blog-${feed}.example`));
    const made = { text, etag: `"${createHash("sha256").update(text).digest("base64url")}"` };
    this.#bodies.set(feed, made);
    return made;
  }
}

import pLimit from "p-limit";
import { Agent, fetch } from "undici";

/** As many as the poller has under way. */
const atOnce = 48;

/**
 * The bare limit of reading feeds: the poller's client sends the poller's conditional requests, as many at once, reads the
 * answers whole, and drops them.
 */
export class BareReader {
  readonly #agent = new Agent();
  readonly #etags = new Map<string, string>();

  async fetchAll(urls: readonly string[]): Promise<void> {
    const limit = pLimit(atOnce);
    await Promise.all(urls.map((url) => limit(() => this.#fetch(url))));
  }

  async #fetch(url: string): Promise<void> {
    const etag = this.#etags.get(url);
    const headers = {
      "Accept-Encoding": "gzip, br, zstd, deflate",
      ...(etag !== undefined && { "If-None-Match": etag }),
    };
    const signal = AbortSignal.timeout(20_000);
    const response = await fetch(url, { headers, signal, dispatcher: this.#agent });
    if (!response.ok && response.status !== 304) throw new Error(`${url} answers ${response.status}`);
    await response.arrayBuffer();
    const given = response.headers.get("etag");
    if (given !== null) this.#etags.set(url, given);
  }
}

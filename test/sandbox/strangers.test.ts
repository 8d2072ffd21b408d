import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { aSandbox } from "./a-sandbox.ts";

/** With the headers as a browser would set them, which `fetch` does not let a program do. */
function ask(url: string, method: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (answer) => {
      answer.resume();
      answer.once("end", () => resolve(answer.statusCode));
    });
    sent.once("error", reject);
    sent.end();
  });
}

describe("a sandbox", () => {
  it.each([
    "evil.example",
    "evil.example:4280",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "10.0.0.1",
  ])("does not answer to another name: %s", async (host) => {
    const { graphUrl } = (await aSandbox()).sandbox;
    for (const path of ["/", "/v1.0/me", "/oauth/authorize"])
      for (const method of ["GET", "POST"])
        expect([400, 421]).toContain(await ask(`${graphUrl}${path}`, method, { host }));
  });

  it.each(["localhost", "localhost:4280", "127.0.0.1", "[::1]:4280", "threads.localhost", "LOCALHOST"])(
    "answers to this machine's: %s",
    async (host) => {
      const { graphUrl } = (await aSandbox()).sandbox;
      expect(await ask(`${graphUrl}/`, "GET", { host })).toBe(200);
    },
  );

  it.each<Record<string, string>>([
    { origin: "https://evil.example" },
    { origin: "http://127.0.0.1.evil.example" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site" },
  ])("takes no form from another site's page: %o", async (headers) => {
    const { graphUrl } = (await aSandbox()).sandbox;
    for (const path of ["/oauth/authorize", "/v1.0/me/threads", "/v1.0/me/threads_publish"])
      expect(await ask(`${graphUrl}${path}`, "POST", headers)).toBe(403);
    // Following a link there is another matter.
    expect(await ask(`${graphUrl}/`, "GET", headers)).toBe(200);
  });

  it.each<Record<string, string>>([
    {},
    { origin: "http://127.0.0.1:4281" },
    { origin: "http://localhost:3000", "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "same-origin" },
    { origin: "null", "sec-fetch-site": "same-origin" },
    { "sec-fetch-site": "none" },
  ])("takes one from this machine's own, and from programs: %o", async (headers) => {
    const { graphUrl } = (await aSandbox()).sandbox;
    expect(await ask(`${graphUrl}/oauth/authorize`, "POST", headers)).not.toBe(403);
  });
});

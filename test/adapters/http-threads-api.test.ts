import { expect, it } from "vitest";
import { HttpThreadsApi } from "../../functions/adapters/http/http-threads-api.ts";
import type { ThreadsRequest } from "../../functions/adapters/http/threads-request.ts";
import { Secret } from "../../functions/core/secret.ts";

const token = new Secret("a-token");

/** The client on a Threads that never answers, and what it was asked. */
function inSilence(): { api: HttpThreadsApi; asked: ThreadsRequest[] } {
  const asked: ThreadsRequest[] = [];
  const urls = { graphUrl: "https://threads.example", authorizeUrl: "https://threads.example/authorize" };
  const api = new HttpThreadsApi(urls, async (request) => {
    asked.push(request);
    return { kind: "no-answer", words: "no answer" };
  });
  return { api, asked };
}

// Publishing takes 2 to 4 s as a rule; each one that is given up on is a doubt, which costs minutes.
it("waits a minute for what makes something, and twenty seconds for what only reads", async () => {
  const { api, asked } = inSilence();
  await api.createContainer(token, { kind: "post", content: { kind: "text", text: "a text" } });
  await api.publishContainer(token, "1");
  await api.containerStatus(token, "1");
  await api.ownPosts(token, new Date("2026-11-20T08:00:00Z"));
  expect(asked.map(({ method, timeoutInMs }) => [method, timeoutInMs])).toEqual([
    ["POST", 60_000],
    ["POST", 60_000],
    ["GET", 20_000],
    ["GET", 20_000],
  ]);
});

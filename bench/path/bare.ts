import pLimit from "p-limit";
import { Agent, fetch } from "undici";
import * as z from "zod";
import { answerParent, peakMemoryInMb } from "../process/answer-parent.ts";
import { entries, type PathWorld, worldSchema } from "./profiles.ts";

/**
 * The bare limit: the same client fetches every feed once and sends, for each entry, the three calls to Threads that a text
 * takes (create, publish, read its address), profile by profile side by side. It reads no feed and remembers nothing.
 */
const agent = new Agent();
const idSchema = z.object({ id: z.string() });
let world: PathWorld | undefined;

answerParent(async (question) => {
  world ??= worldSchema.parse(question);
  const { urls, tokens } = world;
  const begunAt = performance.now();
  const limit = pLimit(48);
  await Promise.all(
    urls.map((url) => limit(async () => void (await (await fetch(url, { dispatcher: agent })).text()))),
  );
  await Promise.all(tokens.map((token) => postAll(token, entries / tokens.length)));
  return { seconds: (performance.now() - begunAt) / 1000, memoryInMb: peakMemoryInMb() };
});

async function postAll({ userId, accessToken }: PathWorld["tokens"][number], count: number): Promise<void> {
  const call = async (method: "GET" | "POST", path: string, parameters: Record<string, string>) => {
    const form = new URLSearchParams({ ...parameters, access_token: accessToken });
    const [query, body] = method === "GET" ? [`?${form}`, {}] : ["", { body: form }];
    const response = await fetch(`${world?.graphUrl}/v1.0/${path}${query}`, {
      method,
      dispatcher: agent,
      ...body,
    });
    return idSchema.parse(await response.json()).id;
  };
  for (let post = 0; post < count; post += 1) {
    const container = await call("POST", `${userId}/threads`, { media_type: "TEXT", text: `Entry ${post}` });
    const id = await call("POST", `${userId}/threads_publish`, { creation_id: container });
    await call("GET", id, { fields: "id,permalink" });
  }
}

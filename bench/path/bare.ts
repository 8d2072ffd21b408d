import { Agent, fetch } from "undici";
import * as z from "zod";
import { answerParent } from "../process/answer-parent.ts";
import { BareReader } from "../process/bare-reader.ts";
import { timedRun } from "../process/timed-run.ts";
import { entries, type PathWorld, questionSchema } from "./task.ts";

/**
 * The bare limit: the same client fetches every feed once and sends, for each entry, the three calls to Threads that a text
 * takes (create, publish, read its address), profile by profile side by side. It reads no feed and remembers no post.
 */
const agent = new Agent();
const reader = new BareReader();
const idSchema = z.object({ id: z.string() });
let world: PathWorld | undefined;

answerParent(questionSchema, async (question) => {
  if (question !== "tick") {
    world = question;
    await reader.fetchAll(world.urls);
    return null;
  }
  const { urls, tokens, graphUrl } = world ?? noWorld();
  return timedRun(async () => {
    await reader.fetchAll(urls);
    await Promise.all(tokens.map((token) => postAll(graphUrl, token, entries / tokens.length)));
  });
});

async function postAll(
  graphUrl: string,
  { userId, accessToken }: PathWorld["tokens"][number],
  count: number,
): Promise<void> {
  const call = async (method: "GET" | "POST", path: string, parameters: Record<string, string>) => {
    const form = new URLSearchParams({ ...parameters, access_token: accessToken });
    const [query, body] = method === "GET" ? [`?${form}`, {}] : ["", { body: form }];
    const response = await fetch(`${graphUrl}/v1.0/${path}${query}`, { method, dispatcher: agent, ...body });
    return idSchema.parse(await response.json()).id;
  };
  for (let post = 0; post < count; post += 1) {
    const container = await call("POST", `${userId}/threads`, { media_type: "TEXT", text: `Entry ${post}` });
    const id = await call("POST", `${userId}/threads_publish`, { creation_id: container });
    await call("GET", id, { fields: "id,permalink" });
  }
}

function noWorld(): never {
  throw new Error("the world must be told before a tick");
}

import * as z from "zod";
import { startSandbox } from "../../sandbox/start-sandbox.ts";
import { FeedsServer } from "../blogs/feeds-server.ts";
import { answerParent } from "../process/answer-parent.ts";
import { usernames } from "./task.ts";

/** Blogs and Threads. Nothing there makes anybody wait: no quota, no allowance, texts are ready at once. */
const questionSchema = z.union([
  z.object({ open: z.int() }),
  /** So many new entries, spread over as many feeds as there are. */
  z.object({ write: z.int() }),
  z.literal("count"),
]);

const entriesAtFirst = 5;
const without = { textReadySeconds: 0, postQuota: 1e9, callAllowance: 1e9 };
let server: FeedsServer | undefined;
const sandbox = await startSandbox({
  people: usernames.map((username) => ({ username })),
  cards: "off",
  behaviour: without,
});

answerParent(questionSchema, async (question) => {
  if (question === "count") return sandbox.record.posts.length;
  if ("open" in question) {
    server = await FeedsServer.open(question.open, entriesAtFirst);
    const { graphUrl, authorizeUrl, app } = sandbox;
    const tokens = usernames.map((username) => ({ username, ...sandbox.generateToken(username) }));
    return { urls: server.urls, graphUrl, authorizeUrl, app, tokens };
  }
  const feeds = server?.urls.length ?? 0;
  for (let feed = 0; feed < Math.min(feeds, question.write); feed += 1)
    server?.write(feed, question.write / Math.min(feeds, question.write));
  return null;
});

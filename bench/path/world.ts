import * as z from "zod";
import { startSandbox } from "../../sandbox/start-sandbox.ts";
import { FeedsServer } from "../feeds-server.ts";
import { answerParent } from "../process/answer-parent.ts";
import { usernames } from "./profiles.ts";

/** Blogs and Threads, in a process of their own. Nothing there makes anybody wait: no quota, no allowance, texts are ready at once. */
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

answerParent(async (question) => {
  const read = questionSchema.parse(question);
  if (read === "count") return sandbox.record.posts.length;
  if ("open" in read) {
    server = await FeedsServer.open(read.open, entriesAtFirst);
    const { graphUrl, authorizeUrl, app } = sandbox;
    const tokens = usernames.map((username) => ({ username, ...sandbox.generateToken(username) }));
    return { urls: server.urls, graphUrl, authorizeUrl, app, tokens };
  }
  const feeds = server?.urls.length ?? 0;
  for (let feed = 0; feed < Math.min(feeds, read.write); feed += 1)
    server?.write(feed, read.write / Math.min(feeds, read.write));
  return null;
});

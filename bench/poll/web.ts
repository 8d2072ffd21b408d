import * as z from "zod";
import { FeedsServer } from "../blogs/feeds-server.ts";
import { answerParent } from "../process/answer-parent.ts";

/** The feeds that are polled. */
const questionSchema = z.union([
  z.object({ open: z.int(), entries: z.int() }),
  /** So many feeds get a new entry, others than the last time. */
  z.object({ change: z.int() }),
]);

let server: FeedsServer | undefined;
let changed = 0;

answerParent(questionSchema, async (question) => {
  if ("open" in question) {
    server = await FeedsServer.open(question.open, question.entries);
    return server.urls;
  }
  for (let left = question.change; left > 0; left -= 1) {
    server?.write(changed % server.urls.length, 1);
    changed += 1;
  }
  return null;
});

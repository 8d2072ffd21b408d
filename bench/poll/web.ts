import * as z from "zod";
import { FeedsServer } from "../feeds-server.ts";
import { answerParent } from "../process/answer-parent.ts";

/** The feeds that are polled, in a process of their own. */
const questionSchema = z.union([
  z.object({ open: z.int(), entries: z.int() }),
  /** So many feeds get a new entry, others than the last time. */
  z.object({ change: z.int() }),
]);

let server: FeedsServer | undefined;
let changed = 0;

answerParent(async (question) => {
  const read = questionSchema.parse(question);
  if ("open" in read) {
    server = await FeedsServer.open(read.open, read.entries);
    return server.urls;
  }
  for (let left = read.change; left > 0; left -= 1) {
    server?.write(changed % server.urls.length, 1);
    changed += 1;
  }
  return null;
});

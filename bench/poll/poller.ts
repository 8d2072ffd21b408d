import * as z from "zod";
import { invocation } from "../../bin/local/invocation.ts";
import { createHandler } from "../../functions/feed-poller/handler.ts";
import { everyCall } from "../../test/support/failing-services.ts";
import { VirtualClock } from "../../test/support/virtual-clock.ts";
import { answerParent } from "../process/answer-parent.ts";
import { type Database, sqliteServices } from "../process/sqlite-services.ts";
import { timedRun } from "../process/timed-run.ts";

/** The poller itself; each question is a tick, ten minutes after the one before, so that every feed is due. */
const questionSchema = z.union([
  z.object({ urls: z.array(z.string()), database: z.enum(["ledger.sqlite", ":memory:"]) }),
  z.literal("tick"),
]);

const clock = new VirtualClock();
/** To the ledger, in one tick. */
let calls = 0;
let poller: ReturnType<typeof createHandler> | undefined;

answerParent(questionSchema, async (question) => {
  if (question !== "tick") {
    poller = pollerOf(question.urls, question.database);
    return null;
  }
  clock.advance({ minutes: 10 });
  calls = 0;
  let report: Awaited<ReturnType<ReturnType<typeof createHandler>>> | undefined;
  const run = await timedRun(async () => {
    report = await poller?.({}, invocation("bench"));
  });
  const { counts = {}, entriesSeen = 0 } = report ?? {};
  return { ...run, calls, counts, entriesSeen };
});

function pollerOf(feeds: string[], database: Database): ReturnType<typeof createHandler> {
  // Nothing is posted here.
  const nowhere = "http://127.0.0.1:9";
  const { services } = sqliteServices({
    database,
    clock,
    configuration: { accounts: ["reader"], feeds },
    threadsUrls: { graphUrl: nowhere, authorizeUrl: nowhere },
  });
  const ledger = everyCall(services.ledger, (_method, call) => {
    calls += 1;
    return call();
  });
  return createHandler({ ...services, ledger });
}

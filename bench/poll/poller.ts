import { rmSync } from "node:fs";
import * as z from "zod";
import { invocation } from "../../bin/local/invocation.ts";
import { InProcessBus } from "../../functions/adapters/local/in-process-bus.ts";
import { SqliteStore } from "../../functions/adapters/local/sqlite-store.ts";
import { readConfiguration } from "../../functions/core/configuration.ts";
import { createHandler } from "../../functions/feed-poller/handler.ts";
import { localServices } from "../../functions/runtime/local-services.ts";
import { everyCall } from "../../test/support/failing-services.ts";
import { VirtualClock } from "../../test/support/virtual-clock.ts";
import { answerParent, peakMemoryInMb } from "../process/answer-parent.ts";

/** The poller itself, on a SQLite file; each question is a tick, ten minutes after the one before. */
const questionSchema = z.union([z.object({ urls: z.array(z.string()) }), z.literal("tick")]);

const [, , file = ""] = process.argv;
const clock = new VirtualClock();
let calls = 0;
let poller: ReturnType<typeof createHandler> | undefined;

answerParent(async (question) => {
  const read = questionSchema.parse(question);
  if (read !== "tick") {
    poller = pollerOf(read.urls);
    return null;
  }
  clock.advance({ minutes: 10 });
  calls = 0;
  const begunAt = performance.now();
  const report = await poller?.({}, invocation("bench"));
  const seconds = (performance.now() - begunAt) / 1000;
  const { counts = {}, entriesSeen = 0 } = report ?? {};
  return { seconds, calls, counts, entriesSeen, memoryInMb: peakMemoryInMb() };
});

function pollerOf(urls: string[]): ReturnType<typeof createHandler> {
  const silent = () => {};
  const services = localServices({
    store: new SqliteStore(file),
    bus: new InProcessBus(),
    clock,
    log: { info: silent, warn: silent, error: silent },
    configuration: readConfiguration({ accounts: ["reader"], feeds: urls }),
    threadsUrls: { graphUrl: "http://127.0.0.1:9", authorizeUrl: "http://127.0.0.1:9" },
    allowPrivateFeeds: true,
  });
  const counted = everyCall(services.ledger, (_method, call) => {
    calls += 1;
    return call();
  });
  return createHandler({ ...services, ledger: counted });
}

process.on("exit", () => rmSync(file, { force: true }));

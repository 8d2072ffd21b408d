import { rmSync } from "node:fs";
import { invocation } from "../../bin/local/invocation.ts";
import { publishQueue, takingTurns } from "../../bin/local/publish-queue.ts";
import { InProcessBus } from "../../functions/adapters/local/in-process-bus.ts";
import { SqliteStore } from "../../functions/adapters/local/sqlite-store.ts";
import { readConfiguration } from "../../functions/core/configuration.ts";
import { createHandler as createPoller } from "../../functions/feed-poller/handler.ts";
import type { Clock } from "../../functions/ports/clock.ts";
import { createHandler as createPublisher } from "../../functions/publisher/handler.ts";
import { localServices } from "../../functions/runtime/local-services.ts";
import { systemClock } from "../../functions/runtime/system-clock.ts";
import { connectProfile } from "../../test/support/connect-profile.ts";
import { answerParent, peakMemoryInMb } from "../process/answer-parent.ts";
import { type PathWorld, usernames, worldSchema } from "./profiles.ts";

/** The jobs, as `npm start` runs them: the first question is the world, each further one a tick until nothing is due. */
const [, , file = ""] = process.argv;
let tick: (() => Promise<void>) | undefined;
/** The machine's time, moved on by a tick's length before each tick: so that every feed is due. */
let addedInMs = 0;
const clock: Clock = {
  now: () => new Date(systemClock.now().getTime() + addedInMs),
  sleep: systemClock.sleep,
};

answerParent(async (question) => {
  const begunAt = performance.now();
  if (tick === undefined) tick = await start(worldSchema.parse(question));
  await tick();
  return { seconds: (performance.now() - begunAt) / 1000, memoryInMb: peakMemoryInMb() };
});

async function start({ urls, graphUrl, authorizeUrl, app, tokens }: PathWorld): Promise<() => Promise<void>> {
  const silent = () => {};
  const bus = new InProcessBus();
  const feeds = urls.map((url, number) => {
    return { url, accounts: [usernames[number % usernames.length] ?? ""], floodLimit: 1000 };
  });
  const services = localServices({
    store: new SqliteStore(file),
    bus,
    clock,
    log: { info: silent, warn: silent, error: silent },
    configuration: readConfiguration({ accounts: usernames, feeds }),
    threadsUrls: { graphUrl, authorizeUrl },
    allowPrivateFeeds: true,
  });
  const publisher = takingTurns(createPublisher(services));
  bus.subscribe(
    publishQueue(publisher, (problem) => {
      console.error(problem);
      process.exit(1);
    }),
  );
  await services.vault.writeAppSecret(JSON.stringify(app));
  for (const { username, expiresAt, ...token } of tokens) {
    await connectProfile(username, { ...token, expiresAt: new Date(expiresAt) }, services);
  }
  const poller = createPoller(services);
  return async () => {
    addedInMs += 600_000;
    await poller({}, invocation("bench"));
    await bus.settled();
  };
}

process.on("exit", () => rmSync(file, { force: true }));

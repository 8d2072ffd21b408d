import { invocation } from "../../bin/local/invocation.ts";
import { publishQueue, takingTurns } from "../../bin/local/publish-queue.ts";
import { createHandler as createPoller } from "../../functions/feed-poller/handler.ts";
import type { Clock } from "../../functions/ports/clock.ts";
import { createHandler as createPublisher } from "../../functions/publisher/handler.ts";
import { systemClock } from "../../functions/runtime/system-clock.ts";
import { connectProfile } from "../../test/support/connect-profile.ts";
import { answerParent } from "../process/answer-parent.ts";
import { sqliteServices } from "../process/sqlite-services.ts";
import { timedRun } from "../process/timed-run.ts";
import { entries, type PathWorld, questionSchema, usernames } from "./task.ts";

/** The jobs, as `npm start` runs them: a tick, and until nothing is due. */
let tick: (() => Promise<void>) | undefined;
/** The machine's time, moved on by ten minutes before each tick: so that every feed is due. */
let addedInMs = 0;
const clock: Clock = {
  now: () => new Date(systemClock.now().getTime() + addedInMs),
  sleep: systemClock.sleep,
};

answerParent(questionSchema, async (question) => {
  if (question === "tick") return timedRun(tick ?? noWorld);
  tick = await started(question);
  // First sight of every feed: nothing is posted.
  await tick();
  return null;
});

async function started({
  urls,
  graphUrl,
  authorizeUrl,
  app,
  tokens,
}: PathWorld): Promise<() => Promise<void>> {
  const feeds = urls.map((url, number) => {
    return { url, accounts: [usernames[number % usernames.length] ?? ""], floodLimit: entries };
  });
  const { services, bus } = sqliteServices({
    database: "ledger.sqlite",
    clock,
    configuration: { accounts: usernames, feeds },
    threadsUrls: { graphUrl, authorizeUrl },
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

function noWorld(): never {
  throw new Error("the world must be told before a tick");
}

import { countCalls, type SceneName } from "../calls/count-calls.ts";
import { callsIn } from "../calls/tally.ts";
import type { Figure, Measure } from "../figure.ts";
import { exactly } from "../statistics.ts";

const told: { scene: SceneName; words: string }[] = [
  { scene: "unchanged tick", words: "a tick, one feed, unchanged" },
  { scene: "unchanged tick, 200 feeds more", words: "a tick, 201 feeds, unchanged" },
  { scene: "new entry tick", words: "a tick that finds an entry" },
  { scene: "text post", words: "a text posted" },
  { scene: "image post", words: "a picture posted" },
  { scene: "carousel post of 3", words: "a carousel of three posted" },
  { scene: "token looked at", words: "a day's look at a token" },
  { scene: "token renewed", words: "a token renewed" },
];

const services = [
  { to: "threads", words: "Threads" },
  { to: "DynamoDB", words: "DynamoDB (ledger)" },
  { to: "SecretsManager", words: "Secrets Manager (vault)" },
  { to: "EventBridge", words: "EventBridge (bus)" },
  { to: "web", words: "the web" },
];

export const calls: Measure = {
  name: "calls",
  summary: "what each job calls: Threads, ledger, vault and bus",
  async measure() {
    const { aws } = await countCalls();
    return {
      name: "calls",
      about:
        "Requests that the AWS SDK sent (to stand-ins on loopback) and calls to Threads and the web. They are counted, not timed, and are the same in each run; bench/calls.json has them method by method, for both hosts, and a test compares.",
      figures: told.flatMap(({ scene, words }) => {
        const { calls: tally, readUnits, writeUnits } = aws[scene];
        const counts = services.map(({ to, words: service }): Figure => {
          return { name: `${words}: ${service}`, unit: "calls", value: exactly(callsIn(tally, to)) };
        });
        const units: Figure[] = [
          { name: `${words}: DynamoDB reads`, unit: "units", value: exactly(readUnits) },
          { name: `${words}: DynamoDB writes`, unit: "units", value: exactly(writeUnits) },
        ];
        return [...counts, ...units].filter(({ value }) => value.median > 0);
      }),
      charts: [],
    };
  },
};

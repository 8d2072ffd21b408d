import * as z from "zod";
import type { Figure, Measure } from "../figure.ts";
import { interleaved } from "../interleave.ts";
import { entries, worldSchema } from "../path/task.ts";
import { type Child, withChildren } from "../process/child.ts";
import { runSchema } from "../process/timed-run.ts";
import { exactly, ratios, spreadOf } from "../statistics.ts";

const sizes = [10, 100, 1_000, 10_000];

export const path: Measure = {
  name: "path",
  summary: "1,000 entries from feed to post, of 10 to 10,000 feeds, against the bare calls",
  async measure({ runs, say }) {
    const found: { feeds: number; seconds: Seconds; memoryInMb: number }[] = [];
    for (const feeds of sizes) {
      say(`1,000 entries of ${feeds} feeds`);
      found.push({ feeds, ...(await measureAt(feeds, runs)) });
    }
    const named = (feeds: number) => `${feeds.toLocaleString("en-US")} feeds`;
    const figures = found.flatMap(({ feeds, seconds, memoryInMb }): Figure[] => [
      {
        name: `${named(feeds)}: the whole way against its bare calls`,
        unit: "×",
        value: spreadOf(ratios(seconds.jobs, seconds.bare)),
      },
      {
        name: `${named(feeds)}: posts`,
        unit: "posts/s",
        value: spreadOf(seconds.jobs.map((each) => entries / each)),
      },
      { name: `${named(feeds)}: peak memory`, unit: "MB", value: exactly(memoryInMb) },
    ]);
    const points = (of: "jobs" | "bare") =>
      found.map(({ feeds, seconds }) => ({ x: feeds, y: spreadOf(seconds[of]).median }));
    return {
      name: "path",
      about:
        "1,000 new entries, spread over the feeds, as texts on ten profiles: poller and publisher in one process on a SQLite file, blogs and sandbox in another that makes nobody wait. The bare calls: the same client fetches each feed once, with its ETag, and sends three calls to Threads for each entry, ten profiles side by side; it reads no feed and remembers no post. Memory is the whole process's, with the first sight of all feeds.",
      figures,
      charts: [
        {
          kind: "lines",
          name: "path",
          title: "1,000 entries from feed to post",
          unit: "seconds",
          over: "feeds",
          lines: [
            { label: "Feedloom", points: points("jobs"), isOurs: true },
            { label: "bare calls", points: points("bare"), isOurs: false },
          ],
        },
      ],
    };
  },
};

type Seconds = Record<"jobs" | "bare", number[]>;

function measureAt(feeds: number, runs: number): Promise<{ seconds: Seconds; memoryInMb: number }> {
  return withChildren(async (start) => {
    const world = await start(new URL("../path/world.ts", import.meta.url));
    const jobs = await start(new URL("../path/jobs.ts", import.meta.url));
    const bare = await start(new URL("../path/bare.ts", import.meta.url));
    const told = await world.ask({ open: feeds }, worldSchema);
    for (const client of [jobs, bare]) await client.ask(told, z.null());
    const count = () => world.ask("count", z.int());
    const posting = async (client: Child) => {
      const before = await count();
      const run = await client.ask("tick", runSchema);
      const posted = (await count()) - before;
      if (posted !== entries) throw new Error(`of ${entries} entries ${posted} were posted`);
      return run;
    };
    const contenders = {
      jobs: async () => {
        await world.ask({ write: entries }, z.null());
        return posting(jobs);
      },
      bare: () => posting(bare),
    };
    const samples = await interleaved(contenders, { runs, budgetInMs: 60_000 });
    return {
      seconds: { jobs: samples("jobs", "seconds"), bare: samples("bare", "seconds") },
      memoryInMb: Math.max(...samples("jobs", "memoryInMb")),
    };
  });
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import type { Figure, Measure } from "../figure.ts";
import { interleaved } from "../interleave.ts";
import { entries, runSchema, worldSchema } from "../path/profiles.ts";
import { startChild } from "../process/child.ts";
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
        "1,000 new entries, spread over the feeds, as texts on ten profiles: poller and publisher in one process on a SQLite file, blogs and sandbox in another that makes nobody wait. The bare calls: the same client fetches each feed once and sends three calls to Threads for each entry, ten profiles side by side, and remembers nothing.",
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

async function measureAt(feeds: number, runs: number) {
  const folder = mkdtempSync(join(tmpdir(), "feedloom-path-"));
  const [world, jobs, bare] = await Promise.all([
    startChild(new URL("../path/world.ts", import.meta.url)),
    startChild(new URL("../path/jobs.ts", import.meta.url), join(folder, "ledger.sqlite")),
    startChild(new URL("../path/bare.ts", import.meta.url)),
  ]);
  try {
    const told = await world.ask({ open: feeds }, worldSchema);
    // First sight of every feed: nothing is posted.
    let { memoryInMb } = await jobs.ask(told, runSchema);
    const count = () => world.ask("count", z.int());
    const contenders = {
      jobs: async () => {
        const before = await count();
        await world.ask({ write: entries }, z.null());
        const run = await jobs.ask("tick", runSchema);
        const posted = (await count()) - before;
        if (posted !== entries) throw new Error(`of ${entries} entries ${posted} were posted`);
        memoryInMb = run.memoryInMb;
        return { seconds: run.seconds };
      },
      bare: async () => ({ seconds: (await bare.ask(told, runSchema)).seconds }),
    };
    const samples = await interleaved(contenders, { runs, budgetInMs: 60_000 });
    return { seconds: { jobs: samples("jobs", "seconds"), bare: samples("bare", "seconds") }, memoryInMb };
  } finally {
    await Promise.all([world, jobs, bare].map((child) => child.end()));
    rmSync(folder, { recursive: true, force: true });
  }
}

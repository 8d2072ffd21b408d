import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import type { Measure } from "../figure.ts";
import { interleaved } from "../interleave.ts";
import { startChild } from "../process/child.ts";
import { exactly, ratios, spreadOf } from "../statistics.ts";

const feeds = 10_000;
const changed = feeds / 20;
const pollSchema = z.object({
  seconds: z.number(),
  calls: z.int(),
  counts: z.record(z.string(), z.int()),
  entriesSeen: z.int(),
  memoryInMb: z.number(),
});
const fetchSchema = z.object({ seconds: z.number(), memoryInMb: z.number() });

export const poll: Measure = {
  name: "poll",
  summary: "10,000 feeds, one in twenty changed, against a bare fetch of them",
  async measure({ runs, say }) {
    const folder = mkdtempSync(join(tmpdir(), "feedloom-poll-"));
    const web = await startChild(new URL("../poll/many-feeds.ts", import.meta.url));
    const poller = await startChild(
      new URL("../poll/poller.ts", import.meta.url),
      join(folder, "ledger.sqlite"),
    );
    const bare = await startChild(new URL("../poll/bare-fetch.ts", import.meta.url));
    try {
      const urls = await web.ask({ open: feeds, entries: 20 }, z.array(z.string()));
      for (const client of [poller, bare]) await client.ask({ urls }, z.null());
      say(`${feeds} feeds are seen for the first time`);
      const first = await poller.ask("tick", pollSchema);
      for (let left = first; left.counts.failed !== undefined; ) left = await poller.ask("tick", pollSchema);
      await bare.ask("tick", fetchSchema);
      let memoryInMb = first.memoryInMb;
      const contenders = {
        poller: async () => {
          await web.ask({ change: changed }, z.null());
          const { seconds, memoryInMb: peak, entriesSeen } = await poller.ask("tick", pollSchema);
          if (entriesSeen !== changed)
            throw new Error(`${changed} entries are new, and ${entriesSeen} were found`);
          memoryInMb = peak;
          return { seconds };
        },
        bare: async () => {
          await web.ask({ change: changed }, z.null());
          const { seconds } = await bare.ask("tick", fetchSchema);
          // The poller finds the same number changed: those of before are read by it in a tick that does not count.
          await poller.ask("tick", pollSchema);
          return { seconds };
        },
      };
      const samples = await interleaved(contenders, { runs, budgetInMs: 120_000 });
      say("nothing has changed");
      const unchanged = await poller.ask("tick", pollSchema);
      const seconds = { poller: samples("poller", "seconds"), bare: samples("bare", "seconds") };
      return {
        name: "poll",
        about: `${feeds.toLocaleString("en-US")} feeds of 20 entries on ${feeds / 20} hosts of this machine, ${changed} with a new entry: one run of the poller on SQLite, against the same client that sends the same conditional requests, 48 at once, reads the answers and drops them. Three quarters of the unchanged feeds answer 304, the others the same bytes. Ratios are of the same round.`,
        figures: [
          {
            name: "the poller against a bare fetch",
            unit: "×",
            value: spreadOf(ratios(seconds.poller, seconds.bare)),
            goal: { atMost: 1.3 },
          },
          { name: "one run of the poller", unit: "s", value: spreadOf(seconds.poller) },
          { name: "a bare fetch", unit: "s", value: spreadOf(seconds.bare) },
          {
            name: "the poller's peak memory",
            unit: "MB",
            value: exactly(memoryInMb),
            goal: { atMost: 256 },
            words: "resident, of the whole process, with the first sight of all feeds",
          },
          { name: "first sight of all feeds", unit: "s", value: exactly(first.seconds) },
          {
            name: "calls to the ledger, of a run that finds nothing new",
            unit: "calls",
            value: exactly(unchanged.calls),
            words: `${unchanged.calls} for ${feeds} feeds: they do not grow with the feeds`,
          },
        ],
        charts: [],
      };
    } finally {
      await Promise.all([web, poller, bare].map((child) => child.end()));
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

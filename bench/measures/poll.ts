import * as z from "zod";
import type { Measure } from "../figure.ts";
import { interleaved } from "../interleave.ts";
import { type Child, withChildren } from "../process/child.ts";
import { runSchema } from "../process/timed-run.ts";
import { exactly, ratios, spreadOf } from "../statistics.ts";

const feeds = 10_000;
const changed = feeds / 20;
/** Until every feed was read once; more would be a fault. */
const mostFirstTicks = 5;

const tickSchema = runSchema.extend({
  /** To the ledger. */
  calls: z.int(),
  counts: z.record(z.string(), z.int()),
  entriesSeen: z.int(),
});
type Tick = z.output<typeof tickSchema>;

export const poll: Measure = {
  name: "poll",
  summary: "10,000 feeds, one in twenty changed, against a bare fetch of them",
  async measure({ runs, say }) {
    const found = await withChildren(async (start) => {
      const world = {
        web: await start(new URL("../poll/web.ts", import.meta.url)),
        poller: await start(new URL("../poll/poller.ts", import.meta.url)),
        inMemory: await start(new URL("../poll/poller.ts", import.meta.url)),
        bare: await start(new URL("../poll/bare.ts", import.meta.url)),
      };
      return compare(world, runs, say);
    });
    const { poller, inMemory, bare, quiet, firstSight, unchanged, memoryInMb } = found;
    return {
      name: "poll",
      about: `${feeds.toLocaleString("en-US")} feeds of 20 entries on ${feeds / 20} hosts of this machine, ${changed} with a new entry: one run of the poller on SQLite, against the same client that sends the same conditional requests, 48 at once, reads the answers and drops them. Both find the same feeds changed. Three quarters of the unchanged feeds answer 304, the others the same bytes. Ratios are of the same round.`,
      figures: [
        {
          name: "the poller against a bare fetch",
          unit: "×",
          value: spreadOf(ratios(poller, bare)),
          goal: { atMost: 1.3 },
          words:
            "what holds it back is the processor, not the disk: a changed feed is read, compared and written, which takes about as long as asking for thirty",
        },
        {
          name: "the poller against a bare fetch, when nothing has changed",
          unit: "×",
          value: spreadOf(quiet),
        },
        {
          name: "the poller with its ledger in memory against a bare fetch",
          unit: "×",
          value: spreadOf(ratios(inMemory, bare)),
          words: "what is left without waiting for the disk",
        },
        { name: "one run of the poller", unit: "s", value: spreadOf(poller) },
        { name: "a bare fetch", unit: "s", value: spreadOf(bare) },
        {
          name: "the poller's peak memory",
          unit: "MB",
          value: exactly(memoryInMb),
          goal: { atMost: 256 },
          words:
            "resident, of the whole process, with the first sight of all feeds; some 50 MB are Node's own, and Lambda's settings for 512 MB let V8 keep 75 MB for young objects",
        },
        {
          name: "first sight of all feeds",
          unit: "s",
          value: exactly(firstSight.reduce((sum, { seconds }) => sum + seconds, 0)),
          ...(firstSight.length > 1 && { words: `in ${firstSight.length} runs` }),
        },
        {
          name: "calls to the ledger, of a run that finds nothing new",
          unit: "calls",
          value: exactly(unchanged.calls),
          words: `for all ${feeds.toLocaleString("en-US")} feeds together`,
        },
      ],
      charts: [],
    };
  },
};

async function compare(
  { web, poller, inMemory, bare }: Record<"web" | "poller" | "inMemory" | "bare", Child>,
  runs: number,
  say: (words: string) => void,
) {
  const urls = await web.ask({ open: feeds, entries: 20 }, z.array(z.string()));
  await poller.ask({ urls, database: "ledger.sqlite" }, z.null());
  await inMemory.ask({ urls, database: ":memory:" }, z.null());
  await bare.ask({ urls }, z.null());
  say(`${feeds} feeds are seen for the first time`);
  const firstSight = await untilAllAreRead(poller);
  await untilAllAreRead(inMemory);
  await bare.ask("tick", runSchema);
  const tickOf = (asked: Child, isNew: number) => async () => {
    const tick = await asked.ask("tick", tickSchema);
    if (readIn(tick) !== feeds || tick.entriesSeen !== isNew)
      throw new Error(
        `of ${feeds} feeds ${readIn(tick)} were looked at, and ${tick.entriesSeen} of ${isNew} entries were found`,
      );
    return { seconds: tick.seconds };
  };
  const tickOfBare = async () => ({ seconds: (await bare.ask("tick", runSchema)).seconds });
  // Whoever is not timed looks as well: else the next time it would find more changed than the other.
  const ticks = { poller: tickOf(poller, changed), inMemory: tickOf(inMemory, changed), bare: tickOfBare };
  const contender = (name: keyof typeof ticks) => async () => {
    await web.ask({ change: changed }, z.null());
    const run = await ticks[name]();
    for (const [other, tick] of Object.entries(ticks)) if (other !== name) await tick();
    return run;
  };
  const samples = await interleaved(
    { poller: contender("poller"), inMemory: contender("inMemory"), bare: contender("bare") },
    { runs, budgetInMs: 180_000 },
  );
  say("nothing has changed");
  const quiet = await interleaved(
    { poller: tickOf(poller, 0), bare: tickOfBare },
    { runs, budgetInMs: 60_000 },
  );
  const unchanged = await poller.ask("tick", tickSchema);
  return {
    poller: samples("poller", "seconds"),
    inMemory: samples("inMemory", "seconds"),
    bare: samples("bare", "seconds"),
    quiet: ratios(quiet("poller", "seconds"), quiet("bare", "seconds")),
    firstSight,
    unchanged,
    memoryInMb: unchanged.memoryInMb,
  };
}

/** A feed whose first look failed, since so many are asked at once, is looked at again. */
async function untilAllAreRead(poller: Child): Promise<Tick[]> {
  const ticks: Tick[] = [];
  while (ticks.length < mostFirstTicks) {
    const tick = await poller.ask("tick", tickSchema);
    ticks.push(tick);
    if (readIn(tick) === feeds) return ticks;
  }
  throw new Error(`not all feeds could be read: ${JSON.stringify(ticks.at(-1)?.counts)}`);
}

const readIn = ({ counts }: Tick) => (counts.read ?? 0) + (counts.unchanged ?? 0);

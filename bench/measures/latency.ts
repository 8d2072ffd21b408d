import { pollIntervalInMinutes } from "../../functions/core/feed-schedule.ts";
import { seededChance } from "../../test/support/seeded-chance.ts";
import { openStage } from "../calls/scenes.ts";
import type { Figure, Measure } from "../figure.ts";
import { exactly, quantile } from "../statistics.ts";

const tickInMs = pollIntervalInMinutes * 60_000;
const ticksInAWeek = (7 * 24 * 3_600_000) / tickInMs;
/** More than a blog has: enough for a 95th percentile. */
const entries = 200;
const styles = ["link", "image"] as const;
const words = { link: "a text", image: "a picture" };

export const latency: Measure = {
  name: "latency",
  summary: "from an entry to its post, over a simulated week",
  async measure({ say }) {
    const weeks = [];
    for (const style of styles) {
      say(`a week of ${entries} entries, each as ${words[style]}`);
      weeks.push({ style, ...(await playWeek(style)) });
    }
    return {
      name: "latency",
      about: `A week of polls every ${pollIntervalInMinutes} minutes on the virtual clock, ${entries} entries that appear in one feed at moments drawn by chance (the same in each run). The bare limit is the wait for the next tick, at which a reader without any work of its own would post. Calls take no time on this clock: what is seen are Feedloom's own waits and those that Threads asks for.`,
      figures: weeks.flatMap(({ style, waits, ideal }): Figure[] => [
        { name: `${words[style]}: median`, unit: "s", value: exactly(quantile(waits, 0.5)) },
        { name: `${words[style]}: 95th percentile`, unit: "s", value: exactly(quantile(waits, 0.95)) },
        {
          name: `${words[style]}: median against the wait for the tick`,
          unit: "×",
          value: exactly(quantile(waits, 0.5) / quantile(ideal, 0.5)),
        },
        {
          name: `${words[style]}: 95th percentile against the wait for the tick`,
          unit: "×",
          value: exactly(quantile(waits, 0.95) / quantile(ideal, 0.95)),
        },
      ]),
      charts: [
        {
          kind: "bars",
          name: "latency",
          title: "From an entry to its post",
          unit: "seconds",
          bars: weeks.flatMap(({ style, waits, ideal }) =>
            [0.5, 0.95].flatMap((part) => [
              { label: `${words[style]}, ${shareOf(part)}`, value: quantile(waits, part), isOurs: true },
              { label: `the next tick, ${shareOf(part)}`, value: quantile(ideal, part), isOurs: false },
            ]),
          ),
        },
      ],
    };
  },
};

const shareOf = (part: number) => (part === 0.5 ? "median" : `${part * 100} %`);

/** @returns how long each entry took to be public, and how long it was to the next tick, in seconds. */
async function playWeek(style: (typeof styles)[number]): Promise<{ waits: number[]; ideal: number[] }> {
  const stage = await openStage("local", { feeds: 1, accounts: 1 }, style);
  try {
    const chance = seededChance(7);
    const beginsAt = stage.clock.now().getTime();
    const moments = Array.from({ length: entries }, () => chance.next() * ticksInAWeek * tickInMs).sort(
      (a, b) => a - b,
    );
    const appearedAt = new Map(moments.map((moment, number) => [`Letter ${number};`, beginsAt + moment]));
    const pictureUrls = stage.blog.pictureUrls(style === "image" ? 1 : 0);
    const left = [...appearedAt];
    for (let tick = 1; tick <= ticksInAWeek; tick += 1) {
      const tickAt = beginsAt + tick * tickInMs;
      stage.clock.advance({ milliseconds: Math.max(0, tickAt - stage.clock.now().getTime()) });
      while (left[0] !== undefined && left[0][1] <= tickAt) {
        const [title] = left.shift() ?? [""];
        stage.blog.entries = [
          { id: title.replace(/\W+/g, "-"), title, pictureUrls },
          ...stage.blog.entries,
        ].slice(0, 20);
      }
      await stage.poll();
      await stage.publish();
    }
    const waits = stage.posts().map(({ text, publishedAt }) => {
      const title = /Letter \d+;/.exec(text)?.[0] ?? "";
      return (publishedAt.getTime() - (appearedAt.get(title) ?? Number.NaN)) / 1000;
    });
    if (waits.length !== entries || waits.some(Number.isNaN))
      throw new Error(`of ${entries} entries ${waits.length} were posted`);
    const ideal = moments.map((moment) => (Math.ceil(moment / tickInMs) * tickInMs - moment) / 1000);
    return { waits, ideal };
  } finally {
    await stage.close();
  }
}

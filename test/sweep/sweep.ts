import * as z from "zod";
import { Crew } from "./crew.ts";
import { histories, type Options, readOptions } from "./options.ts";
import { progressOn } from "./progress.ts";
import {
  type Host,
  historySchema,
  hosts,
  type Mode,
  modes,
  type Point,
  pointSchema,
  type stagedHosts,
  trialSchema,
} from "./stage.ts";
import { matters } from "./strikes.ts";
import { add, newTally, type Tally, table } from "./tally.ts";
import { unknowableAt, unknowables } from "./unknowable.ts";

const options = readOptions(process.argv);
const progress = progressOn(process.stdout);
const begunAt = performance.now();

/** Tries every point of a host in every mode. */
async function sweep(host: (typeof stagedHosts)[number], crew: Crew): Promise<Tally[]> {
  await crew.all({ work: "open", host });
  const all = z.array(pointSchema).parse(await crew.one({ work: "points" }));
  const points = all.filter(({ number }) => number >= options.from && number <= (options.to ?? Infinity));
  const tallies: Tally[] = [];
  for (const mode of chosenModes(options, host)) {
    const startedAt = performance.now();
    const tally = newTally(host, mode);
    tallies.push(tally);
    const mattering = points.filter((point) => options.all || matters(point, mode));
    await crew.share(
      mattering,
      (point) => ({ work: "try", point, mode }),
      (answer, point) => {
        const trial = trialSchema.parse(answer);
        tally.tried += 1;
        if (!trial.isStruck) tally.notReached += 1;
        progress.show(`${host} ${mode} ${tally.tried} of ${mattering.length}`);
        if (trial.words.length === 0) return;
        if (unknowableAt(point, mode) !== undefined) {
          tally.unknowable += 1;
          return;
        }
        add(tally.findings, trial.findings);
        progress.say(`${nameOf(host, mode, point)}: ${trial.words.join("; ")}`);
      },
    );
    tally.seconds = (performance.now() - startedAt) / 1000;
  }
  return tallies;
}

async function tellHistories(crew: Crew): Promise<Tally[]> {
  const startedAt = performance.now();
  const last = options.to ?? options.from + histories - 1;
  const seeds = Array.from({ length: last - options.from + 1 }, (_, index) => options.from + index);
  const tallies = modes.map((mode) => newTally("memory", mode));
  await crew.share(
    seeds,
    (seed) => ({ work: "history", seed }),
    (answer, seed) => {
      const history = historySchema.parse(answer);
      const tally = tallies.find(({ mode }) => mode === history.mode);
      if (tally === undefined) return;
      tally.tried += 1;
      tally.seconds = (performance.now() - startedAt) / 1000;
      add(tally.findings, history.findings);
      progress.show(`history ${seed} of ${last}`);
      if (history.words.length > 0)
        progress.say(`memory ${history.mode}, --seed ${seed}: ${history.words.join("; ")}`);
    },
  );
  return tallies;
}

/** One history, call by call. */
async function replay(seed: number, crew: Crew): Promise<number> {
  const { mode, tale, words } = historySchema.parse(await crew.one({ work: "history", seed }));
  for (const line of [`seed ${seed}, ${mode}`, ...tale, ...words]) progress.say(line);
  return words.length === 0 ? 0 : 1;
}

async function run(crew: Crew): Promise<number> {
  if (options.seed !== undefined) return replay(options.seed, crew);
  const tallies: Tally[] = [];
  for (const host of chosenHosts(options)) {
    tallies.push(...(host === "memory" ? await tellHistories(crew) : await sweep(host, crew)));
  }
  progress.say(table(tallies));
  for (const { name, reason } of unknowables) progress.say(`\nUnknowable: ${name}. ${reason}`);
  progress.say(`\n${Math.round((performance.now() - begunAt) / 1000)} s`);
  const found = tallies.flatMap(({ findings }) => Object.values(findings));
  return found.every((count) => count === 0) ? 0 : 1;
}

function chosenHosts({ host }: Options): readonly Host[] {
  return host === undefined ? hosts : [host];
}

/** The modes differ in the sandbox, not in the host: on AWS, where a point costs most, the hardest is tried unless told otherwise. */
function chosenModes({ mode, all }: Options, host: Host): readonly Mode[] {
  if (mode !== undefined) return [mode];
  return host === "aws" && !all ? ["second-post"] : modes;
}

function nameOf(host: Host, mode: Mode, { number, lane, call, strike }: Point): string {
  return `${host} ${mode}, call ${number} (${lane === "" ? "" : `${lane}: `}${call}), ${strike}`;
}

const crew = new Crew(options.workers);
let exitCode = 1;
try {
  exitCode = await run(crew);
} finally {
  await crew.dismiss();
}
process.exit(exitCode);

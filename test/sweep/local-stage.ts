import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { pollIntervalInMinutes } from "../../functions/core/feed-schedule.ts";
import { type Sandbox, startSandbox } from "../../sandbox/start-sandbox.ts";
import { type JobsParts, type Standing, standingSchema } from "./jobs.ts";
import { JobsChild } from "./jobs-child.ts";
import type { Order } from "./jobs-process.ts";
import { judge } from "./judge.ts";
import { SharedClock } from "./shared-clock.ts";
import type { Spoil } from "./spoils.ts";
import type { Mode, Point, Stage, Trial } from "./stage.ts";
import { type Strike, strikeNamed, strikesAt } from "./strikes.ts";
import { strikeThreads } from "./struck-threads.ts";
import { startSweepBlog } from "./sweep-blog.ts";
import { accounts, entriesOf } from "./the-set.ts";

const start = new Date("2026-11-24T08:00:00Z");
const tickInMs = pollIntervalInMinutes * 60_000;
/** A day: longer than whatever one mishap can delay. */
const ticksAtMost = 288;
/** So long its owner takes to notice. */
const ticksUntilOwner = 3;

/** The jobs of the local host in processes of their own, on a SQLite file; the sandbox is here, and its record judges. */
export async function localStage(options: { spoil?: Spoil } = {}): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "feedloom-sweep-"));
  const blog = await startSweepBlog();
  blog.entries = entriesOf();
  const child = () => new JobsChild(join(folder, "compiled"));
  const warm = child();
  let spare: JobsChild | undefined;
  let runs = 0;

  async function run(mode: Mode, number = 0, strike?: Strike) {
    runs += 1;
    const clock = new SharedClock(join(folder, `${runs}.clock`));
    clock.set(start);
    const sandbox = await startSandbox({
      clock,
      people: accounts.map((username) => ({ username })),
      cards: "off",
      behaviour: { republish: mode },
    });
    const parts: JobsParts = {
      database: join(folder, `${runs}.sqlite`),
      clockFile: clock.file,
      feedUrls: blog.feedUrls,
      backfill: blog.entries.length,
      graphUrl: sandbox.graphUrl,
      authorizeUrl: sandbox.authorizeUrl,
      ...(options.spoil === undefined ? {} : { spoil: options.spoil }),
    };
    const isKill = strike?.act.includes("kill") === true;
    const first = isKill ? (spare ?? child()) : warm;
    if (isKill) spare = child();
    try {
      return await new LocalRun({ clock, sandbox, first, warm, parts }).goOn(number, strike);
    } finally {
      await warm.order({ order: "close" });
      if (first !== warm) await first.end();
      await sandbox.close();
      rmSync(parts.database, { force: true });
      for (const end of ["-wal", "-shm"]) rmSync(parts.database + end, { force: true });
    }
  }

  return {
    async points() {
      const { calls, trial } = await run("same-id");
      if (trial.words.length > 0) throw new Error(`an undisturbed run failed: ${trial.words.join("; ")}`);
      return calls.flatMap((call, index) =>
        strikesAt(call).map(({ name }) => {
          return { number: index + 1, lane: "", place: index + 1, call, strike: name };
        }),
      );
    },
    async try(point: Point, mode: Mode) {
      return (await run(mode, point.number, strikeNamed(point.strike))).trial;
    },
    async close() {
      await Promise.all([warm.end(), spare?.end(), blog.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function actOf({ act, stepInMs }: Strike) {
  return stepInMs === undefined ? { act } : { act, stepInMs };
}

interface RunParts {
  clock: SharedClock;
  sandbox: Sandbox;
  /** In which the strike happens. */
  first: JobsChild;
  /** Which goes on, should the first be killed. */
  warm: JobsChild;
  parts: JobsParts;
}

/** One run of the whole set, from the first sight of the feed until nothing is due. */
class LocalRun {
  readonly #all: RunParts;
  #process: JobsChild;
  #isStruck = false;

  constructor(all: RunParts) {
    this.#all = all;
    this.#process = all.first;
  }

  async goOn(number: number, strike: Strike | undefined): Promise<{ trial: Trial; calls: string[] }> {
    const { first, parts, clock, sandbox } = this.#all;
    first.onCall = (method) => {
      this.#isStruck = true;
      if (strike !== undefined) strikeThreads(sandbox, method, strike);
    };
    await this.#order({
      order: "open",
      parts: strike === undefined ? parts : { ...parts, strike: { number, ...actOf(strike) } },
    });
    for (const account of accounts) await this.#connect(account, false);
    await this.#order({ order: "look" });
    let standings = await this.#standings();
    let owner = strike?.owner;
    for (let tick = 1; tick <= ticksAtMost; tick += 1) {
      const isDone = this.#isDone(standings);
      if (owner === undefined && isDone) break;
      if (owner !== undefined && (isDone || tick === ticksUntilOwner)) {
        await this.#askOwner(owner, standings);
        owner = undefined;
      }
      await clock.sleep(tickInMs);
      await this.#order({ order: "tick" });
      standings = await this.#standings();
    }
    const { findings, words } = judge(accounts, entriesOf(), sandbox.record.posts, standings);
    const isKilled = this.#process !== first;
    const calls = z.array(z.string()).parse(await this.#order({ order: "calls" }));
    const isStruck = isKilled || this.#isStruck || calls.length >= number;
    return { trial: { isStruck, findings, words }, calls };
  }

  /** Everything is known and nothing more comes by itself. */
  #isDone(standings: Standing[]): boolean {
    const wanted = entriesOf().length * accounts.length;
    const isOpen = standings.some(({ shelf }) => shelf === "open");
    return standings.length >= wanted && !isOpen && this.#all.sandbox.record.underway === 0;
  }

  /** A process that is killed meanwhile is followed by another, at once, as whoever starts it again does. */
  async #order(order: Order): Promise<unknown> {
    const done = await this.#process.order(order);
    if (done !== undefined) return done.answer;
    const { warm, parts } = this.#all;
    this.#process = warm;
    await warm.order({ order: "open", parts });
    await warm.order({ order: "look" });
    return undefined;
  }

  async #standings(): Promise<Standing[]> {
    return standingSchema.parse(await this.#order({ order: "standings" }));
  }

  async #askOwner(owner: "connect" | "release", standings: Standing[]): Promise<void> {
    for (const account of accounts) {
      const isHeld = standings.some(
        (one) => one.account === account && (one.shelf === "held" || one.shelf === "reconnect"),
      );
      if (!isHeld) continue;
      if (owner === "connect") await this.#connect(account, true);
      else await this.#order({ order: "release", account });
    }
  }

  async #connect(account: string, isNews: boolean): Promise<void> {
    const { accessToken, userId } = this.#all.sandbox.generateToken(account);
    await this.#order({ order: "connect", token: { account, accessToken, userId, isNews } });
  }
}

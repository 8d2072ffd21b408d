import { invocation } from "../../bin/local/invocation.ts";
import { InProcessBus } from "../../functions/adapters/local/in-process-bus.ts";
import { SqliteStore } from "../../functions/adapters/local/sqlite-store.ts";
import { readConfiguration } from "../../functions/core/configuration.ts";
import { pollIntervalInMinutes } from "../../functions/core/feed-schedule.ts";
import { type Post, shelves } from "../../functions/core/post.ts";
import { createHandler as createPoller } from "../../functions/feed-poller/handler.ts";
import type { Clock } from "../../functions/ports/clock.ts";
import { createHandler as createPublisher } from "../../functions/publisher/handler.ts";
import { localServices } from "../../functions/runtime/local-services.ts";
import { jsonLog } from "../../functions/runtime/log.ts";
import type { PollerServices } from "../../functions/runtime/services.ts";
import type { CallKind, FaultAnswer } from "../../sandbox/faults.ts";
import { startSandbox } from "../../sandbox/start-sandbox.ts";
import { connectProfile } from "../support/connect-profile.ts";
import { everyCall } from "../support/failing-services.ts";
import { mortalServices } from "../support/mortal-services.ts";
import { type Chance, seededChance } from "../support/seeded-chance.ts";
import { VirtualClock } from "../support/virtual-clock.ts";
import type { Standing } from "./jobs.ts";
import { judge } from "./judge.ts";
import { failureOf } from "./made-failures.ts";
import { type Spoil, spoiled } from "./spoils.ts";
import { type History, type Mode, modes } from "./stage.ts";
import { outages, strikesAt } from "./strikes.ts";
import { strikeThreads } from "./struck-threads.ts";
import { type SweepBlog, startSweepBlog } from "./sweep-blog.ts";
import { type Account, accounts, type BlogEntry, configurationOf } from "./the-set.ts";
import { Turns } from "./turns.ts";

/** How bad the days are, drawn for each history. */
interface Weather {
  mode: Mode;
  rounds: number;
  storeFaults: number;
  threadsFaults: number;
  deaths: number;
  jumps: number;
  /** How far a process's clock may be off, in milliseconds. */
  offset: number;
  /** How far the clock may jump within a round in all. */
  jumpsInMs: number;
  /** A publish that was cut may take effect so long after its round began. */
  lateInMs: number;
  /** From this round on Threads answers these calls so, for up to a day. */
  outage?: { round: number; calls: readonly CallKind[]; answer: FaultAnswer };
}

const secondInMs = 1000;
const tickInMs = pollIntervalInMinutes * 60 * secondInMs;
/** An outage's, and the rounds in which it is met. */
const longestOutageInMs = 20 * 3600 * secondInMs;
const outageRounds = 16;
const everyCallKind = ["create", "status", "publish", "own-posts", "conversation", "post", "limit"] as const;
const publishAlone = ["publish"] as const;
/** Two days: longer than everything that the last faults delayed, containers that must expire first included. */
const ticksAtMost = 576;

/**
 * Where a container that is published again makes a second post, all of a round must take effect before the next publisher
 * may ask again (5 minutes, by clocks that differ): the longest publish that was seen took 222 s. Elsewhere anything goes.
 */
function draw(chance: Chance): Weather {
  const mode = chance.oneOf(modes);
  const isStrict = mode === "second-post";
  const rounds = 3 + Math.floor(chance.next() * 8);
  const round = 1 + Math.floor(chance.next() * rounds);
  const outage = { round, calls: chance.oneOf([everyCallKind, publishAlone]), answer: chance.oneOf(outages) };
  return {
    mode,
    rounds,
    ...(chance.happens(0.2) ? { outage } : {}),
    storeFaults: chance.oneOf([0, 0.02, 0.1]),
    threadsFaults: chance.oneOf([0, 0.1, 0.35]),
    deaths: chance.oneOf([0, 0.3, 0.7]),
    jumps: chance.oneOf([0, 0.02, 0.1]),
    offset: (isStrict ? 15 : 120) * secondInMs,
    jumpsInMs: (isStrict ? 90 : 1500) * secondInMs,
    lateInMs: (isStrict ? 240 : 1800) * secondInMs,
  };
}

/**
 * A history drawn from a seed: entries come in while two publishers with holders of their own and a poller run side by side,
 * calls fail in every way that is known, processes die, clocks jump and differ. Then it heals, owners do what they are asked
 * to, and everything must be out once.
 */
async function runHistory(seed: number, blog: SweepBlog, spoil?: Spoil): Promise<History> {
  const chance = seededChance(seed);
  const weather = draw(chance);
  const world = await openWorld(chance, weather, blog, spoil);
  try {
    // Never empty: a feed in which nothing is known would be taken for one whose ids changed.
    blog.entries = [entryOf(0, chance), { ...entryOf(1, chance), isChain: true }];
    for (const account of accounts) await world.connect(account);
    for (let round = 1; round <= weather.rounds; round += 1) {
      world.tell(`round ${round}, ${world.clock.now().toISOString()}`);
      if (blog.entries.length < 6) blog.entries.push(...newEntries(chance, blog.entries.length));
      await world.breakDown(round);
      await world.round();
    }
    world.tell(`healed, ${world.clock.now().toISOString()}`);
    await world.heal();
    const standings = await world.standings();
    const { findings, words } = judge(accounts, blog.entries, world.posts(), standings, world.steppedAside);
    const { failures, tale } = world;
    findings.failed += failures.length;
    return { seed, mode: weather.mode, tale, findings, words: [...words, ...failures] };
  } finally {
    await world.close();
  }
}

export async function startHistories(spoil?: Spoil) {
  const blog = await startSweepBlog();
  return {
    run: (seed: number) => runHistory(seed, blog, spoil),
    close: () => blog.close(),
  };
}

function newEntries(chance: Chance, known: number): BlogEntry[] {
  return Array.from({ length: Math.floor(chance.next() * 3) }, (_, index) => entryOf(known + index, chance));
}

function entryOf(number: number, chance: Chance): BlogEntry {
  return {
    id: `entry-${number}`,
    title: `Entry ${number}`,
    pictures: chance.oneOf([0, 0, 0, 1, 2]),
    isChain: number > 1 && chance.happens(0.2),
    publishedAt: new Date(Date.UTC(2026, 10, 20, 8, number)),
  };
}

async function openWorld(chance: Chance, weather: Weather, blog: SweepBlog, spoil: Spoil | undefined) {
  const clock = new VirtualClock();
  const sandbox = await startSandbox({
    clock,
    people: accounts.map((username) => ({ username })),
    cards: "off",
    behaviour: {
      republish: weather.mode,
      textReadySeconds: chance.oneOf([0, 0, 3]),
      imageReadySeconds: chance.oneOf([0, 2, 40]),
      feedLagSeconds: chance.oneOf([0, 45]),
    },
  });
  const store = new SqliteStore(":memory:");
  const turns = new Turns(chance);
  const tale: string[] = [];
  const steppedAside = new Set<string>();
  const failures: string[] = [];
  const tell = (line: string) => void tale.push(line);
  const whole = localServices({
    store,
    bus: new InProcessBus(),
    clock,
    log: jsonLog("SILENT"),
    // Whatever is there at the first sight, which may come late.
    configuration: readConfiguration(configurationOf(blog.feedUrls, 100)),
    threadsUrls: sandbox,
    allowPrivateFeeds: true,
  });
  const ledger = everyCall(whole.ledger, async (name, call, [post]) => {
    const answer = await call();
    if (name === "replacePost" && answer === true && isPost(post)) noteAside(post, steppedAside, failures);
    return answer;
  });
  const services = { ...whole, ledger: spoiled(ledger, spoil) };
  let isHealed = false;
  let isDown = false;
  let leftToJump = 0;
  let roundBegan = clock.now();

  async function jump(most: number): Promise<void> {
    const milliseconds = Math.min(leftToJump, Math.floor(chance.next() ** 3 * most));
    leftToJump -= milliseconds;
    tell(`    the clock jumps by ${milliseconds / 1000} s`);
    await clock.sleep(milliseconds);
  }

  function disturbed<Port extends object>(who: string, port: string, known: Port): Port {
    return everyCall(known, async (name, call) => {
      await turns.turn();
      if (chance.happens(weather.jumps)) await jump(600 * secondInMs);
      const made = await disturb(`${port}.${name}`, call);
      tell(`  ${who} ${port}.${name} ${made.how}`);
      await turns.turn();
      if ("error" in made) throw made.error;
      return made.answer;
    });
  }

  async function disturb(
    method: string,
    call: () => Promise<unknown>,
  ): Promise<{ how: string } & ({ answer: unknown } | { error: unknown })> {
    const [port = "", name = ""] = method.split(".");
    const rate = port === "threads" ? weather.threadsFaults : weather.storeFaults;
    if (isHealed || !chance.happens(rate)) return { how: "", answer: await call() };
    const strike = chance.oneOf(strikesAt(method).filter(({ act }) => !act.includes("kill")));
    switch (strike.act) {
      case "fail-after":
        await call().catch(() => {});
        return { how: strike.name, error: failureOf(port, name) };
      case "not-sent":
        return {
          how: strike.name,
          answer: { ok: false, fault: { kind: "not-sent", words: "no connection (for a test)" } },
        };
      case "arrange": {
        const latest = roundBegan.getTime() + weather.lateInMs - clock.now().getTime();
        strikeThreads(sandbox, name, strike, latest);
        return { how: strike.name, answer: await call() };
      }
      default:
        return { how: strike.name, error: failureOf(port, name) };
    }
  }

  /** A process that may die, with a clock that may be off. */
  function processNamed(who: string): PollerServices {
    const offset = Math.floor((chance.next() * 2 - 1) * weather.offset);
    const itsClock: Clock = {
      now: () => new Date(clock.now().getTime() + offset),
      sleep: async (milliseconds) => {
        await turns.turn();
        await clock.sleep(milliseconds);
      },
    };
    const fatal = chance.happens(weather.deaths) ? 1 + Math.floor(chance.next() * 60) : Infinity;
    const moment = chance.oneOf(["before", "after"] as const);
    tell(`  ${who} begins, its clock off by ${offset / 1000} s, dies ${moment} call ${fatal}`);
    const all: PollerServices = {
      ...services,
      clock: itsClock,
      holder: who,
      ledger: disturbed(who, "ledger", services.ledger),
      vault: disturbed(who, "vault", services.vault),
      bus: disturbed(who, "bus", services.bus),
      threads: disturbed(who, "threads", services.threads),
      feedSource: disturbed(who, "feed", services.feedSource),
    };
    return mortalServices(all, fatal, moment).services;
  }

  async function standings(): Promise<Standing[]> {
    const found: Standing[] = [];
    for (const account of accounts) {
      for (const shelf of shelves) {
        for (const { entry, life } of await services.ledger.posts(account, shelf, { limit: 1000 })) {
          const words = "words" in life ? `${life.reason}: ${life.words}` : "";
          found.push({ account, title: entry.title ?? "", shelf, words });
        }
      }
    }
    return found;
  }

  async function connect(account: Account): Promise<void> {
    tell(`  @${account} connects`);
    const { accessToken, userId } = sandbox.generateToken(account);
    const expiresAt = new Date(clock.now().getTime() + 60 * 86_400_000);
    await connectProfile(account, { accessToken, userId, expiresAt }, services);
  }

  async function connectAgain(probability: number): Promise<void> {
    for (const account of accounts) {
      const known = await services.ledger.readAccount(account);
      if (known?.state === "disconnected" && chance.happens(probability)) await connect(account);
    }
  }

  /** The poller, and two publishers, of which any may be left out. */
  async function round(): Promise<void> {
    leftToJump = weather.jumpsInMs;
    roundBegan = clock.now();
    const jobs = [
      async (): Promise<unknown> => {
        const services = processNamed("poller");
        return createPoller(services)({}, invocation("feed-poller"));
      },
      ...["first", "second"].map((who) => async (): Promise<unknown> => {
        const services = processNamed(who);
        return createPublisher(services)({}, invocation("publisher"));
      }),
    ].filter(() => chance.happens(0.85));
    await turns.together(jobs);
    await connectAgain(0.4);
    await clock.sleep(tickInMs);
    if (!isHealed && !isDown && chance.happens(0.1))
      await clock.sleep(chance.next() * 30 * 3600 * secondInMs);
  }

  /** An outage that begins in this round, as long as it lasts. */
  async function breakDown(number: number): Promise<void> {
    const { outage } = weather;
    if (number !== outage?.round) return;
    isDown = true;
    tell(`Threads is out of order: ${JSON.stringify(outage)}`);
    for (const call of outage.calls)
      sandbox.faults.plan({ call, times: Infinity, effect: "before", answer: outage.answer });
    for (let count = 0; count < outageRounds; count += 1) {
      await round();
      await clock.sleep((chance.next() * longestOutageInMs) / outageRounds);
    }
    sandbox.faults.clear();
    tell("Threads is well again");
    isDown = false;
  }

  /** No fault happens any more, and owners do what they are told; until nothing is due. */
  async function heal(): Promise<void> {
    isHealed = true;
    sandbox.faults.clear();
    [weather.deaths, weather.jumps] = [0, 0];
    for (let tick = 0; tick < ticksAtMost; tick += 1) {
      const found = await standings();
      await connectAgain(1);
      for (const account of accounts) {
        const ofAccount = found.filter((one) => one.account === account);
        const publisher = createPublisher(services);
        if (ofAccount.some(({ shelf }) => shelf === "held"))
          await publisher({ account, release: "all" }, invocation("publisher"));
        if (ofAccount.some(({ shelf }) => shelf === "failed"))
          await publisher({ account, retry: "all" }, invocation("publisher"));
      }
      const isAllKnown = found.length >= blog.entries.length * accounts.length;
      const isSettled = found.every(({ shelf }) => shelf === "published" || shelf === "skipped");
      if (isAllKnown && isSettled && sandbox.record.underway === 0) return;
      await round();
    }
  }

  return {
    clock,
    tale,
    tell,
    steppedAside,
    failures,
    breakDown,
    connect,
    standings,
    round,
    heal,
    posts: () => sandbox.record.posts,
    async close() {
      await sandbox.close();
      store.close();
    },
  };
}

/**
 * A post that stood aside lets later ones go first: from then on its profile has no order to keep. Nothing in a history is
 * refused for good, and only three containers gone wrong may cost a post.
 */
function noteAside({ account, life }: Post, aside: Set<string>, failures: string[]): void {
  if (life.state === "failed" || (life.state === "held" && life.reason !== "reconnect")) aside.add(account);
  const refused = "effort" in life ? life.effort.aside : undefined;
  // Refused again although its neighbour was taken: that one goes first.
  if (refused?.step === "publish" || refused?.alone !== undefined) aside.add(account);
  if (life.state === "failed" && life.reason !== "container")
    failures.push(`@${account} has a post that failed: ${life.reason}: ${life.words}`);
}

function isPost(value: unknown): value is Post {
  return typeof value === "object" && value !== null && "life" in value && "account" in value;
}

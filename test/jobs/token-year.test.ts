import { describe, expect, it } from "vitest";
import { invocation } from "../../bin/local/invocation.ts";
import type { FeedloomEvent } from "../../functions/core/events.ts";
import { Secret } from "../../functions/core/secret.ts";
import { createHandler } from "../../functions/token-refresher/handler.ts";
import type { SandboxBehaviour } from "../../sandbox/behaviour.ts";
import { aBlog, type Blog, numbered } from "../support/a-blog.ts";
import { account, aWorkshop, connect, type Workshop } from "../support/a-workshop.ts";
import { everyCall, failingServices } from "../support/failing-services.ts";
import { mortalServices } from "../support/mortal-services.ts";
import { type Chance, seededChance } from "../support/seeded-chance.ts";

/**
 * A year of daily runs in which nearly a third of all calls fail and every seventh process is killed. Whatever a run does,
 * the vault holds a token that Threads takes, for a client can see to that. What no client can see to is counted apart: where
 * Threads ends the old token at a renewal, the new one is the only one, and it is lost with an answer that never came,
 * a process that died, or a vault that took nothing for as long as a run lasts.
 *
 * `TOKEN_YEAR_SEED=17 npx vitest run test/jobs/token-year.test.ts` runs one seed.
 */
const only = process.env.TOKEN_YEAR_SEED;
const seeds = only === undefined ? Array.from({ length: 50 }, (_, index) => index + 1) : [Number(only)];
const failureRate = 0.3;
const killRate = 1 / 7;
/** More calls than a run makes when the vault fails for its whole length. */
const mostCalls = 12;
/** So long a lost account may stay untold: each day one of some six calls may fail that telling needs. */
const daysToTell = 120;

/** Why a token that Threads gave in a run is not in the vault at its end. */
type Excuse = "answer lost" | "killed" | "vault down";

interface Year {
  renewals: number;
  losses: Record<Excuse, number>;
  /** The longest time from a loss until its owner was told. */
  daysUntold: number;
  /** Everything that no client may let happen, one line each. */
  broken: string[];
}

/** What really happened in one run, seen from behind the failures. */
interface Witness {
  /** The token last given by Threads that was not written yet; `undefined` inside when its answer was lost. */
  given?: { token: string | undefined; at: Date };
  /** Calls to anything but the vault while a token was waiting to be written. */
  detours: number;
  writes: number;
}

async function aYear(
  seed: number,
  oldTokenAfterRefresh: SandboxBehaviour["oldTokenAfterRefresh"],
  blog: Blog,
): Promise<Year> {
  const chance = seededChance(seed);
  const refreshBeforeADay = chance.oneOf(["refuse", "allow"] as const);
  const workshop = await aWorkshop({
    feeds: [{ url: blog.feedUrl, backfill: 1 }],
    connected: false,
    sandbox: { behaviour: { oldTokenAfterRefresh, refreshBeforeADay } },
  });
  const { clock, services, sandbox, events } = workshop;
  if (chance.happens(0.5)) await connect(account, sandbox, services);
  else await services.vault.paste(account, JSON.stringify(sandbox.generateToken(account)));
  const year: Year = {
    renewals: 0,
    losses: { "answer lost": 0, killed: 0, "vault down": 0 },
    daysUntold: 0,
    broken: [],
  };
  let lostOn: number | undefined;
  let toldBefore = 0;
  const breach = (day: number, what: string) =>
    year.broken.push(`seed ${seed}, old token ${oldTokenAfterRefresh}, day ${day}: ${what}`);

  for (let day = 1; day <= 365 && year.broken.length === 0; day += 1) {
    // The first run finds a token of some hours.
    clock.advance(day === 1 ? { hours: Math.floor(chance.next() * 24) } : { days: 1 });
    const stepsBefore = lastStep(workshop);
    const { witness, isKilled } = await aDay(workshop, chance);
    year.renewals += witness.writes;
    const told = events.filter(isTellingOfALoss).length;
    const isTold = told > toldBefore;
    toldBefore = told;
    if (lostOn !== undefined) {
      if (!isTold && day - lostOn > daysToTell) breach(day, "is not told of its loss");
      if (!isTold) continue;
      year.daysUntold = Math.max(year.daysUntold, day - lostOn);
      await connect(account, sandbox, services);
      lostOn = undefined;
      continue;
    }
    // Between two calls only time can end a token, and a token that nobody renews has weeks.
    if (lastStep(workshop) === stepsBefore && day % 7 > 0) continue;
    const isAlive = await works(workshop);
    const isOrphan = oldTokenAfterRefresh === "invalid" && witness.given !== undefined;
    if (isAlive && isOrphan) breach(day, "works with a token that must be dead");
    if (isAlive && isTold) breach(day, "is told of a loss that is none");
    if (isAlive) continue;
    const excuse = isOrphan ? excuseFor(witness, isKilled, clock.now()) : undefined;
    if (excuse === undefined) breach(day, "is lost although it need not have been");
    else year.losses[excuse] += 1;
    lostOn = day;
  }
  await lastDay(workshop, lostOn !== undefined, (what) => breach(365, what));
  return year;
}

const lastStep = ({ sandbox }: Workshop) => sandbox.record.calls.at(-1)?.step;

function isTellingOfALoss({ detail }: FeedloomEvent): boolean {
  return "words" in detail && detail.words.includes("open the connect link");
}

/** One run, with failures and perhaps a violent end; and what really happened in it. */
async function aDay(
  { services, sandbox, clock }: Workshop,
  chance: Chance,
): Promise<{ witness: Witness; isKilled: boolean }> {
  const witness: Witness = { detours: 0, writes: 0 };
  const { vault, threads } = services;
  const isInvalidAfter = async (token: Secret) => !(await threads.me(token)).ok;
  const seen = {
    ...services,
    vault: everyCall(vault, async (name, call, [, token]) => {
      const answer = await call();
      if (name !== "write") return answer;
      witness.writes += 1;
      if (witness.given !== undefined && revealed(token) === witness.given.token) delete witness.given;
      return answer;
    }),
  };
  const failing = failingServices(seen, sandbox, chance, failureRate);
  const detour = (call: () => Promise<unknown>) => {
    if (witness.given?.token !== undefined) witness.detours += 1;
    return call();
  };
  const watched = {
    ...failing,
    ledger: everyCall(failing.ledger, (_, call) => detour(call)),
    bus: everyCall(failing.bus, (_, call) => detour(call)),
    threads: everyCall(failing.threads, async (name, call, [token]) => {
      if (name !== "refresh") return detour(call);
      const answer = await failing.threads.refresh(secretOf(token));
      if (answer.ok) witness.given = { token: answer.value.accessToken.reveal(), at: clock.now() };
      else if (await isInvalidAfter(secretOf(token))) witness.given ??= { token: undefined, at: clock.now() };
      return answer;
    }),
  };
  const fatal = chance.happens(killRate)
    ? 1 + Math.floor(chance.next() * mostCalls)
    : Number.POSITIVE_INFINITY;
  const mortal = mortalServices(watched, fatal, chance.oneOf(["before", "after"]));
  // What a run throws, its host sees; here the next day comes all the same.
  await createHandler(mortal.services)({}, invocation("token-refresher")).catch(() => undefined);
  sandbox.faults.clear();
  return { witness, isKilled: mortal.calls() >= fatal };
}

/** Undefined when a client could have done better: nothing but the vault comes between, and it is tried for a minute. */
function excuseFor({ given, detours }: Witness, isKilled: boolean, now: Date): Excuse | undefined {
  if (given === undefined || detours > 0) return undefined;
  if (given.token === undefined) return "answer lost";
  if (isKilled) return "killed";
  return now.getTime() - given.at.getTime() >= 60_000 ? "vault down" : undefined;
}

/** The storm is over: what the year has left must do its work. */
async function lastDay(workshop: Workshop, isLost: boolean, breach: (what: string) => void): Promise<void> {
  const { services, sandbox, clock } = workshop;
  if (isLost) await connect(account, sandbox, services);
  clock.advance({ days: 1 });
  const { accounts } = await workshop.refresh();
  const [entry, record] = [await services.vault.read(account), await services.ledger.readAccount(account)];
  if (entry.kind !== "token" || record?.state !== "connected") return breach("is not connected in the end");
  if (record.tokenExpiresAt?.getTime() !== entry.token.expiresAt.getTime())
    breach("the ledger has another expiry than the vault");
  if ((accounts[0]?.daysLeft ?? 0) < 50) breach(`has ${accounts[0]?.daysLeft} days left after a quiet run`);
  await workshop.poll();
  await workshop.publish();
  if (workshop.posted().join() !== "Entry 1") breach("cannot post");
}

async function works({ services }: Workshop): Promise<boolean> {
  const entry = await services.vault.read(account);
  if (entry.kind === "absent" || entry.kind === "unreadable") return false;
  const token = entry.kind === "token" ? entry.token.accessToken : entry.accessToken;
  return (await services.threads.me(token)).ok;
}

function secretOf(value: unknown): Secret {
  if (value instanceof Secret) return value;
  throw new Error("a call of Threads without a token");
}

function revealed(token: unknown): string | undefined {
  if (typeof token !== "object" || token === null || !("accessToken" in token)) return undefined;
  return secretOf(token.accessToken).reveal();
}

describe("a token through a year in which nearly everything fails at times", () => {
  it.each(["valid", "invalid"] as const)(
    "is never lost by us (the old one after a renewal: %s)",
    { timeout: 120_000 },
    async (oldTokenAfterRefresh) => {
      const blog = await aBlog(numbered(1));
      const years: Year[] = [];
      for (const seed of seeds) years.push(await aYear(seed, oldTokenAfterRefresh, blog));
      expect(years.flatMap(({ broken }) => broken)).toEqual([]);
      if (only !== undefined) return;
      // The storm was one: else the year would prove nothing.
      const average = (figure: (year: Year) => number) =>
        years.reduce((total, year) => total + figure(year), 0) / years.length;
      expect(average(({ renewals }) => renewals)).toBeGreaterThan(25);
      const lost = average(({ losses }) => losses["answer lost"] + losses.killed + losses["vault down"]);
      if (oldTokenAfterRefresh === "valid") expect(lost).toBe(0);
      else expect(lost).toBeGreaterThan(3);
    },
  );
});

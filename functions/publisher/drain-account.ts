import { isOpenPost, type Post, postWaitInMs, withLife } from "../core/post.ts";
import { held, notTheToken, resumed } from "../core/post-life.ts";
import { nextTurn, overtakes, stepTaken } from "../core/refused-line.ts";
import type { Secret } from "../core/secret.ts";
import { isOfDeadToken, verdictOnRead } from "../core/threads-verdict.ts";
import { recordConnected, tellDisconnected } from "../runtime/connection-record.ts";
import { logging } from "../runtime/log.ts";
import type { Services } from "../runtime/services.ts";
import { otherToken, tokenFor, wayOut } from "./account-token.ts";
import { advancePost } from "./advance-post.ts";
import { lineOf, noteOvertaken, tellRefused } from "./line-of-account.ts";
import { paceFor } from "./pace-for.ts";
import { countsAsPost, isUnbegun, postsLeft, quotaFor, quotaPauseInMs, wasRefused } from "./post-quota.ts";
import { tell } from "./tell.ts";

/** What one run did for an account. */
export interface DrainReport {
  account: string;
  published: { post: string; title: string; permalink?: string }[];
  failed: { post: string; title: string; reason: string; words: string }[];
  held: { post: string; title: string; reason: string; words: string }[];
  /** Why it stopped before the line was empty, and when it goes on. */
  stopped?: { why: string; until?: string };
}

/**
 * A post goes through at most this many steps in one run; a bound on a loop that Meta's answers steer, far above what
 * any known sequence of them takes.
 */
const stepsAtMost = 5000;

/**
 * Long enough for the slowest step (two calls of 60 s and what is written between), short enough that a publisher
 * which died holds an account up for minutes only.
 */
const leaseInMs = 4 * 60_000;

/** From this much of the app's allowance for calls on, one post goes out in a run: Threads refuses at 100 %. A choice of ours. */
const slowDownAtPercent = 80;

export interface DrainLimits {
  /** No new step begins after this: the host is about to stop us. */
  deadline: Date;
  /** Whether the host wants to stop: the post in hand goes on as far as it can without waiting, and no other is begun. */
  isStopping?(): boolean;
  /** How long it may wait in all for posts that are not ready (a picture, a doubt), before leaving them to the next run. */
  patienceInMs: number;
}

/**
 * Publishes what is due for an account, oldest first, until nothing is left or its first post must wait. One that waits
 * holds its place; one that is held or has failed steps aside. Runs under the account's lease: two publishers take turns.
 */
export async function drainAccount(
  account: string,
  services: Services,
  limits: DrainLimits,
): Promise<DrainReport> {
  const { clock, ledger, holder } = services;
  const report: DrainReport = { account, published: [], failed: [], held: [] };
  if (!(await takeLease(account, services))) {
    return { ...report, stopped: { why: "another publisher is at it" } };
  }
  try {
    const token = await tokenFor(account, services);
    if (token.kind !== "token") {
      await holdAll(account, token.words, services, report);
      return report;
    }
    await resumeReconnected(account, services);
    const stopped = await drain(account, token.accessToken, services, limits, report);
    return stopped === undefined ? report : { ...report, stopped };
  } finally {
    await ledger
      .returnLease(account, holder)
      .catch(() => services.log.warn("lease not returned; it runs out", { account, at: clock.now() }));
  }
}

async function drain(
  account: string,
  firstToken: Secret,
  services: Services,
  limits: DrainLimits,
  report: DrainReport,
): Promise<DrainReport["stopped"]> {
  const { clock, ledger } = services;
  let token = firstToken;
  let patienceInMs = limits.patienceInMs;
  let quotaLeft = await quotaFor(account, token, services);
  let usedPercent = 0;
  for (let step = 0; step < stepsAtMost; step += 1) {
    const line = await lineOf(account, services);
    const turn = nextTurn(line, clock.now());
    if (turn === undefined) return undefined;
    if (turn.kind === "tell") {
      await tellRefused(turn, services, report);
      continue;
    }
    if (turn.kind === "give-up") {
      const failed = withLife(turn.post, turn.life, clock.now());
      if (await ledger.replacePost(failed)) await tell(failed, services, report);
      continue;
    }
    const head = turn.kind === "post" ? turn.post : undefined;
    if (usedPercent >= slowDownAtPercent) {
      return { why: `${usedPercent} % of the allowance for calls to Threads is used; the next run goes on` };
    }
    if (clock.now() >= limits.deadline) return { why: "out of time; the next run goes on" };
    const isStopping = limits.isStopping?.() === true;
    if (isStopping && (head === undefined || isUnbegun(head)))
      return { why: "it was stopped; the next run goes on" };
    const dueAt = turn.kind === "wait" ? turn.until : turn.post.life.notBefore;
    const waitInMs =
      turn.kind === "wait"
        ? turn.until.getTime() - clock.now().getTime()
        : postWaitInMs(turn.post, clock.now());
    if (waitInMs > 0) {
      if (
        isStopping ||
        waitInMs > patienceInMs ||
        clock.now().getTime() + waitInMs >= limits.deadline.getTime()
      ) {
        return {
          why: (turn.kind === "wait" ? turn.why : head?.life.waitsFor) ?? "it is not due yet",
          until: dueAt?.toISOString() ?? "",
        };
      }
      patienceInMs -= waitInMs;
      await clock.sleep(waitInMs);
      continue;
    }
    if (head === undefined) continue;
    const pace = isUnbegun(head) ? await paceFor(head, services) : undefined;
    if (pace !== undefined) {
      const waiting = { ...head.life, notBefore: pace.until, waitsFor: pace.why };
      await ledger.replacePost(withLife(head, waiting, clock.now()));
      continue;
    }
    if (wasRefused(head)) quotaLeft ??= await postsLeft(token, services);
    if (quotaLeft !== undefined && quotaLeft <= 0 && (isUnbegun(head) || wasRefused(head))) {
      const notBefore = new Date(clock.now().getTime() + quotaPauseInMs);
      await ledger.replacePost(
        withLife(
          head,
          {
            ...head.life,
            notBefore,
            waitsFor: "the profile's posts of the last 24 hours are used up",
          },
          clock.now(),
        ),
      );
      quotaLeft = undefined;
      continue;
    }
    if (!(await takeLease(account, services))) return { why: "another publisher took over" };
    const sent = token;
    const others = line.filter(({ id }) => id !== head.id);
    const until = others.some((other) => overtakes("create", other)) ? "container" : undefined;
    const advance = await logging({ post: head.id }, () => advancePost(head, sent, services, until));
    if (advance.kind === "overtaken") continue;
    if (advance.kind === "moved") {
      if (quotaLeft !== undefined && countsAsPost(advance.post)) quotaLeft -= 1;
      usedPercent = advance.usage?.percent ?? usedPercent;
      await tell(advance.post, services, report);
      const step = stepTaken(head, advance.post.life);
      if (step !== undefined) await noteOvertaken(others, step, services);
      continue;
    }
    const { trouble, fault } = advance;
    const isRefused = trouble === "reauthorize";
    const renewed = isRefused ? await otherToken(account, token, services) : undefined;
    if (renewed !== undefined) {
      token = renewed.accessToken;
      continue;
    }
    if (fault !== undefined && isOfDeadToken(fault) && !(await isDead(token, services))) {
      const { post } = advance;
      if (isOpenPost(post))
        await ledger.replacePost(withLife(post, notTheToken(post.life, fault, clock.now()), clock.now()));
      continue;
    }
    const words = `${advance.words}; ${wayOut(account, trouble)}`;
    if (!isRefused) {
      // It is connected all the same: its token is good, and its days are what they were.
      await holdAll(account, words, services, report, "restricted");
      return undefined;
    }
    await tellDisconnected(account, words, services);
    // Who connected between that look and that mark was overlooked: looked again, nobody can be.
    const connected = await otherToken(account, token, services);
    if (connected !== undefined) {
      await recordConnected(connected, connected.issuedAt, services);
      token = connected.accessToken;
      continue;
    }
    await holdAll(account, words, services, report);
    return undefined;
  }
  return { why: "too many steps in one run; the next run goes on" };
}

/** One refusal is no proof: it came for tokens that worked, in the middle of something else. */
async function isDead(token: Secret, { threads }: Services): Promise<boolean> {
  const me = await threads.me(token);
  return !me.ok && verdictOnRead(me.fault).kind === "reauthorize";
}

function takeLease(account: string, { ledger, holder, clock }: Services): Promise<boolean> {
  const now = clock.now();
  return ledger.takeLease(account, holder, now, new Date(now.getTime() + leaseInMs));
}

/** Sets everything in line aside, with where it stood: a doubt stays a doubt. */
async function holdAll(
  account: string,
  words: string,
  services: Services,
  report: DrainReport,
  reason: "reconnect" | "restricted" = "reconnect",
): Promise<void> {
  const { clock, ledger } = services;
  for (let round = 0; round < stepsAtMost; round += 1) {
    const line = await ledger.posts(account, "open", { limit: 100 });
    if (line.length === 0) return;
    for (const post of line.filter(isOpenPost)) {
      const next: Post = withLife(post, held(reason, words, post.life, clock.now()), clock.now());
      if (await ledger.replacePost(next)) await tell(next, services, report);
    }
  }
}

/** The account has a token again: what was held for want of one goes on where it was. */
async function resumeReconnected(account: string, { ledger, clock }: Services): Promise<void> {
  for (let round = 0; round < stepsAtMost; round += 1) {
    const waiting = await ledger.posts(account, "reconnect", { limit: 100 });
    if (waiting.length === 0) return;
    for (const post of waiting) {
      if (post.life.state !== "held") continue;
      await ledger.replacePost(withLife(post, resumed(post.life.resumeAs, clock.now()), clock.now()));
    }
  }
}

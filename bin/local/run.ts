import pLimit from "p-limit";
import { FeedloomError } from "../../functions/core/errors.ts";
import type { FeedloomEvent } from "../../functions/core/events.ts";
import { pollIntervalInMinutes } from "../../functions/core/feed-schedule.ts";
import { isOpenPost, postWaitInMs } from "../../functions/core/post.ts";
import type { Surroundings } from "./command-line.ts";
import { invocation } from "./invocation.ts";
import { openLiveStage } from "./live-stage.ts";
import { type Options, ownerWordsOf } from "./options.ts";
import { changedLines, changePosts, sayWord } from "./owner-command.ts";
import { isConfigurationNamed } from "./plan.ts";
import { openSandboxStage } from "./sandbox-stage.ts";
import type { Stage } from "./stage.ts";
import { summarize } from "./summarize.ts";
import { doneLine, errorLine, eventLine, feedLines, type Terminal } from "./terminal.ts";

/** With `--once`: how long a post that must wait (a picture, a slow answer) is waited for before it is left to the next run. */
const patienceInMs = 60_000;
/** Feeds looked at side by side at the start. */
const looksAtATime = 4;
const tickInMs = pollIntervalInMinutes * 60_000;
const dayInMs = 24 * 3_600_000;

const stopped = "\nStopped. Everything is remembered: start again to go on.";
/** What a shell says of a program that Ctrl-C ended. */
const interrupted = 130;

/** What went wrong so far; decides the exit code. */
interface Tale {
  failures: number;
}

/**
 * The whole of `npm start`: a sandbox, the four jobs and (for the demo) a blog, in one process.
 *
 * @param signal - aborted by Ctrl-C: everything ends in good order, after the post in hand.
 * @returns the exit code: 0; 1 when a feed or a post failed; 130 when `--once` was stopped before its end.
 */
export async function run(
  options: Options,
  surroundings: Pick<Surroundings, "environment" | "out" | "signal" | "clock">,
): Promise<number> {
  const { environment, out, signal } = surroundings;
  if (isOnlyAboutWords(options, environment)) {
    const ledgerOptions = { ...options, deployed: false };
    for (const { word, which } of ownerWordsOf(options))
      await sayWord(word, [which], ledgerOptions, surroundings);
    return 0;
  }
  const tale: Tale = { failures: 0 };
  const audience = {
    onEvent: (event: FeedloomEvent) => tellEvent(event, tale, out),
    onFailure: (error: unknown) => tellFailure(error, tale, out),
  };
  const open = options.live ? openLiveStage : openSandboxStage;
  const stage = await open(options, environment, audience, signal);
  try {
    await connectAll(stage, out);
    // A run may be the only one of its day: who starts it by cron, or a laptop by day, has no other daily run.
    await refresh(stage, tale, out);
    await obeyOwner(stage, options, out);
    return options.once ? await once(stage, tale, out, signal) : await goOn(stage, tale, out, signal);
  } finally {
    out.idle();
    await stage.close();
  }
}

/** Who says a word and names no feed means the word: nothing is looked at, least of all the demo. */
function isOnlyAboutWords(options: Options, environment: NodeJS.ProcessEnv): boolean {
  const isAboutFeeds = options.feed !== undefined || options.live || isConfigurationNamed(environment);
  return ownerWordsOf(options).length > 0 && !isAboutFeeds;
}

async function connectAll(stage: Stage, out: Terminal): Promise<void> {
  out.say(`${stage.title}\n`);
  for (const account of stage.accounts) {
    const connected = await stage.connect(account);
    if (connected === undefined) continue;
    const day = connected.expiresAt.toISOString().slice(0, 10);
    out.say(doneLine(`@${account} connected (${connected.how}); good until ${day}, renewed by itself`));
  }
}

async function refresh({ host }: Stage, tale: Tale, out: Terminal): Promise<void> {
  await host
    .refresher({}, invocation("token-refresher"))
    .catch((error: unknown) => tellFailure(error, tale, out));
}

/** What the owner says of posts that did not go out by themselves; the look that follows finds what is due then. */
async function obeyOwner({ host, accounts }: Stage, options: Options, out: Terminal): Promise<void> {
  const { ledger, clock } = host.services;
  const place = { ledger, accounts, name: "the ledger", flags: "" };
  for (const { word, which } of ownerWordsOf(options)) {
    for (const line of changedLines(await changePosts(word, [which], place, clock))) out.say(line);
  }
}

async function once(stage: Stage, tale: Tale, out: Terminal, signal: AbortSignal): Promise<number> {
  await lookAtAll(stage, tale, out);
  await waitForTheRest(stage, out, signal);
  await summarize(stage, out, true);
  if (signal.aborted) {
    out.say(stopped);
    return interrupted;
  }
  return tale.failures === 0 ? 0 : 1;
}

async function goOn(stage: Stage, tale: Tale, out: Terminal, signal: AbortSignal): Promise<number> {
  const { clock, ledger } = stage.host.services;
  await lookAtAll(stage, tale, out);
  if (stage.isOneFeed && tale.failures > 0) {
    // A feed that was never read is a wrong address more often than a bad moment: its error has been said.
    const records = [...(await ledger.readFeeds(stage.feeds)).values()];
    if (records.every(({ firstReadAt }) => firstReadAt === undefined)) return 1;
  }
  await summarize(stage, out);
  if (!signal.aborted) out.say(`\nLooks again every ${pollIntervalInMinutes} minutes. Ctrl-C stops.`);
  let refreshedAt = clock.now().getTime();
  while (!signal.aborted) {
    await clock.sleep(tickInMs);
    if (signal.aborted) break;
    await tick(stage, out, tale);
    if (clock.now().getTime() - refreshedAt < dayInMs) continue;
    refreshedAt = clock.now().getTime();
    await refresh(stage, tale, out);
  }
  out.say(stopped);
  return 0;
}

/** The first look, at every feed whether it is due or not. */
async function lookAtAll(stage: Stage, tale: Tale, out: Terminal): Promise<void> {
  const limit = pLimit(looksAtATime);
  const payloads = stage.feeds.map((feed) => ({ feed }));
  const said = await Promise.all(payloads.map((payload) => limit(() => look(payload, stage, tale, out))));
  if (!said.includes(true)) out.say(doneLine("nothing new"));
  out.busy("publishing");
  await stage.host.settled();
  out.idle();
}

/** What the schedule does: feeds that are due, then the accounts with posts that are due. */
async function tick(stage: Stage, out: Terminal, tale: Tale): Promise<void> {
  await look({}, stage, tale, out).catch((error: unknown) => tellFailure(error, tale, out));
  await stage.host.settled();
  out.idle();
}

/** @returns whether there was anything to say. */
async function look(
  payload: { feed?: string },
  { host }: Stage,
  tale: Tale,
  out: Terminal,
): Promise<boolean> {
  out.busy(`reading ${payload.feed ?? "the feeds"}`);
  const { feeds } = await host.poller(payload, invocation("feed-poller"));
  const lines = feeds.flatMap(feedLines);
  tale.failures += feeds.filter(({ outcome }) => outcome === "failed").length;
  for (const line of lines) out.say(line);
  return lines.length > 0;
}

/** Posts that had to wait a moment are waited for, as long as that takes less than our patience. */
async function waitForTheRest({ host, accounts }: Stage, out: Terminal, signal: AbortSignal): Promise<void> {
  const { ledger, clock } = host.services;
  const until = clock.now().getTime() + patienceInMs;
  for (const account of accounts) {
    for (;;) {
      const [head] = await ledger.posts(account, "open", { limit: 1 });
      if (head === undefined || !isOpenPost(head) || signal.aborted) break;
      const waitsInMs = postWaitInMs(head, clock.now());
      if (clock.now().getTime() + waitsInMs >= until) {
        out.say(`  waiting  ${head.life.waitsFor ?? "not finished"}; the next run goes on`);
        break;
      }
      out.busy(`waiting: ${head.life.waitsFor ?? "not finished"}`);
      await clock.sleep(waitsInMs);
      await host.publisher({ account }, invocation("publisher", signal));
    }
  }
  out.idle();
}

function tellEvent(event: FeedloomEvent, tale: Tale, out: Terminal): void {
  if (event.type === "PostFailed") tale.failures += 1;
  const line = eventLine(event);
  if (line !== undefined) out.say(line);
}

/** A job that failed as a whole: said in a sentence, done again at the next tick. */
function tellFailure(error: unknown, tale: Tale, out: Terminal): void {
  tale.failures += 1;
  out.say(
    errorLine(
      error instanceof FeedloomError
        ? error.message
        : `an unexpected fault (${String(error)}); --verbose shows more`,
    ),
  );
}

import { expect, it, onTestFinished } from "vitest";
import { invocation } from "../../bin/local/invocation.ts";
import { startHost } from "../../bin/local/start-host.ts";
import { readConfiguration } from "../../functions/core/configuration.ts";
import { startSandbox } from "../../sandbox/start-sandbox.ts";
import { aBlog, numbered } from "../support/a-blog.ts";
import { aFolder, start } from "../support/a-command.ts";
import { account, connect } from "../support/a-workshop.ts";
import { recordedLog } from "../support/recorded-log.ts";
import { VirtualClock } from "../support/virtual-clock.ts";

/** A host with thirty posts to send, which is stopped as soon as it has sent `stopAfter` of them. */
async function aBurst(stopAfter: number) {
  const clock = new VirtualClock();
  const sandbox = await startSandbox({ clock, people: [{ username: account }], cards: "off" });
  onTestFinished(() => sandbox.close());
  const blog = await aBlog(numbered(30));
  const stop = new AbortController();
  const failures: unknown[] = [];
  const host = await startHost({
    database: ":memory:",
    port: 0,
    clock,
    log: recordedLog(),
    configuration: readConfiguration({ accounts: [account], feeds: [{ url: blog.feedUrl, backfill: 30 }] }),
    threadsUrls: sandbox,
    allowPrivateFeeds: true,
    onEvent: ({ type }) => {
      if (type === "PostPublished" && sandbox.record.posts.length >= stopAfter) stop.abort();
    },
    onFailure: (failure) => failures.push(failure),
    signal: stop.signal,
  });
  onTestFinished(() => host.close());
  await connect(account, sandbox, host.services);
  await host.poller({}, invocation("feed-poller"));
  await host.settled();
  return { host, failures, sent: () => sandbox.record.posts.map(({ text }) => text) };
}

it.each([1, 3])(
  "a burst of thirty that is stopped after %i ends there, and the others wait",
  async (count) => {
    const { host, failures, sent } = await aBurst(count);
    expect(sent()).toEqual(numbered(count).map((_, index) => `Entry ${index + 1}`));
    expect(await host.services.ledger.tally(account)).toMatchObject({ published: count, open: 30 - count });
    expect(failures).toEqual([]);
  },
);

it("what was left in a burst goes out in the next run, each once", async () => {
  const { host, sent } = await aBurst(3);
  await host.publisher({ account }, invocation("publisher"));
  expect(sent()).toEqual(numbered(30).map((_, index) => `Entry ${index + 1}`));
});

it("a publisher that is called after the stop sends nothing", async () => {
  const { host, sent } = await aBurst(1);
  await host.publisher({ account }, invocation("publisher", AbortSignal.abort()));
  expect(sent()).toHaveLength(1);
});

it("with --once, Ctrl-C in a burst ends in good order with 130, and what was left goes out in the next run", async () => {
  const blog = await aBlog(numbered(30));
  const env = { FEEDLOOM_ALLOW_PRIVATE_FEEDS: "1" };
  const args = ["--once", "--feed", blog.feedUrl, "--backfill", "30", "--data", aFolder()];
  const first = await start(args, { env, until: /posted/, signal: "SIGTERM" });
  const posted = (output: string) => output.match(/^ *posted /gm)?.length ?? 0;
  expect([first.code, posted(first.output) < 30]).toEqual([130, true]);
  expect(first.output).toContain("Stopped. Everything is remembered");
  const second = await start(args, { env });
  expect([second.code, posted(first.output) + posted(second.output)]).toEqual([0, 30]);
});

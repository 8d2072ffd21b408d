import { expect, it, onTestFinished } from "vitest";
import { invocation } from "../../bin/local/invocation.ts";
import { startHost } from "../../bin/local/start-host.ts";
import { readConfiguration } from "../../functions/core/configuration.ts";
import { startSandbox } from "../../sandbox/start-sandbox.ts";
import { aBlog, numbered } from "../support/a-blog.ts";
import { account, connect } from "../support/a-workshop.ts";
import { recordedLog } from "../support/recorded-log.ts";
import { VirtualClock } from "../support/virtual-clock.ts";

it("lets two publishers of one process take turns at an account, an owner's word and an event alike", async () => {
  const clock = new VirtualClock();
  const sandbox = await startSandbox({ clock, people: [{ username: account }], cards: "off" });
  onTestFinished(() => sandbox.close());
  const blog = await aBlog(numbered(2));
  const host = await startHost({
    database: ":memory:",
    port: 0,
    clock,
    log: recordedLog(),
    configuration: readConfiguration({ accounts: [account], feeds: [{ url: blog.feedUrl, backfill: 2 }] }),
    threadsUrls: sandbox,
    allowPrivateFeeds: true,
    onEvent: () => {},
    onFailure: () => {},
  });
  onTestFinished(() => host.close());
  await connect(account, sandbox, host.services);
  await host.poller({}, invocation("feed-poller"));
  await Promise.all([host.publisher({ account }, invocation("publisher")), host.settled()]);
  expect(sandbox.record.posts.map(({ text }) => text)).toEqual(["Entry 1", "Entry 2"]);
  expect(await host.services.ledger.tally(account)).toMatchObject({ published: 2, open: 0 });
});

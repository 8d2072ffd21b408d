import { onTestFinished } from "vitest";
import { invocation } from "../../bin/local/invocation.ts";
import { InProcessBus } from "../../functions/adapters/local/in-process-bus.ts";
import { SqliteStore } from "../../functions/adapters/local/sqlite-store.ts";
import { type ConfigurationInput, readConfiguration } from "../../functions/core/configuration.ts";
import type { FeedloomEvent } from "../../functions/core/events.ts";
import { createHandler as createPoller } from "../../functions/feed-poller/handler.ts";
import { createHandler as createPublisher } from "../../functions/publisher/handler.ts";
import { localServices } from "../../functions/runtime/local-services.ts";
import { createHandler as createRefresher } from "../../functions/token-refresher/handler.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../sandbox/start-sandbox.ts";
import { connectProfile } from "./connect-profile.ts";
import { recordedLog } from "./recorded-log.ts";
import { VirtualClock } from "./virtual-clock.ts";

export const account = "bronzfronz";

/** The jobs at work against a sandbox, on one virtual clock, with a ledger in memory; each job runs when a test says so. */
export async function aWorkshop(options: {
  feeds: ConfigurationInput["feeds"];
  accounts?: string[];
  sandbox?: SandboxOptions;
  connected?: boolean;
  /** Origins of this machine that feeds may lead to; without, each feed to its own. */
  allowPrivateFeeds?: string[];
}) {
  const clock = new VirtualClock();
  const accounts = options.accounts ?? [account];
  const sandbox = await startSandbox({
    clock,
    people: accounts.map((username) => ({ username })),
    cards: "off",
    ...options.sandbox,
  });
  const store = new SqliteStore(":memory:");
  onTestFinished(async () => {
    await sandbox.close();
    store.close();
  });
  const bus = new InProcessBus();
  const events: FeedloomEvent[] = [];
  bus.subscribe((event) => void events.push(event));
  const log = recordedLog();
  const services = localServices({
    store,
    bus,
    clock,
    log,
    configuration: readConfiguration({ accounts, feeds: options.feeds }),
    threadsUrls: sandbox,
    allowPrivateFeeds: options.allowPrivateFeeds ?? true,
  });
  await services.vault.writeAppSecret(JSON.stringify(sandbox.app));
  if (options.connected !== false) {
    for (const username of accounts) await connect(username, sandbox, services);
  }
  const [poller, publisher, refresher] = [
    createPoller(services),
    createPublisher(services),
    createRefresher(services),
  ];
  return {
    clock,
    sandbox,
    store,
    services,
    events,
    log,
    poll: (payload: object = {}) => poller(payload, invocation("feed-poller")),
    publish: (payload: object = {}) => publisher(payload, invocation("publisher")),
    refresh: (payload: object = {}) => refresher(payload, invocation("token-refresher")),
    /** What the sandbox itself saw go public, in order: the judge. */
    posted: () => sandbox.record.posts.map((post) => post.text.split("\n")[0]),
    tally: (username = account) => services.ledger.tally(username),
  };
}
export type Workshop = Awaited<ReturnType<typeof aWorkshop>>;

/** As a finished connect leaves it, with a token that the sandbox makes. */
export function connect(
  username: string,
  sandbox: Sandbox,
  services: ReturnType<typeof localServices>,
): Promise<void> {
  return connectProfile(username, sandbox.generateToken(username), services);
}

import { onTestFinished } from "vitest";
import { invocation } from "../../bin/local/invocation.ts";
import { startHost } from "../../bin/local/start-host.ts";
import { readConfiguration } from "../../functions/core/configuration.ts";
import { startSandbox } from "../../sandbox/start-sandbox.ts";
import { aBlog, numbered } from "../support/a-blog.ts";
import { connect } from "../support/a-workshop.ts";
import { recordedLog } from "../support/recorded-log.ts";
import { VirtualClock } from "../support/virtual-clock.ts";

export const account = "bronzfronz";
export const stranger = "a_stranger";

/**
 * A blog with two entries in line, the host, and the sandbox, on one virtual clock. For a browser the host is at
 * `127.0.0.1` and the sandbox's consent page at `localhost`: two sites, as Feedloom and Threads are.
 */
export async function aConnectWorld(options: { connected?: boolean; setUp?: boolean } = {}) {
  const clock = new VirtualClock();
  const log = recordedLog();
  const blog = await aBlog(numbered(2));
  const sandbox = await startSandbox({
    clock,
    people: [{ username: account }, { username: stranger }],
    cards: "loopback",
  });
  const authorizeUrl = sandbox.authorizeUrl.replace("127.0.0.1", "localhost");
  const host = await startHost({
    database: ":memory:",
    port: 0,
    clock,
    log,
    configuration: readConfiguration({ accounts: [account], feeds: [{ url: blog.feedUrl, backfill: 2 }] }),
    threadsUrls: { graphUrl: sandbox.graphUrl, authorizeUrl },
    allowPrivateFeeds: true,
    onEvent: () => {},
    onFailure: (error) => log.error("a job failed", { error }),
  });
  onTestFinished(async () => {
    await host.close();
    await sandbox.close();
  });
  sandbox.registerRedirect(`${host.url}/callback`);
  if (options.setUp !== false) await host.services.vault.writeAppSecret(JSON.stringify(sandbox.app));
  if (options.connected === true) await connect(account, sandbox, host.services);
  return {
    clock,
    log,
    sandbox,
    host,
    /** Every address that a browser may ask; all on this machine. */
    origins: [host.url, sandbox.graphUrl, new URL(authorizeUrl).origin],
    poll: () => host.poller({}, invocation("feed-poller")),
    /** The token in the vault, if there is one. */
    async token(): Promise<string | undefined> {
      const entry = await host.services.vault.read(account);
      return entry.kind === "token" ? entry.token.accessToken.reveal() : undefined;
    },
  };
}
export type ConnectWorld = Awaited<ReturnType<typeof aConnectWorld>>;

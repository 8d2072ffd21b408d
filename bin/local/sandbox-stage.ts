import { FeedloomError } from "../../functions/core/errors.ts";
import { environmentNames } from "../../functions/runtime/environment.ts";
import { jsonLog } from "../../functions/runtime/log.ts";
import { demoBlog } from "../../sandbox/demo/blog.ts";
import { type Sandbox, startSandbox } from "../../sandbox/start-sandbox.ts";
import { DamagedState } from "../../sandbox/state-file.ts";
import { visitConsent } from "../../sandbox/visitor.ts";
import { openDataFolder, type Ports } from "./data-folder.ts";
import { localFlags } from "./ledger-place.ts";
import type { Options } from "./options.ts";
import { demoPlan, namedPlan } from "./plan.ts";
import { serve } from "./serve.ts";
import {
  type Audience,
  type Connected,
  hasToken,
  Opened,
  type Stage,
  servedAt,
  stoppableClock,
  usualFolders,
} from "./stage.ts";
import { type Host, startHost } from "./start-host.ts";

/** Where the three servers listen in a new folder, if nothing else does. */
const usualPorts: Ports = { sandbox: 4280, host: 4281, blog: 4282 };

/** The jobs against a sandbox, with the demo blog beside them. */
export async function openSandboxStage(
  options: Options,
  environment: NodeJS.ProcessEnv,
  audience: Audience,
  signal: AbortSignal,
): Promise<Stage> {
  const opened = new Opened();
  try {
    const named = await namedPlan(options, environment);
    const folder = opened.add(openDataFolder(options.data ?? usualFolders.sandbox, "the sandbox"));
    const kept = folder.readPorts();
    const blog = opened.add(await servedAt(kept?.blog, usualPorts.blog, (port) => serve(demoBlog(), port)));
    const { configuration, kind } = named ?? demoPlan(options, blog.url);
    const sandbox = opened.add(
      await servedAt(kept?.sandbox, usualPorts.sandbox, (port) =>
        startSandbox({ port, stateFile: folder.sandboxState, people: [], cards: "any" }),
      ).catch(refuseDamagedState),
    );
    const host = opened.add(
      await servedAt(kept?.host, usualPorts.host, (port) =>
        startHost({
          ...audience,
          port,
          configuration,
          database: folder.database,
          threadsUrls: sandbox,
          // The demo blog is on this machine, where nobody else's feed is fetched from unless its owner says so.
          allowPrivateFeeds: environment[environmentNames.allowPrivateFeeds] === "1" ? true : [blog.url],
          log: jsonLog(options.verbose ? "INFO" : "SILENT"),
          clock: stoppableClock(signal),
          signal,
        }),
      ),
    );
    folder.writePorts({ sandbox: Number(new URL(sandbox.graphUrl).port), host: host.port, blog: blog.port });
    sandbox.registerRedirect(`${host.url}/callback`);
    sandbox.registerCallbacks({ uninstall: `${host.url}/uninstall`, deletion: `${host.url}/delete` });
    await host.services.vault.writeAppSecret(JSON.stringify(sandbox.app));
    const what = { demo: "a demo blog", feed: "your feed", configuration: "your configuration" }[kind];
    return {
      title: `Feedloom with ${what}, on a sandbox that plays Threads: nothing here becomes public.`,
      host,
      accounts: configuration.accounts.map(({ username }) => username),
      feeds: configuration.routes.map(({ url }) => url),
      isOneFeed: kind === "feed",
      profileUrl: sandbox.profileUrl,
      isProfileLocal: true,
      ledgerFlags: localFlags(options),
      connect: (account) => connect(account, host, sandbox, kind === "demo" ? "The Loom Room" : account),
      close: () => opened.close(),
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** Deleting it alone would leave tokens and posts in the ledger that the new sandbox does not know. */
function refuseDamagedState(cause: unknown): never {
  if (!(cause instanceof DamagedState)) throw cause;
  throw new FeedloomError(
    "CONFIG_INVALID",
    `${cause.finding}; start a new folder with --data, or delete the whole folder`,
    { cause },
  );
}

/**
 * Connects an account as its owner would with a browser: our connect link, the sandbox's consent page, Allow, our
 * callback, code, short-lived token, long-lived token, vault.
 */
async function connect(
  account: string,
  host: Host,
  sandbox: Sandbox,
  name: string,
): Promise<Connected | undefined> {
  if (await hasToken(account, host)) return undefined;
  sandbox.addPerson({ username: account, name });
  const end = await visitConsent(`${host.url}/connect`, { username: account, decision: "allow" });
  const after = await host.services.vault.read(account);
  if (after.kind === "token") return { how: "consent, code, token", expiresAt: after.token.expiresAt };
  throw new FeedloomError(
    "TOKEN_LOST",
    `@${account} could not be connected to the sandbox (HTTP ${end.status}); try a new folder with --data`,
  );
}

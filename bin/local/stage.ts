import { FeedloomError } from "../../functions/core/errors.ts";
import type { FeedloomEvent } from "../../functions/core/events.ts";
import { environmentNames } from "../../functions/runtime/environment.ts";
import { jsonLog } from "../../functions/runtime/log.ts";
import { systemClock } from "../../functions/runtime/system-clock.ts";
import { demoBlog } from "../../sandbox/demo/blog.ts";
import { type Sandbox, startSandbox } from "../../sandbox/start-sandbox.ts";
import { openDataFolder, type Ports } from "./data-folder.ts";
import type { Options } from "./options.ts";
import { makePlan, type Plan } from "./plan.ts";
import { serve } from "./serve.ts";
import { type Host, startHost } from "./start-host.ts";

/** Where the three servers listen in a new folder, if nothing else does. */
const usualPorts: Ports = { sandbox: 4280, host: 4281, blog: 4282 };

/** All that runs in a local Feedloom: the sandbox, the jobs, and a blog for the demo. */
export interface Stage {
  plan: Plan;
  sandbox: Sandbox;
  host: Host;
  close(): Promise<void>;
}

export interface Audience {
  onEvent: (event: FeedloomEvent) => void;
  onFailure: (error: unknown) => void;
}

/** @param signal - when it is aborted, nothing sleeps any more. */
export async function openStage(
  options: Options,
  environment: NodeJS.ProcessEnv,
  audience: Audience,
  signal: AbortSignal,
): Promise<Stage> {
  const folder = openDataFolder(options.data);
  const opened: { close: () => Promise<void> | void }[] = [folder];
  const close = async () => {
    for (const part of opened.reverse()) await part.close();
  };
  try {
    const kept = folder.readPorts();
    const blog = await at(kept?.blog, usualPorts.blog, (port) => serve(demoBlog(), port));
    opened.push(blog);
    const plan = await makePlan(options, environment, blog.url);
    const sandbox = await at(kept?.sandbox, usualPorts.sandbox, (port) =>
      startSandbox({ port, stateFile: folder.sandboxState, people: [], cards: "any" }),
    );
    opened.push(sandbox);
    const host = await at(kept?.host, usualPorts.host, (port) =>
      startHost({
        ...audience,
        port,
        database: folder.database,
        configuration: plan.configuration,
        threadsUrls: sandbox,
        // The demo blog is on this machine, where nobody else's feed is fetched from unless its owner says so.
        allowPrivateFeeds: environment[environmentNames.allowPrivateFeeds] === "1" ? true : [blog.url],
        log: jsonLog(options.verbose ? "INFO" : "SILENT"),
        clock: { now: systemClock.now, sleep: (milliseconds) => systemClock.sleep(milliseconds, signal) },
      }),
    );
    opened.push(host);
    folder.writePorts({ sandbox: Number(new URL(sandbox.graphUrl).port), host: host.port, blog: blog.port });
    sandbox.registerRedirect(`${host.url}/callback`);
    await host.services.vault.writeAppSecret(JSON.stringify(sandbox.app));
    return { plan, sandbox, host, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * A server at the place it had in the last run, since links lead there; in a new folder at the usual place, or at any
 * other when that is taken.
 */
async function at<Server>(
  kept: number | undefined,
  usual: number,
  start: (port: number) => Promise<Server>,
): Promise<Server> {
  if (kept !== undefined) return start(kept).catch((cause: unknown) => refuseTakenPort(kept, cause));
  return start(usual).catch((cause: unknown) => (isTaken(cause) ? start(0) : Promise.reject(cause)));
}

function refuseTakenPort(port: number, cause: unknown): never {
  if (!isTaken(cause)) throw cause;
  throw new FeedloomError(
    "CONFIG_INVALID",
    `port ${port} on this machine, which the last run used, is taken; stop what uses it, or name another folder with --data`,
    { cause },
  );
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EADDRINUSE";
}

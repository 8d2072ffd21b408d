import { type Configuration, readConfiguration } from "../../functions/core/configuration.ts";
import { environmentNames } from "../../functions/runtime/environment.ts";
import { loadConfiguration } from "../../functions/runtime/load-configuration.ts";
import type { Options } from "./options.ts";

/** The profile that the sandbox has for those who name none. */
const sandboxAccount = "demo";
/** Enough for every entry of the demo blog. */
const demoBackfill = 100;

/** What a run on the sandbox is about: whose feeds go where. */
export interface SandboxPlan {
  kind: "demo" | "feed" | "configuration";
  configuration: Configuration;
}

/** @param demoBlogUrl - where the demo blog is served. */
export async function sandboxPlan(
  options: Options,
  environment: NodeJS.ProcessEnv,
  demoBlogUrl: string,
): Promise<SandboxPlan> {
  const account = options.account ?? sandboxAccount;
  if (options.feed !== undefined)
    return { kind: "feed", configuration: oneFeed(options.feed, account, options) };
  const file = environment[environmentNames.configurationFile];
  if (file !== undefined && file !== "") {
    return { kind: "configuration", configuration: await configured(file, options) };
  }
  const backfill = options.backfill ?? demoBackfill;
  const feeds = [
    { url: `${demoBlogUrl}/feed.xml`, backfill },
    { url: `${demoBlogUrl}/photos.json`, style: "image" as const, backfill },
  ];
  return { kind: "demo", configuration: readConfiguration({ accounts: [account], feeds }, "the demo") };
}

/** The feed that the command line names, for one account. */
export function oneFeed(url: string, account: string, { backfill }: Options): Configuration {
  const feed = backfill === undefined ? { url } : { url, backfill };
  return readConfiguration({ accounts: [account], feeds: [feed] }, "the command line");
}

/** A configuration file, with what the command line says on top. */
export async function configured(file: string, { backfill }: Options): Promise<Configuration> {
  const configuration = await loadConfiguration(file);
  if (backfill === undefined) return configuration;
  return { ...configuration, routes: configuration.routes.map((route) => ({ ...route, backfill })) };
}

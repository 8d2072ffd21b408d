import { existsSync } from "node:fs";
import { resolve } from "node:path";
import {
  type Configuration,
  hasPlaceholders,
  readConfiguration,
} from "../../functions/core/configuration.ts";
import { FeedloomError } from "../../functions/core/errors.ts";
import { environmentNames } from "../../functions/runtime/environment.ts";
import { loadConfiguration } from "../../functions/runtime/load-configuration.ts";
import { startingFolder } from "./option-values.ts";
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

/** What the command line or `FEEDLOOM_CONFIG` says, which is checked before anything is started; undefined for the demo. */
export async function namedPlan(
  options: Options,
  environment: NodeJS.ProcessEnv,
): Promise<SandboxPlan | undefined> {
  if (options.feed !== undefined)
    return {
      kind: "feed",
      configuration: oneFeed(options.feed, options.account ?? sandboxAccount, options),
    };
  return isConfigurationNamed(environment)
    ? { kind: "configuration", configuration: await configured(environment, options) }
    : undefined;
}

/** @param demoBlogUrl - where the demo blog is served. */
export function demoPlan({ account, backfill = demoBackfill }: Options, demoBlogUrl: string): SandboxPlan {
  const feeds = [
    { url: `${demoBlogUrl}/feed.xml`, backfill },
    { url: `${demoBlogUrl}/photos.json`, style: "image" as const, backfill },
  ];
  const accounts = [account ?? sandboxAccount];
  return { kind: "demo", configuration: readConfiguration({ accounts, feeds }, "the demo") };
}

/** The feed that the command line names, for one account. */
export function oneFeed(url: string, account: string, { backfill }: Options): Configuration {
  const feed = backfill === undefined ? { url } : { url, backfill };
  return readConfiguration({ accounts: [account], feeds: [feed] }, "the command line");
}

export function isConfigurationNamed(environment: NodeJS.ProcessEnv): boolean {
  return Boolean(environment[environmentNames.configurationFile]);
}

/** The configuration to use where none is named on the command line: absolute, or the project's own. */
export function configurationFile(environment: NodeJS.ProcessEnv): string {
  const named = environment[environmentNames.configurationFile];
  return named ? resolve(startingFolder(environment), named) : "feedloom.config.ts";
}

/** A configuration file, with what the command line says on top. */
export async function configured(
  environment: NodeJS.ProcessEnv,
  { backfill, account }: Options,
): Promise<Configuration> {
  const file = configurationFile(environment);
  if (!existsSync(file))
    throw new FeedloomError(
      "CONFIG_MISSING",
      `${file}: there is no such file; name a feed with --feed, or write it as the README shows`,
    );
  const configuration = await loadConfiguration(file);
  if (account !== undefined)
    throw new FeedloomError(
      "CONFIG_INVALID",
      `--account goes with --feed; here ${file} names the profiles, so change it there`,
    );
  if (backfill === undefined) return configuration;
  return { ...configuration, routes: configuration.routes.map((route) => ({ ...route, backfill })) };
}

/**
 * Where the configuration that comes with Feedloom is of no use: nothing of it may become public, and there is nothing
 * to see in it.
 *
 * @param instead - what else can be done, as the end of a sentence.
 * @throws FeedloomError `CONFIG_INVALID` - it was not filled in.
 */
export function refusePlaceholders(configuration: Configuration, file: string, instead = ""): void {
  if (!hasPlaceholders(configuration)) return;
  throw new FeedloomError(
    "CONFIG_INVALID",
    `${file}: it still has the placeholders it came with; fill in your feed and your username${instead}`,
  );
}

/** With the options that take a feed instead. */
export const orNameAFeed = ", or name a feed with --feed";

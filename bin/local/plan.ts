import { type Configuration, readConfiguration } from "../../functions/core/configuration.ts";
import { environmentNames } from "../../functions/runtime/environment.ts";
import { loadConfiguration } from "../../functions/runtime/load-configuration.ts";
import type { Options } from "./options.ts";

/** The profile that the sandbox has for those who name none. */
const sandboxAccount = "demo";
/** Enough for every entry of the demo blog. */
const demoBackfill = 100;

/** What this run is about: whose feeds go where. */
export interface Plan {
  kind: "demo" | "feed" | "configuration";
  configuration: Configuration;
}

/** @param demoBlogUrl - where the demo blog is served. */
export async function makePlan(
  options: Options,
  environment: NodeJS.ProcessEnv,
  demoBlogUrl: string,
): Promise<Plan> {
  const backfill = options.backfill === undefined ? {} : { backfill: options.backfill };
  if (options.feed !== undefined) {
    const input = { accounts: [sandboxAccount], feeds: [{ url: options.feed, ...backfill }] };
    return { kind: "feed", configuration: readConfiguration(input, "the command line") };
  }
  const file = environment[environmentNames.configurationFile];
  if (file !== undefined && file !== "") {
    const configuration = await loadConfiguration(file);
    const routes = configuration.routes.map((route) => ({ ...route, ...backfill }));
    return { kind: "configuration", configuration: { ...configuration, routes } };
  }
  const input = {
    accounts: [sandboxAccount],
    feeds: [
      { url: `${demoBlogUrl}/feed.xml`, backfill: demoBackfill, ...backfill },
      { url: `${demoBlogUrl}/photos.json`, style: "image" as const, backfill: demoBackfill, ...backfill },
    ],
  };
  return { kind: "demo", configuration: readConfiguration(input, "the demo") };
}

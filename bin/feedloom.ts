import { fileURLToPath } from "node:url";
import { App } from "aws-cdk-lib";
import { FeedloomError } from "../functions/core/errors.ts";
import { loadConfiguration } from "../functions/runtime/load-configuration.ts";
import { ContextError } from "../lib/by-hand.ts";
import { FeedloomStack } from "../lib/feedloom-stack.ts";

/** The CDK app: the configuration in, one stack out. `cdk.json` has the bundles made first. */
try {
  const configuration = await loadConfiguration(process.env.FEEDLOOM_CONFIG || "feedloom.config.ts");
  const app = new App();
  new FeedloomStack(app, "Feedloom", {
    configuration,
    bundles: fileURLToPath(new URL("../dist", import.meta.url)),
  });
} catch (error) {
  if (!(error instanceof FeedloomError || error instanceof ContextError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

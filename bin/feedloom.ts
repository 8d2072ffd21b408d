import { fileURLToPath } from "node:url";
import { Annotations, App } from "aws-cdk-lib";
import { hasPlaceholders } from "../functions/core/configuration.ts";
import { FeedloomError } from "../functions/core/errors.ts";
import { loadConfiguration } from "../functions/runtime/load-configuration.ts";
import { ContextError } from "../lib/by-hand.ts";
import { FeedloomStack } from "../lib/feedloom-stack.ts";

/** The CDK app: the configuration in, one stack out. `cdk.json` has the bundles made first. */
try {
  const configuration = await loadConfiguration(process.env.FEEDLOOM_CONFIG || "feedloom.config.ts");
  const app = new App();
  const stack = new FeedloomStack(app, "Feedloom", {
    configuration,
    bundles: fileURLToPath(new URL("../dist", import.meta.url)),
  });
  if (hasPlaceholders(configuration))
    Annotations.of(stack).addWarningV2(
      "feedloom:placeholders",
      "the configuration still has the placeholders it came with; fill in your feed and your username before you deploy",
    );
} catch (error) {
  if (!(error instanceof FeedloomError || error instanceof ContextError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { onTestFinished } from "vitest";
import * as z from "zod";
import { type ConfigurationInput, readConfiguration } from "../../functions/core/configuration.ts";
import { FeedloomStack } from "../../lib/feedloom-stack.ts";

const cdkJson = z.object({ context: z.record(z.string(), z.unknown()) });

/**
 * The stack of a small configuration, and more of it or of `cdk.json`'s context where a test says so. Inside a test: its
 * files go when the test ends, and CDK's own validation, which `npm run synth` has, is off until then.
 */
export function aStack(
  more: Partial<ConfigurationInput> = {},
  context: Record<string, unknown> = {},
): FeedloomStack {
  const folder = mkdtempSync(join(tmpdir(), "feedloom-stack-"));
  const validation = process.env.CDK_VALIDATION;
  process.env.CDK_VALIDATION = "false";
  onTestFinished(() => {
    if (validation === undefined) delete process.env.CDK_VALIDATION;
    else process.env.CDK_VALIDATION = validation;
    rmSync(folder, { recursive: true, force: true });
  });
  for (const job of ["oauth-callback", "token-refresher", "feed-poller", "publisher"]) {
    mkdirSync(join(folder, "dist", job), { recursive: true });
    writeFileSync(join(folder, "dist", job, "index.mjs"), "");
  }
  const project = cdkJson.parse(JSON.parse(readFileSync(new URL("../../cdk.json", import.meta.url), "utf8")));
  const app = new App({
    context: { ...project.context, ...context },
    outdir: join(folder, "cdk.out"),
    analyticsReporting: false,
  });
  const configuration = readConfiguration({
    accounts: ["bronzfronz", "another.one"],
    feeds: ["https://blog.example/feed.xml"],
    ...more,
  });
  return new FeedloomStack(app, "Feedloom", { configuration, bundles: join(folder, "dist") });
}

export function aTemplate(more: Partial<ConfigurationInput> = {}, context: Record<string, unknown> = {}) {
  return Template.fromStack(aStack(more, context));
}

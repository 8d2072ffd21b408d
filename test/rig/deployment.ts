import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundle } from "../../bin/bundle.ts";
import type { ConfigurationInput } from "../../functions/core/configuration.ts";
import { type Assembly, synthesizedAssembly } from "../support/synthesized.ts";

/** An assembly, and what is to be tidied up after it. */
export interface Deployment extends Assembly {
  /** The folder with the bundles, one folder a job. */
  bundles: string;
  remove(): void;
}

/** Bundles the functions with a configuration and synthesizes the stack for it, as `cdk deploy` does. */
export async function deploymentOf(configuration: ConfigurationInput): Promise<Deployment> {
  const folder = mkdtempSync(join(tmpdir(), "feedloom-rig-"));
  const file = join(folder, "feedloom.config.ts");
  const bundles = join(folder, "dist");
  writeFileSync(file, `export default ${JSON.stringify(configuration)};\n`);
  await bundle({ configuration: file, outdir: bundles });
  const assembly = synthesizedAssembly(join(folder, "cdk.out"), configuration, bundles);
  return { ...assembly, bundles, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

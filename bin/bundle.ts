import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { FeedloomError } from "../functions/core/errors.ts";
import { loadConfiguration } from "../functions/runtime/load-configuration.ts";

/** A job's folder in `functions`, in `dist`, and the name of its construct in `lib`. */
export const jobs = ["oauth-callback", "token-refresher", "feed-poller", "publisher"] as const;

const project = fileURLToPath(new URL("..", import.meta.url));

export interface BundleOptions {
  /** The configuration to compile in, instead of the project's `feedloom.config.ts`. */
  configuration?: string;
  /** Where the folders of the jobs are made. */
  outdir?: string;
}

/**
 * Makes of each job one file that Lambda runs as it is, `<outdir>/<job>/index.mjs`, with its source map. Tests, emulators
 * and the stack take the same files, so that what was tried is what is deployed.
 *
 * @returns the size of each job's code in bytes, its source map left out.
 */
export async function bundle(options: BundleOptions = {}): Promise<Record<string, number>> {
  const outdir = resolve(options.outdir ?? resolve(project, "dist"));
  const { metafile } = await esbuild.build({
    absWorkingDir: project,
    entryPoints: jobs.map((job) => ({ in: `functions/${job}/handler.ts`, out: `${job}/index` })),
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    // The runtime that `lib/house-function.ts` names.
    target: "node24",
    format: "esm",
    // Packages that offer both forms are taken as ES modules, of which only what is used is kept. The SDK is bundled
    // too: the runtime brings one, of its own choosing, and it starts slower.
    mainFields: ["module", "main"],
    minify: true,
    // An error's class is named in Lambda's own error lines.
    keepNames: true,
    // undici is CommonJS and asks for Node's own modules with require(), which an ES module does not have.
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    // A map makes a stack trace readable; with the sources in it, it would be larger than the code.
    sourcemap: "linked",
    sourcesContent: false,
    // Stays in memory: written beside the code it would be deployed with it.
    metafile: true,
    plugins: options.configuration === undefined ? [] : [compileIn(resolve(options.configuration))],
    logLevel: "warning",
  });
  const sizes = jobs.map((job): [string, number] => {
    const output = Object.entries(metafile.outputs).find(([path]) => path.endsWith(`${job}/index.mjs`));
    return [job, output?.[1].bytes ?? 0];
  });
  return Object.fromEntries(sizes);
}

/** Whoever imports the project's configuration gets this one. */
function compileIn(configuration: string): esbuild.Plugin {
  return {
    name: "feedloom-config",
    setup(build) {
      build.onResolve({ filter: /\/feedloom\.config\.ts$/ }, () => ({ path: configuration }));
    },
  };
}

if (import.meta.main) {
  const configuration = process.env.FEEDLOOM_CONFIG;
  try {
    // Before anything is made: esbuild would compile a wrong one in, and what it says of a missing one is long.
    await loadConfiguration(configuration || "feedloom.config.ts");
    const sizes = await bundle(configuration ? { configuration } : {});
    for (const [job, bytes] of Object.entries(sizes)) console.error(`${job}: ${Math.ceil(bytes / 1024)} KB`);
  } catch (error) {
    if (error instanceof FeedloomError) console.error(error.message);
    // esbuild has said itself what is wrong, and where.
    else if (!(error instanceof Error && "errors" in error)) throw error;
    process.exitCode = 1;
  }
}

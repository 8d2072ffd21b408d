import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import * as z from "zod";
import { type Configuration, readConfiguration } from "../core/configuration.ts";
import { FeedloomError } from "../core/errors.ts";

const moduleSchema = z.object({ default: z.unknown() });

/**
 * Reads a configuration file: a module with a default export.
 *
 * @throws FeedloomError `CONFIG_MISSING` - there is no such file.
 * @throws FeedloomError `CONFIG_INVALID` - it cannot be loaded, or holds something else; the sentence says where.
 */
export async function loadConfiguration(file: string): Promise<Configuration> {
  if (!existsSync(file)) {
    throw new FeedloomError(
      "CONFIG_MISSING",
      `${file}: there is no such file; write it as the README shows, or name another in FEEDLOOM_CONFIG`,
    );
  }
  const unfit = unfitness(file);
  if (unfit !== undefined) throw new FeedloomError("CONFIG_INVALID", `${file}: ${unfit}`);
  let loaded: unknown;
  try {
    loaded = await import(pathToFileURL(resolve(file)).href);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
    throw new FeedloomError("CONFIG_INVALID", `${file}: it cannot be loaded (${why}); correct it`, { cause });
  }
  const read = moduleSchema.safeParse(loaded);
  if (!read.success || read.data.default === undefined) {
    throw new FeedloomError(
      "CONFIG_INVALID",
      `${file}: it has no default export; begin it with "export default defineConfig({"`,
    );
  }
  return readConfiguration(read.data.default, file);
}

/** What Node would say of these in its own terms. */
function unfitness(file: string): string | undefined {
  if (statSync(file).isDirectory()) return "it is a folder; name the configuration file in it";
  if (/\.json$/i.test(file))
    return 'it is JSON; a configuration is a module, so name it .ts and begin it with "export default {"';
  return undefined;
}

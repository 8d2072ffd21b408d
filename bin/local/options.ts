import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Command, InvalidArgumentError } from "commander";

/** What a person asked for on the command line. */
export interface Options {
  /** `http:`, `https:` or `file:`; absent for the demo, or the configuration file's feeds. */
  feed?: string;
  once: boolean;
  backfill?: number;
  account?: string;
  /** Post to the real Threads. */
  live: boolean;
  /** A token for the real Threads, or true when it is to be asked for. */
  token?: string | true;
  /** Absent: the usual folder. */
  data?: string;
  verbose: boolean;
  /** A post's id, or "all". */
  release?: string;
  retry?: string;
  drop?: string;
}

/** Reads the command line; `--help` and mistakes print and end the process, as commander does. */
export function readOptions(argv: string[]): Options {
  const command = new Command("npm start --")
    .description(
      "Puts a blog's entries on Threads: on a sandbox that plays Threads on this machine, where nothing becomes public, or with --live for real.\nWithout --feed, a demo blog is used, or the feeds of the configuration that FEEDLOOM_CONFIG names.",
    )
    .option("--feed <address>", "a feed to use: https://…, http://…, or a file", feedAddress)
    .option(
      "--once",
      "look once, publish what is due, print a summary, and stop (0: all is well, 1: something failed)",
      false,
    )
    .option(
      "--backfill <number>",
      "publish the newest entries of a feed that is seen for the first time (demo: all)",
      wholeNumber,
    )
    .option("--account <username>", "the profile to post as (on the sandbox, one is made)")
    .option("--data <folder>", "where everything is remembered (.feedloom, or .feedloom-live)")
    .option("--live", "post for real, to Threads itself: asks for what it needs", false)
    .option(
      "--token [token]",
      "with --live: a token from Meta's User Token Generator; asked for when left out",
    )
    .option("--release <post>", "let a held post go on, or all that are held")
    .option("--retry <post>", "try a failed post anew, or all that failed")
    .option("--drop <post>", "give up a post that is held, failed or waits, or all that are held")
    .option("--verbose", "also print the jobs' own log, as JSON lines", false)
    .helpOption("--help", "show this")
    .addHelpText(
      "after",
      "\nExamples:\n  npm start\n  npm start -- --feed https://blog.example/feed.xml --backfill 3\n  npm start -- --feed ./feed.xml --once\n  npm start -- --live --feed https://blog.example/feed.xml",
    )
    .allowExcessArguments(false)
    .showHelpAfterError("(npm start -- --help shows what there is)");
  const options = command.parse(argv).opts<Options>();
  if (options.token !== undefined && !options.live) command.error("error: --token goes with --live");
  return options;
}

function feedAddress(text: string): string {
  if (/^(https?|file):\/\//i.test(text)) {
    if (URL.canParse(text)) return text;
    throw new InvalidArgumentError(
      "It is no address that can be read; check it for blanks and typing errors.",
    );
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    throw new InvalidArgumentError("Feeds are fetched over https or http, or read from a file.");
  }
  const path = resolve(text);
  if (existsSync(path) && statSync(path).isFile()) return pathToFileURL(path).href;
  if (existsSync(path)) throw new InvalidArgumentError(`${path} is a folder; name the feed's file in it.`);
  throw new InvalidArgumentError(`There is no file ${path}; for a feed on the web, begin it with https://.`);
}

function wholeNumber(text: string): number {
  if (/^\d{1,4}$/.test(text) && Number(text) <= 1000) return Number(text);
  throw new InvalidArgumentError("It must be a whole number from 0 to 1000.");
}

import type { Command } from "commander";
import { type OwnerWord, ownerWords } from "../../functions/core/owner-word.ts";
import type { OptionValues } from "./option-values.ts";

/** What a person asked of `npm start`. */
export interface Options {
  /** `http:`, `https:` or `file:`; absent for the demo, or the configuration file's feeds. */
  feed?: string;
  once: boolean;
  backfill?: number;
  /** In lower case, without `@`. */
  account?: string;
  /** Post to the real Threads. */
  live: boolean;
  /** A token for the real Threads is asked for, or stands on standard input. */
  token?: boolean;
  /** Who may connect in the place of an account's owner. */
  acceptUser?: { account: string; userId: string };
  /** Absolute; absent: the usual folder. */
  data?: string;
  verbose: boolean;
  /** A post's id, or "all". */
  release?: string;
  retry?: string;
  drop?: string;
}

/** Gives a command the options of `npm start`. */
export function withStartOptions(command: Command, values: OptionValues): Command {
  return command
    .option(
      "--feed <address>",
      "a feed to use: https://…, http://…, or a file; goes before FEEDLOOM_CONFIG",
      values.feed,
    )
    .option(
      "--once",
      "look once, publish what is due, print a summary, and stop (0: all is well, 1: something failed)",
      false,
    )
    .option(
      "--backfill <number>",
      "publish the newest entries of a feed that is seen for the first time (demo: all)",
      values.backfill,
    )
    .option(
      "--account <username>",
      "with --feed, or the demo: the profile to post as (on the sandbox, one is made)",
      values.account,
    )
    .option("--data <folder>", "where everything is remembered (.feedloom, or .feedloom-live)", values.folder)
    .option("--live", "post for real, to Threads itself: asks for what it needs", false)
    .option(
      "--token",
      "with --live: connect with a token from Meta's User Token Generator; it is asked for, or read from standard input (never typed here, where others could see it)",
      false,
    )
    .option(
      "--accept-user <username=id>",
      "with --live: agree that this user of Threads owns the profile from now on (docs/by-hand.md)",
      values.owner,
    )
    .option("--release <post>", "before the look, as the command below; or `all`", values.filled)
    .option("--retry <post>", "the same", values.filled)
    .option("--drop <post>", "the same", values.filled)
    .option("--verbose", "also print the jobs' own log, as JSON lines", false);
}

/** What the options say of posts that did not go out by themselves, in a fixed order. */
export function ownerWordsOf(options: Options): { word: OwnerWord; which: string }[] {
  return ownerWords.flatMap((word) => {
    const which = options[word];
    return which === undefined ? [] : [{ word, which }];
  });
}

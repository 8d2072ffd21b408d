import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { InvalidArgumentError } from "commander";
import { FeedloomError } from "../../functions/core/errors.ts";

/** npm moves to the project before it runs anything; what a person types is meant from where they are. */
export function startingFolder(environment: NodeJS.ProcessEnv): string {
  return environment.INIT_CWD || process.cwd();
}

/** What can be typed behind an option; a mistake is told by commander, with the option's name. */
export function optionValues(environment: NodeJS.ProcessEnv) {
  const path = (text: string) => resolve(startingFolder(environment), text);
  return {
    /** An address, or a file, which becomes a `file:` address. */
    feed: (text: string): string => {
      if (text.trim() === "") throw new InvalidArgumentError("It must name a feed.");
      return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? feedAddress(text) : feedFile(path(text));
    },
    folder: (text: string): string => {
      if (text.trim() === "") throw new InvalidArgumentError("It must name a folder.");
      return path(text);
    },
    /** A username as people write it; kept as Threads shows it. */
    account: (text: string): string => {
      const name = text.trim().replace(/^@/, "").toLowerCase();
      if (/^[a-z0-9._]{1,30}$/.test(name)) return name;
      throw new InvalidArgumentError(
        "A Threads username has letters, digits, points and underscores, at most 30.",
      );
    },
    backfill: (text: string): number => {
      if (/^\d{1,4}$/.test(text) && Number(text) <= 1000) return Number(text);
      throw new InvalidArgumentError("It must be a whole number from 0 to 1000.");
    },
    /** A username and the numeric id of who has it now. */
    owner: (text: string): { account: string; userId: string } => {
      const [, account, userId] = /^@?([a-z0-9._]{1,30})=(\d{1,40})$/i.exec(text.trim()) ?? [];
      if (account !== undefined && userId !== undefined) return { account: account.toLowerCase(), userId };
      throw new InvalidArgumentError(
        "It must be a username, = and digits, such as bronzfronz=17841400000000001.",
      );
    },
    filled: (text: string): string => {
      if (text.trim() === "") throw new InvalidArgumentError("It must not be empty.");
      return text.trim();
    },
  };
}
export type OptionValues = ReturnType<typeof optionValues>;

function feedAddress(text: string): string {
  if (!/^(https?|file):/i.test(text))
    throw new InvalidArgumentError("Feeds are fetched over https or http, or read from a file.");
  if (URL.canParse(text)) return text;
  throw new InvalidArgumentError("It is no address that can be read; check it for blanks and typing errors.");
}

function feedFile(path: string): string {
  if (!existsSync(path))
    throw new InvalidArgumentError(
      `There is no file ${path}; for a feed on the web, begin it with https://.`,
    );
  if (statSync(path).isFile()) return pathToFileURL(path).href;
  throw new InvalidArgumentError(`${path} is a folder; name the feed's file in it.`);
}

/** Those of our options that npm has none of its own of: first those without a value. */
const ourFlags = ["once", "live", "token", "deployed", "skipped", "requests", "page"];
const ours = [
  ...["feed", "once", "backfill", "account", "data", "live", "token", "release", "retry", "drop"],
  ...["deployed", "region", "profile", "table", "limit", "skipped", "style", "count"],
  ...["requests", "page"],
];
/** Scripts whose own name npm hands us as the first word; whoever typed them did not. */
const scripts = ["status", "preview"];

/**
 * `npm start --feed x` without the lone `--` before it: npm takes the options for its own, and hands us the values alone,
 * or nothing.
 *
 * @param commands - the names that may stand as the first word.
 * @throws FeedloomError `CONFIG_INVALID` - with what to type.
 */
export function refuseSwallowed(
  args: string[],
  environment: NodeJS.ProcessEnv,
  commands: readonly string[],
): void {
  const swallowed = ours.filter((name) => {
    return (
      environment[`npm_config_${name}`] !== undefined && !args.some((arg) => arg.startsWith(`--${name}`))
    );
  });
  if (swallowed.length === 0) return;
  const names = swallowed.map((name) => `--${name}`).join(" and ");
  const { npm_lifecycle_event: script = "" } = environment;
  const isScript = scripts.includes(script);
  const words = isScript ? args.slice(1) : args;
  const isCommand = commands.includes(words[0] ?? "");
  const kept = (name: string) => environment[`npm_config_${name}`];
  // npm keeps a value given with `=`, and hands on one that stood apart: whose it is, is certain for one option alone.
  const apart = swallowed.filter((name) => !ourFlags.includes(name) && kept(name) === "true");
  const isWordItsValue = apart.length === 1 && (isCommand ? words.length > 1 : words.length === 1);
  const value = (name: string) => (apart.includes(name) ? isWordItsValue && words.at(-1) : kept(name)) || "…";
  const whole = [
    ...(isScript ? ["npm run", script, "--"] : ["npm start --"]),
    ...(isCommand ? words.slice(0, isWordItsValue ? -1 : undefined) : []),
    ...swallowed.map((name) => (ourFlags.includes(name) ? `--${name}` : `--${name} ${value(name)}`)),
  ];
  throw new FeedloomError(
    "CONFIG_INVALID",
    `npm kept ${names} for itself; put -- before the first option, as in: ${whole.join(" ")}`,
  );
}

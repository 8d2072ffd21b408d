import { Command, InvalidArgumentError, Option } from "commander";
import { type Host, hosts, type Mode, modes } from "./stage.ts";

/** What a person asked for on the command line. */
export interface Options {
  host?: Host;
  mode?: Mode;
  from: number;
  to?: number;
  seed?: number;
  all: boolean;
  workers: number;
}

/** So many histories, unless told otherwise. */
export const histories = 1000;

/** Reads the command line; `--help` and mistakes print and end the process, as commander does. */
export function readOptions(argv: string[]): Options {
  return new Command("npm run sweep --")
    .description(
      "Proves that every post goes out once, in order, and is never lost: a fixed set is posted again and again, each time with another of its calls to Threads, ledger, vault, bus and feed struck (killed before, killed after, failed, refused in every way that Threads is known to refuse); then by histories drawn from seeds, with many faults at once. The sandbox's own record judges.",
    )
    .addOption(
      new Option(
        "--host <host>",
        "local: the local host's jobs in processes of their own; aws: the functions' bundles on what stands for AWS; memory: the histories (all of them)",
      ).choices(hosts),
    )
    .addOption(
      new Option(
        "--mode <mode>",
        "what Threads does with a container that is published again (all three, one after the other)",
      ).choices(modes),
    )
    .option("--from <number>", "the first call to strike, or the first history's seed", wholeNumber, 1)
    .option("--to <number>", `the last one (all calls; ${histories} histories)`, wholeNumber)
    .option("--seed <seed>", "tell one history from its seed, call by call", wholeNumber)
    .option(
      "--all",
      "every strike at every call in every mode on every host, which takes more than half an hour; without it, what cannot differ from another mode or host is tried there only",
      false,
    )
    .option("--workers <number>", "how many work side by side", wholeNumber, 2)
    .helpOption("--help", "show this")
    .addHelpText(
      "after",
      "\nExits 1 when anything went wrong that could have been known.\n\nExamples:\n  npm run sweep\n  npm run sweep -- --host local --mode second-post --from 31 --to 31\n  npm run sweep -- --seed 42",
    )
    .allowExcessArguments(false)
    .showHelpAfterError("(npm run sweep -- --help shows what there is)")
    .parse(argv)
    .opts<Options>();
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("It must be a whole number from 1 on.");
  return Number(text);
}

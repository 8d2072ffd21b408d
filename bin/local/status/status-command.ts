import { Command, InvalidArgumentError } from "commander";
import type { Surroundings } from "../command-line.ts";
import { type LedgerOptions, type LedgerPlace, withLedger, withLedgerOptions } from "../ledger-place.ts";
import type { OptionValues } from "../option-values.ts";
import { readStatus } from "./read-status.ts";
import { statusLines } from "./status-lines.ts";

/** `status`: how things stand with accounts, posts and feeds. It reads the ledger only, so that Feedloom may be running. */
export function statusCommand(values: OptionValues, surroundings: Surroundings): Command {
  const command = new Command("status").description(
    "show what was posted, what waits and why, what is held or has failed, days left of each token, and how the feeds do",
  );
  return withLedgerOptions(command, values)
    .option("--limit <number>", "list so many held, and so many failed posts of a profile (10)", limit, 10)
    .option("--skipped", "also list so many skipped posts, the newest first", false)
    .option("--json", "the same as data", false)
    .addHelpText(
      "after",
      "\nExamples:\n  npm run status\n  npm run status -- --live\n  npm run status -- --deployed --region eu-central-1 --json",
    )
    .action(async (options: LedgerOptions & { limit: number; skipped: boolean; json: boolean }) => {
      const { environment, out, clock, zone } = surroundings;
      const look = (place: LedgerPlace) => readStatus(place, clock.now(), options);
      const status = await withLedger(options, environment, look, "read");
      if (options.json) return out.say(JSON.stringify(status, null, 2));
      for (const line of statusLines(status, zone)) out.say(line);
    });
}

function limit(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text) && Number(text) <= 1000) return Number(text);
  throw new InvalidArgumentError("It must be a whole number from 1 to 1000.");
}

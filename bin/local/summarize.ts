import { unreadableWords } from "../../functions/core/unreadable-record.ts";
import { statusWords } from "./ledger-place.ts";
import type { Stage } from "./stage.ts";
import { accountLine, errorLine, stuckLines, type Terminal } from "./terminal.ts";

/** As many as a person reads; the figures count the others. */
const shown = { limit: 5 };

/**
 * How things stand after a look: the accounting of each account, and what is held or has failed.
 *
 * @param ends - this process ends now, and with it a sandbox's pages.
 */
export async function summarize(
  { host, accounts, profileUrl, isProfileLocal, ledgerFlags }: Stage,
  out: Terminal,
  ends = false,
): Promise<void> {
  const hasToRun = ends && isProfileLocal;
  out.say("");
  for (const account of accounts) {
    const { ledger } = host.services;
    const tally = await ledger.tally(account);
    out.say(accountLine(account, tally));
    for (const shelf of ["held", "failed"] as const) {
      const stuck = await ledger.posts(account, shelf, shown);
      for (const line of stuck.flatMap(stuckLines)) out.say(line);
      const others = tally[shelf] - stuck.length;
      if (others > 0) out.say(`  … and ${others} more ${shelf}: ${statusWords(ledgerFlags)} shows them`);
    }
    out.say(`The profile, as a reader sees it: ${profileUrl(account)}`);
    for (const { key, kind, words } of ledger.unreadable())
      if ((kind === "post" || kind === "account") && key.split("/")[0] === account)
        out.say(errorLine(unreadableWords({ kind, key, words })));
    if (hasToRun) out.say("  (there while Feedloom runs: leave out --once to look at it)");
  }
}

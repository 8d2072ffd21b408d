import { Argument, Command } from "commander";
import { FeedloomError } from "../../functions/core/errors.ts";
import type { OwnerWord } from "../../functions/core/owner-word.ts";
import type { Clock } from "../../functions/ports/clock.ts";
import { obeyOwner } from "../../functions/publisher/obey-owner.ts";
import type { PostOutcome } from "../../functions/publisher/tell.ts";
import type { Surroundings } from "./command-line.ts";
import {
  type LedgerOptions,
  type LedgerPlace,
  statusWords,
  withLedger,
  withLedgerOptions,
} from "./ledger-place.ts";
import type { OptionValues } from "./option-values.ts";
import { clipped, doneLine, soft } from "./terminal.ts";

/** What each word does, for the help. */
const meanings: Record<OwnerWord, string> = {
  release: "let held posts go on where they stood; by its id, also post a skipped one after all",
  retry: "try failed posts anew",
  drop: "give up posts that are held; by its id, also one that failed or waits",
};

/** What comes of it, when something was changed. */
const outcomes: Record<OwnerWord, string> = {
  release: "They go out at the next look: within five minutes where Feedloom runs, else when it is started.",
  retry: "They go out at the next look: within five minutes where Feedloom runs, else when it is started.",
  drop: "They are not posted. `release` with a post's id takes that back.",
};

/** What `--json` prints. */
export interface WordReport {
  word: OwnerWord;
  accounts: { account: string; changed: PostOutcome[] }[];
}

/**
 * `release`, `retry`, `drop`: what an owner says of posts that did not go out by themselves. It is written into the
 * ledger, and nothing is published here: so it needs no token, and does not mind a Feedloom that is running.
 */
export function ownerCommand(word: OwnerWord, values: OptionValues, surroundings: Surroundings): Command {
  const command = new Command(word)
    .description(meanings[word])
    .addArgument(new Argument("<posts...>", "posts by their ids, which `npm run status` shows, or `all`"));
  return withLedgerOptions(command, values)
    .option("--json", "what was changed, as JSON", false)
    .action(async (posts: string[], options: LedgerOptions & { json: boolean }) => {
      await sayWord(word, posts, options, surroundings);
    });
}

/** Says a word of these posts, and prints what came of it. */
export async function sayWord(
  word: OwnerWord,
  posts: string[],
  options: LedgerOptions & { json?: boolean },
  { environment, out, clock }: Pick<Surroundings, "environment" | "out" | "clock">,
): Promise<void> {
  const report = await withLedger(options, environment, (place) => changePosts(word, posts, place, clock));
  if (options.json) return out.say(JSON.stringify(report, null, 2));
  for (const line of [...changedLines(report), ...outcomeLines(report)]) out.say(line);
}

/**
 * @param posts - ids, whoever's they are; or `all` of these accounts.
 * @throws FeedloomError `REQUEST_INVALID` - nobody has one of them; nothing was changed.
 */
export async function changePosts(
  word: OwnerWord,
  posts: string[],
  place: Pick<LedgerPlace, "ledger" | "accounts" | "name" | "flags">,
  clock: Clock,
): Promise<WordReport> {
  const services = { ledger: place.ledger, clock };
  const about = posts.includes("all") ? place.accounts.map(everything) : await owners(posts, place);
  const accounts: WordReport["accounts"] = [];
  for (const { account, which } of about) {
    const changed: PostOutcome[] = [];
    for (const one of which) changed.push(...(await obeyWhole(account, word, one, services)));
    accounts.push({ account, changed });
  }
  return { word, accounts };
}

const everything = (account: string) => ({ account, which: ["all"] });

/** A call takes so many; each takes them off the shelf, so that the last one finds none. */
async function obeyWhole(
  account: string,
  word: OwnerWord,
  which: string,
  services: Parameters<typeof obeyOwner>[3],
): Promise<PostOutcome[]> {
  const all: PostOutcome[] = [];
  for (;;) {
    const changed = await obeyOwner(account, word, which, services);
    all.push(...changed);
    if (which !== "all" || changed.length === 0) return all;
  }
}

/** Whose posts these are. Each is looked up before any is changed. */
async function owners(
  posts: string[],
  { name, flags, accounts, ledger }: Pick<LedgerPlace, "ledger" | "accounts" | "name" | "flags">,
) {
  const found = accounts.map((account): { account: string; which: string[] } => ({ account, which: [] }));
  for (const post of posts) {
    let isKnown = false;
    for (const { account, which } of found) {
      if ((await ledger.readPost(account, post)) === undefined) continue;
      which.push(post);
      isKnown = true;
    }
    if (!isKnown)
      throw new FeedloomError(
        "REQUEST_INVALID",
        `${name} has no post ${post}; ${statusWords(flags)} shows those that are held or have failed`,
      );
  }
  return found.filter(({ which }) => which.length > 0);
}

/** What was done to whose posts. */
export function changedLines({ word, accounts }: WordReport): string[] {
  return accounts.flatMap(({ account, changed }) => [
    doneLine(
      `${word}: ${changed.length} of @${account}'s posts${changed.length === 0 ? "; nothing to do" : ""}`,
    ),
    ...changed.slice(0, 20).map(({ post, title }) => `  ${clipped(title)} ${soft(post)}`),
    ...(changed.length > 20 ? [`  … and ${changed.length - 20} more`] : []),
  ]);
}

function outcomeLines({ word, accounts }: WordReport): string[] {
  return accounts.some(({ changed }) => changed.length > 0) ? [outcomes[word]] : [];
}

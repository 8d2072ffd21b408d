import type { Aside } from "../core/post.ts";
import { isOpenPost, type OpenPost } from "../core/post.ts";
import { overtakes, passed, type Turn } from "../core/refused-line.ts";
import type { Services } from "../runtime/services.ts";
import type { DrainReport } from "./drain-account.ts";
import { tellOfLine } from "./tell.ts";

/** As far as a line is looked into for those who stepped aside. */
const lookAhead = 100;

/** An account's open posts as far as they matter: the first alone, unless it stepped aside. */
export async function lineOf(account: string, { ledger }: Pick<Services, "ledger">): Promise<OpenPost[]> {
  const first = (await ledger.posts(account, "open", { limit: 1 })).filter(isOpenPost);
  if (first[0]?.life.effort.aside === undefined) return first;
  return (await ledger.posts(account, "open", { limit: lookAhead })).filter(isOpenPost);
}

/** A post got further than these: they are tried again. */
export async function noteOvertaken(
  others: readonly OpenPost[],
  step: Aside["step"],
  { ledger }: Pick<Services, "ledger">,
): Promise<void> {
  for (const other of others.filter((one) => overtakes(step, one))) {
    const next = passed(other);
    if (next !== other) await ledger.replacePost(next);
  }
}

/** Told first and marked then: who dies in between tells it twice rather than never. */
export async function tellRefused(
  { post, noted, words }: Extract<Turn, { kind: "tell" }>,
  services: Services,
  report: DrainReport,
): Promise<void> {
  await tellOfLine(post, words, services, report);
  await services.ledger.replacePost(noted);
}

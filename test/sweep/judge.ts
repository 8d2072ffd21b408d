import * as z from "zod";
import type { RecordedPost } from "../../sandbox/record.ts";
import type { Standing } from "./jobs.ts";
import { titleIn } from "./the-set.ts";

export const findingsSchema = z.object({
  doubled: z.int(),
  lost: z.int(),
  outOfOrder: z.int(),
  failed: z.int(),
  held: z.int(),
});
/** What can be wrong with the end of a run; how often each was found. */
export type Findings = z.output<typeof findingsSchema>;

export const noFindings: Findings = { doubled: 0, lost: 0, outOfOrder: 0, failed: 0, held: 0 };

export interface Verdict {
  findings: Findings;
  /** Each finding in words. */
  words: string[];
}

/**
 * Judges a run that should have ended with every entry posted once, in order, on every profile. What counts is what the
 * sandbox recorded; the ledger is asked only for what it says of a post that is not out (or of one that is).
 *
 * @param wanted - the titles, in order, on each of the profiles.
 * @param withoutOrder - profiles where a post had to step aside for later ones.
 */
export function judge(
  wanted: { account: string; titles: readonly string[] }[],
  posts: readonly RecordedPost[],
  standings: readonly Standing[],
  withoutOrder: ReadonlySet<string> = new Set(),
): Verdict {
  const findings = { ...noFindings };
  const words: string[] = [];
  const find = (what: keyof Findings, said: string): void => {
    findings[what] += 1;
    words.push(said);
  };
  for (const { account, titles } of wanted) {
    const out = posts.filter(({ username }) => username === account).map(({ text }) => titleIn(text));
    const firsts = [...new Set(out)];
    for (const title of out.filter((one, index) => out.indexOf(one) !== index))
      find("doubled", `@${account} has "${title}" again`);
    const expected = titles.filter((title) => firsts.includes(title));
    const found = firsts.filter((title) => titles.includes(title));
    if (!withoutOrder.has(account) && found.join("\n") !== expected.join("\n"))
      find("outOfOrder", `@${account} has ${found.map((title) => `"${title}"`).join(", ")}`);
    for (const title of titles) {
      const standing = standings.find((one) => one.account === account && one.title === title);
      const shelf = standing?.shelf ?? "nowhere";
      const said = `@${account}'s "${title}" is ${firsts.includes(title) ? "" : "not "}out, and stands as ${shelf} ${standing?.words ?? ""}`;
      if (shelf === "failed") find("failed", said);
      else if (shelf === "held" || shelf === "reconnect") find("held", said);
      else if (shelf !== "published" || !firsts.includes(title)) find("lost", said);
    }
  }
  return { findings, words };
}

export function isClean({ findings }: Verdict): boolean {
  return Object.values(findings).every((count) => count === 0);
}

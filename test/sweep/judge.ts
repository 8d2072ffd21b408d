import * as z from "zod";
import type { RecordedPost } from "../../sandbox/record.ts";
import type { Standing } from "./jobs.ts";
import { type BlogEntry, chainWords, titleIn } from "./the-set.ts";

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
 * The order is that of the entries of one feed: what of two feeds was seen first goes out first.
 *
 * @param entries - what should be out, in order.
 * @param withoutOrder - profiles where a post had to step aside for later ones.
 */
export function judge(
  accounts: readonly string[],
  entries: readonly Pick<BlogEntry, "title" | "isChain">[],
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
  for (const account of accounts) {
    const own = posts.filter(({ username }) => username === account);
    const roots = own.filter(({ replyToId }) => replyToId === undefined);
    const out = roots.map(({ text }) => titleIn(text));
    const firsts = [...new Set(out)];
    for (const title of out.filter((one, index) => out.indexOf(one) !== index))
      find("doubled", `@${account} has "${title}" again`);
    for (const isChain of [false, true]) {
      const titles = entries
        .filter((entry) => (entry.isChain ?? false) === isChain)
        .map(({ title }) => title);
      const found = firsts.filter((title) => titles.includes(title));
      const expected = titles.filter((title) => found.includes(title));
      if (!withoutOrder.has(account) && found.join("\n") !== expected.join("\n"))
        find("outOfOrder", `@${account} has ${found.map((title) => `"${title}"`).join(", ")}`);
    }
    for (const { title, isChain } of entries) {
      const standing = standings.find((one) => one.account === account && one.title === title);
      const shelf = standing?.shelf ?? "nowhere";
      const said = `@${account}'s "${title}" is ${firsts.includes(title) ? "" : "not "}out, and stands as ${shelf} ${standing?.words ?? ""}`;
      if (shelf === "failed") find("failed", said);
      else if (shelf === "held" || shelf === "reconnect") find("held", said);
      else if (shelf !== "published" || !firsts.includes(title)) find("lost", said);
      else if (isChain === true)
        judgeChain(
          roots.find(({ text }) => titleIn(text) === title),
          own,
          find,
        );
    }
  }
  return { findings, words };
}

/** Every part of a chain is out once and replies to the one before it, so that its words stand in their order. */
function judgeChain(
  root: RecordedPost | undefined,
  own: readonly RecordedPost[],
  find: (what: keyof Findings, said: string) => void,
): void {
  const said: string[] = [];
  for (let part = root; part !== undefined; ) {
    const { id, text } = part;
    said.push(...(text.match(/word\d+/gu) ?? []));
    const replies = own.filter(({ replyToId }) => replyToId === id);
    for (const again of replies.slice(1))
      find("doubled", `"${titleIn(again.text)}" replies to one part again`);
    [part] = replies;
  }
  const [missing, another] = [
    chainWords.filter((word) => !said.includes(word)),
    said.filter((word, index) => said.indexOf(word) !== index),
  ];
  const chain = `the chain "${titleIn(root?.text ?? "")}"`;
  if (missing.length > 0) find("lost", `${chain} lacks ${missing.length} words from ${missing[0]} on`);
  if (another.length > 0)
    find("doubled", `${chain} has ${another.length} words twice, from ${another[0]} on`);
  if (missing.length + another.length === 0 && said.join(" ") !== chainWords.join(" "))
    find("outOfOrder", `${chain} has its parts in another order`);
}

export function isClean({ findings }: Verdict): boolean {
  return Object.values(findings).every((count) => count === 0);
}

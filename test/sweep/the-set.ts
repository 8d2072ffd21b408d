import type { ConfigurationInput } from "../../functions/core/configuration.ts";

/** Two profiles: what goes wrong at one must not touch the other. */
export const accounts = ["bronzfronz", "another.one"] as const;
export type Account = (typeof accounts)[number];

/** What is posted in every run: each kind of post, as an entry that becomes it. */
interface SetEntry {
  title: string;
  pictures: number;
  /** It stands in the feed whose entries become chains. */
  isChain?: boolean;
}

export interface BlogEntry extends SetEntry {
  id: string;
  publishedAt: Date;
}

const theSet: readonly SetEntry[] = [
  { title: "First text", pictures: 0 },
  { title: "A picture", pictures: 1 },
  { title: "An album", pictures: 2 },
  { title: "A chain", pictures: 0, isChain: true },
  { title: "Last text", pictures: 0 },
];

/** The set as a blog has it, oldest first. @param run - sets that stand in one blog need different ones; 0 for the only one. */
export function entriesOf(run = 0): BlogEntry[] {
  return theSet.map((entry, index) => ({
    ...entry,
    id: `entry-${run}-${index}`,
    title: run === 0 ? entry.title : `${entry.title} ${run}`,
    publishedAt: new Date(Date.UTC(2026, 10, 20, 8, run * theSet.length + index)),
  }));
}

/** Every entry of both feeds goes to both profiles. @param backfill - how many entries to post that are there at the first sight. */
export function configurationOf(feedUrls: FeedUrls, backfill: number): ConfigurationInput {
  return {
    accounts: [...accounts],
    feeds: [
      // With one picture it is a picture, with none a text.
      { url: feedUrls.posts, style: "carousel", backfill },
      { url: feedUrls.chains, style: "chain", backfill },
    ],
  };
}

/** One feed for each style. */
export interface FeedUrls {
  posts: string;
  chains: string;
}

/** The words of a chain's text, none of them twice: some three posts. */
export const chainWords = Array.from({ length: 170 }, (_, index) => `word${index}`);

/** What a reader knows a post by: the first line of its text, which is its entry's title. */
export function titleIn(text: string): string {
  return text.split("\n")[0] ?? "";
}

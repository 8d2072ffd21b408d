import type { ConfigurationInput } from "../../functions/core/configuration.ts";

/** Two profiles: what goes wrong at one must not touch the other. */
export const accounts = ["bronzfronz", "another.one"] as const;
export type Account = (typeof accounts)[number];

/**
 * What is posted in every run. A kind of post that the publisher learns is added here: a carousel as an entry with more
 * pictures (and the route's style), a chain as one whose text is long.
 */
interface SetEntry {
  title: string;
  pictures: number;
}

export interface BlogEntry extends SetEntry {
  id: string;
  publishedAt: Date;
}

const theSet: readonly SetEntry[] = [
  { title: "First text", pictures: 0 },
  { title: "A picture", pictures: 1 },
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

/** Every entry goes to both profiles. @param backfill - how many entries to post that are there at the first sight. */
export function configurationOf(feedUrl: string, backfill: number): ConfigurationInput {
  return { accounts: [...accounts], feeds: [{ url: feedUrl, style: "image", backfill }] };
}

/** What a reader knows a post by: the first line of its text, which is its entry's title. */
export function titleIn(text: string): string {
  return text.split("\n")[0] ?? "";
}

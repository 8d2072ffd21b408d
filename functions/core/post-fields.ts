import { defuseMentions } from "./defuse-mentions.ts";
import type { StoredEntry } from "./post.ts";
import { hashtags } from "./topic-tags.ts";

/** What a template may say of an entry: every field is there, empty where the entry has none. */
export interface PostFields {
  title: string;
  /** The summary, or the beginning of the text; without the title where it only repeats that. */
  summary: string;
  /** Its authors, with commas between them. */
  author: string;
  /** The page's address, UTM parameters included. */
  link: string;
  /** As hashtags: `#weather #NewYork`. */
  tags: string;
  /** `2026-11-24`, in UTC. */
  date: string;
  /** The feed's title. */
  blog: string;
}

/** For checking a template before there is an entry. */
export const sampleFields: PostFields = {
  title: "A title",
  summary: "A summary",
  author: "Ann Author",
  link: "https://blog.example/a-title",
  tags: "#weather #NewYork",
  date: "2026-11-24",
  blog: "A blog",
};

export const fieldNames = Object.keys(sampleFields);

/**
 * @param isOwnWords - a person wrote it for Threads: then whom it names is meant to be called.
 */
export function fieldsOf(
  entry: StoredEntry,
  { link = "", tags, isOwnWords }: { link?: string; tags: number; isOwnWords: boolean },
): PostFields {
  const said = (text = "") => (isOwnWords ? text : defuseMentions(text));
  return {
    title: said(entry.title),
    summary: said(summaryBeside(entry)),
    author: said(entry.authors.join(", ")),
    link,
    tags: hashtags(entry.tags).slice(0, tags).join(" "),
    date: entry.publishedAt?.toISOString().slice(0, 10) ?? "",
    blog: said(entry.blog),
  };
}

/** The summary, unless it only says the title again (microblogs repeat their text as a title). */
function summaryBeside(entry: StoredEntry): string {
  const title = entry.title ?? "";
  const summary = entry.summary ?? "";
  const start = title.replace(cutOff, "").trim();
  if (start === "") return summary;
  if (summary === title || summary.trim() === start) return "";
  // Only what the title says whole is left out: one that ends within a word was cut off there.
  const rest = summary.slice(start.length);
  const saysItWhole = !cutOff.test(title) && /^[\s.,:;!?…]/.test(rest);
  return summary.startsWith(start) && start.length >= 20 && saysItWhole
    ? rest.replace(/^[\s.,:;…]+/, "")
    : summary;
}

const cutOff = /(…|\.\.\.)$/;

/** A title that is the cut-off beginning of the text says nothing that the text does not. */
export function isBeginningOf(title: string, text: string): boolean {
  const start = title.replace(cutOff, "").trim();
  return start.length >= 20 && text.length > start.length && text.startsWith(start);
}

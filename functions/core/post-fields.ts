import { isMailAddress } from "./author-name.ts";
import { defuseMentions } from "./defuse-mentions.ts";
import type { StoredEntry } from "./post.ts";
import { lengthInUtf8Bytes, literally } from "./post-text.ts";
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
    title: said(titleOf(entry)),
    summary: said(besideTitle(entry, entry.summary ?? "")),
    author: said(entry.authors.filter((author) => !isMailAddress(author)).join(", ")),
    link,
    tags: hashtags(entry.tags).slice(0, tags).join(" "),
    date: entry.publishedAt?.toISOString().slice(0, 10) ?? "",
    blog: said(entry.blog),
  };
}

/** The profile says whose it is: "A title | A blog", "A title – A blog" and "A blog: A title" are made for browsers' tabs. */
function titleOf({ title = "", blog = "" }: StoredEntry): string {
  if (blog === "") return title;
  const name = literally(blog);
  const bare = title
    .replace(new RegExp(`\\s+[-|–—·•:»«/]\\s+${name}$`, "iu"), "")
    .replace(new RegExp(`^${name}(?::|\\s+[-|–—·•:»«/])\\s+`, "iu"), "");
  return bare.trim() === "" ? title : bare;
}

const cutOff = /(…|\.\.\.)$/;

/** A text of an entry, without the title where it only says that again (microblogs repeat their text as a title). */
export function besideTitle(entry: StoredEntry, text: string): string {
  const title = titleOf(entry);
  const start = title.replace(cutOff, "").trim();
  if (start === "") return text;
  if (text === title || text.trim() === start) return "";
  if (!text.startsWith(start)) return text;
  const rest = text.slice(start.length);
  const isFirstLine = /^[.:]?\n/u.test(rest);
  // A title that ends within a sentence was cut off there: without it, the text would begin in the middle.
  const isFirstSentence =
    isNoChance(start) && /[.!?…。！？]\s|[。！？]/u.test(`${start.slice(-1)}${rest.slice(0, 2)}`);
  return (isFirstLine || isFirstSentence) && !cutOff.test(title)
    ? rest.replace(/^[\s.:!?…。！？]+/u, "")
    : text;
}

/** A title that is the cut-off beginning of the text says nothing that the text does not. */
export function isBeginningOf(title: string, text: string): boolean {
  const start = title.replace(cutOff, "").trim();
  return isNoChance(start) && text.length > start.length && text.startsWith(start);
}

/** So long that a text does not begin with the same by chance ("Go", "Go is a language"): seven letters in Japanese. */
function isNoChance(start: string): boolean {
  return lengthInUtf8Bytes(start) >= 20;
}

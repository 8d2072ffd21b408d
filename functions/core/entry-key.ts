import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { withoutEnd } from "./clean-text.ts";
import type { Entry } from "./entry.ts";

/**
 * The key by which an entry is known for ever: its id as published, else its canonical link, else a hash of
 * title and date. The first that an entry has is the only one that counts, so an edited title or a changed
 * date never makes a new entry. (Where several entries of one document share it, the next one counts: see
 * `telling-keys.ts`.)
 *
 * @returns 32 hex digits with the kind in front, such as `id-0f3…`: short enough for every store's keys.
 */
export function entryKey(entry: Entry): string {
  return idKey(entry) ?? linkKey(entry) ?? titleAndDateKey(entry);
}

export function idKey({ id }: Entry): string | undefined {
  return id === undefined ? undefined : `id-${keyDigest(id)}`;
}

export function linkKey({ link }: Entry): string | undefined {
  return link === undefined ? undefined : `link-${keyDigest(canonicalLink(link))}`;
}

export function titleAndDateKey(entry: Entry): string {
  const text = entry.title ?? entry.summary ?? entry.contentHtml ?? "";
  return `text-${keyDigest(`${text}\n${entry.publishedAt?.toISOString() ?? ""}`)}`;
}

/**
 * Keys by which an entry is known besides its own: its page together with its title, and together with its date. An
 * entry whose id changed (a renamed file, another generator, http to https) still has its page and one of the two.
 *
 * The page alone is not enough: blogs of links point to one page months apart, and a page of news keeps its address while
 * its entry changes. See `pagesOfTheirOwn()` for which pages say anything at all.
 */
export function pageKeys(entry: Entry): { title?: string; date?: string } {
  if (entry.link === undefined) return {};
  const page = canonicalLink(entry.link);
  const title = entry.title && sameTitle(entry.title);
  return {
    ...(title ? { title: `page-${keyDigest(`${page}\ntitle\n${title}`)}` } : {}),
    ...(entry.publishedAt
      ? { date: `page-${keyDigest(`${page}\ndate\n${entry.publishedAt.toISOString()}`)}` }
      : {}),
  };
}

/** Every zone's midnight is a multiple of it. */
const quarterHourInMs = 900_000;

/**
 * The key of an entry's title together with its date: where a file was renamed, id and page are new, and these two are not.
 *
 * Good for what no other entry of the document shares: of photos that were uploaded together, all untitled, each is new.
 * And only with a time of day: of two notes called "Links" on one day, dated to the day or the hour, the second is new.
 */
export function titleKey(entry: Entry): string | undefined {
  const both = titleAndDate(entry);
  return both === undefined ? undefined : `title-${keyDigest(both)}`;
}

/** What `titleKey()` stands for, to be compared with others of the document. */
export function titleAndDate({ title, publishedAt }: Entry): string | undefined {
  if (title === undefined || publishedAt === undefined) return undefined;
  if (publishedAt.getTime() % quarterHourInMs === 0) return undefined;
  return `${sameTitle(title)}\n${publishedAt.toISOString()}`;
}

export function sameTitle(title: string): string {
  return title.toLowerCase().replace(/\s+/g, " ").trim();
}

/**
 * Those of a document's entries whose page stands for them alone: not the blog's own page, not the root of a site, and not
 * that of another entry in the document.
 */
export function pagesOfTheirOwn(entries: readonly Entry[], homePage: string | undefined): Set<Entry> {
  const home = homePage === undefined ? undefined : canonicalLink(homePage);
  /** Nothing for a page that several have. */
  const byPage = new Map<string, Entry | undefined>();
  for (const entry of entries) {
    if (entry.link === undefined) continue;
    const page = canonicalLink(entry.link);
    // A root has no path: only the host is left of it.
    if (page !== home && /[/?#]/.test(page)) byPage.set(page, byPage.has(page) ? undefined : entry);
  }
  return new Set([...byPage.values()].filter((entry) => entry !== undefined));
}

/**
 * The same place under its other spellings: without scheme, `www.`, trailing slash, and the parameters that only say
 * where a reader came from (`utm_*`, `source=rss…`, as WordPress plugins and Medium add them). The fragment stays:
 * changelogs and day pages link each entry to a place in one page.
 */
export function canonicalLink(link: string): string {
  if (!URL.canParse(link)) return link.trim();
  const url = new URL(link);
  // Not one after the other out of the address, which is written anew each time.
  const all = [...url.searchParams];
  const isOfRss = all.some(([name, value]) => name === "source" && value.startsWith("rss"));
  const kept = all.filter(([name]) => !(name.startsWith("utm_") || (name === "source" && isOfRss)));
  const query = new URLSearchParams(kept);
  query.sort();
  url.search = query.toString();
  const host = url.host.replace(/^www\./, "");
  return `${host}${withoutEnd(url.pathname, /\//)}${url.search}${url.hash}`;
}

/**
 * A post's id: the same for the same feed, entry and account whoever computes it and however often, so that
 * adding it twice adds it once.
 *
 * @returns 20 hex digits (80 bits: two of a billion posts coincide once in a million such ledgers).
 */
export function postId(feed: string, key: string, account: string): string {
  return keyDigest(`${feed}\n${key}\n${account}`).slice(0, 20);
}

/** 32 hex digits that stand for a text. */
export function keyDigest(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, 32);
}

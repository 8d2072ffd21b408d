import type { Entry } from "./entry.ts";
import {
  canonicalLink,
  keyDigest,
  pageKeys,
  pagesOfTheirOwn,
  sameTitle,
  titleAndDate,
  titleKey,
} from "./entry-key.ts";
import { entryWords } from "./entry-words.ts";
import type { OtherMark } from "./new-entries.ts";
import { whyNobodyCanOpen } from "./public-page.ts";

/**
 * The marks by which a document's entries are known besides their keys: page, title, date and text, two of them together.
 * What several entries of the document have in common is no mark of any of them.
 *
 * @returns the marks of one of these entries; made when they are asked for.
 */
export function otherMarks(
  entries: readonly Entry[],
  homePage: string | undefined,
): (entry: Entry) => OtherMark[] {
  const own = once(() => pagesOfTheirOwn(entries, homePage));
  const sharedTitles = once(() => shared(entries, titleAndDate));
  const sharedTexts = once(() => shared(entries, (entry) => entryWords(entry)?.digest));
  return (entry) => [
    ...(own().has(entry) ? pageMarks(entry) : []),
    ...textMarks(entry, () => sharedTexts().has(entry)),
    ...(sharedTitles().has(entry) ? [] : titleMark(entry)),
  ];
}

/** An id that names its entry in all the world, not only in its feed. */
const worldWideId = /^\s*(?:urn:uuid:\S|tag:[^,\s]+,|https?:\/\/[^/\s]+\/[^\s])/i;

/**
 * The marks by which an account knows an entry over all its feeds: its page, its id where that names it in all the world,
 * and title, date and text together.
 *
 * @param key - the entry's: an id that several have is not its key.
 */
export function accountMarks(
  entries: readonly Entry[],
  homePage: string | undefined,
): (entry: Entry, key: string) => string[] {
  const own = once(() => pagesOfTheirOwn(entries, homePage));
  return (entry, key) => {
    const { id = "", link = "", title = "", publishedAt } = entry;
    const words = title === "" || publishedAt === undefined ? undefined : entryWords(entry);
    const whole = `${sameTitle(title)}\n${publishedAt?.toISOString()}\n${words?.digest}`;
    return [
      ...(own().has(entry) && whyNobodyCanOpen(link) === undefined
        ? [`page-${keyDigest(canonicalLink(link))}`]
        : []),
      ...(key.startsWith("id-") && worldWideId.test(id) && whyNobodyCanOpen(id) === undefined ? [key] : []),
      ...(words === undefined ? [] : [`words-${keyDigest(`account\n${whole}`)}`]),
    ];
  };
}

function pageMarks(entry: Entry): OtherMark[] {
  const { title, date } = pageKeys(entry);
  return [
    ...(date === undefined
      ? []
      : [{ key: date, hasDate: true, hasText: false, words: "its page and its date" }]),
    ...(title === undefined
      ? []
      : [{ key: title, hasDate: false, hasText: false, words: "its page and its title" }]),
  ];
}

function titleMark(entry: Entry): OtherMark[] {
  const key = titleKey(entry);
  return key === undefined
    ? []
    : [{ key, hasDate: true, hasText: false, isWeak: true, words: "its title and its date" }];
}

function textMarks(entry: Entry, isShared: () => boolean): OtherMark[] {
  const words = entryWords(entry);
  if (words === undefined) return [];
  const title = sameTitle(entry.title ?? "");
  const date = entry.publishedAt?.toISOString();
  const marks: OtherMark[] = [];
  if (date !== undefined && words.isTelling && !isShared()) {
    const key = `words-${keyDigest(`date\n${date}\n${words.digest}`)}`;
    marks.push({ key, hasDate: true, hasText: true, words: "its text and its date" });
  }
  if (title !== "" || words.isTelling) {
    const key = `words-${keyDigest(`title\n${title}\n${words.digest}`)}`;
    const named = title === "" ? "its text" : "its text and its title";
    marks.push({ key, hasDate: false, hasText: true, words: named });
  }
  return marks;
}

function shared(entries: readonly Entry[], by: (entry: Entry) => string | undefined): Set<Entry> {
  const groups = Map.groupBy(entries, by);
  return new Set([...groups.values()].filter(({ length }) => length > 1).flat());
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

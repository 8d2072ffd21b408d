/**
 * An entry's categories as hashtags, each once: several words become one with capitals (`new york` → `#NewYork`), since a
 * tag on Threads ends at a blank and at any of `. & @ ! ? , ; :`. Digits alone are no tag, and what would lose a letter
 * that matters (`C++`, `C#`) is left out rather than misnamed.
 *
 * @see https://developers.facebook.com/docs/threads/posts (read 2026-04)
 */
export function hashtags(categories: string[]): string[] {
  const tags = new Map<string, string>();
  for (const category of categories.filter(saysSomething)) {
    const tag = hashtag(category);
    if (tag !== undefined && !tags.has(tag.toLowerCase())) tags.set(tag.toLowerCase(), tag);
  }
  return [...tags.values()];
}

/** Where WordPress puts what nobody sorted, in its commonest languages. */
const unsorted = new Set(
  "uncategorized,uncategorised,allgemein,non classé,sin categoría,senza categoria,sem categoria,geen categorie,bez kategorii,без рубрики,未分類,未分类,미분류,غير مصنف".split(
    ",",
  ),
);

function saysSomething(category: string): boolean {
  return !unsorted.has(category.trim().normalize("NFC").toLowerCase());
}

/** Longer than any tag that people follow, as Meta's own limit for a topic. */
const longestTag = 50;

function hashtag(category: string): string | undefined {
  const bare = category.trim().replace(/^#+/, "").normalize("NFC");
  if (/[^\p{L}\p{M}\p{N}_\s.&'’/,:;!?()–-]/u.test(bare)) return undefined;
  const words = bare.split(/[^\p{L}\p{M}\p{N}_]+/u).filter((word) => word !== "");
  const tag = words.length === 1 ? words[0] : words.map(capitalized).join("");
  if (tag === undefined || tag === "" || [...tag].length > longestTag || /^\p{N}+$/u.test(tag))
    return undefined;
  return `#${tag}`;
}

function capitalized(word: string): string {
  const [first = "", ...rest] = word;
  return first.toUpperCase() + rest.join("");
}

/** What Threads takes as a post's topic. @see https://developers.facebook.com/docs/threads/posts (read 2026-04) */
export const topicTagRule = /^[^.&\s#@]([^.&\n\t]{0,48}[^.&\s])?$/u;

/** How a route names a post's topic: the first of its categories that can be one, always the same, or none. */
export const firstCategory = "first category";

/** The topic for an entry, or undefined where it has no category that can be one. */
export function topicTagFor(rule: string | false, categories: string[]): string | undefined {
  if (rule === false) return undefined;
  if (rule !== firstCategory) return rule;
  return categories
    .filter(saysSomething)
    .map((category) => category.trim().replace(/^#+/, ""))
    .find((tag) => topicTagRule.test(tag) && !/^\p{N}+$/u.test(tag));
}

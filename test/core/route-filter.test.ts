import { describe, expect, it } from "vitest";
import { filtered, whyFiltered } from "../../functions/core/route-filter.ts";
import { anEntry } from "../support/an-entry.ts";

const now = new Date("2026-11-24T12:00:00Z");
const entry = anEntry({
  title: "A walk in the rain",
  contentHtml: "<p>About <b>tea</b> and 日本語の本</p>",
  tags: ["Weather", "New York"],
  authors: ["Ann Author"],
  publishedAt: new Date("2026-11-20T11:00:00Z"),
});
const why = (filter: Parameters<typeof whyFiltered>[1]) => whyFiltered(entry, filter, now);

describe("a route's filter", () => {
  it.each([
    ["nothing is said", {}],
    ["it has one of the categories", { only: { categories: ["tea", "weather"] } }],
    ["it has one of the words", { only: { words: ["RAIN"] } }],
    ["it has a phrase", { only: { words: ["in the rain"] } }],
    ["its text has a word", { only: { words: ["tea"] } }],
    ["a script without blanks has the letters", { only: { words: ["日本"] } }],
    ["it has one of the authors", { only: { authors: ["ann author"] } }],
    ["it has none of what is unwanted", { not: { categories: ["York"], words: ["rai"], authors: ["Ann"] } }],
    ["it is young enough", { maxAgeInDays: 5 }],
  ])("takes an entry where %s", (_, filter) => {
    expect(why(filter)).toBeUndefined();
  });

  it.each([
    [{ only: { categories: ["tea"] } }, "it has no category that only.categories names (tea)"],
    [{ only: { words: ["ea", "walks"] } }, "it has no word that only.words names (ea, walks)"],
    [{ only: { authors: ["Bo"] } }, "it has no author that only.authors names (Bo)"],
    [{ not: { categories: ["#weather"] } }, 'it has the category "#weather", which not.categories names'],
    [{ not: { words: ["Walk"] } }, 'it has the word "Walk", which not.words names'],
    [{ not: { authors: ["ann author"] } }, 'it has the author "ann author", which not.authors names'],
    [{ only: { words: ["walk"] }, not: { words: ["tea"] } }, 'it has the word "tea", which not.words names'],
  ])("skips one by %j and names the rule", (filter, words) => {
    expect(why(filter)).toEqual({ reason: "filter", words });
  });

  it.each([
    ["ラーメン", "今日のラーメンは最高", true],
    ["AI", "AIでコードを書く", true],
    ["AI", "MAIL", false],
    ["커피", "커피를 마시다", true],
    ["กาแฟ", "ฉันชอบกาแฟมาก", true],
    ["كتاب", "هذا كتابٌ جديد", true],
    ["كتاب", "كتابة", false],
    ["हिन्द", "हिन्दी", false],
    ["Straße", "Am Ende der STRASSE", false],
    ["café", "Un cafe\u0301 noir", true],
    ["C++", "Why C++?", true],
    ["🍅", "🍅🍅🍅 report", true],
  ])("knows words in any script: %s in “%s”, %s", (word, title, isThere) => {
    const found = whyFiltered(anEntry({ title }), { not: { words: [word] } }, now);
    expect(found !== undefined).toBe(isThere);
  });

  it("skips one that is too old, by its age; one without a date has none", () => {
    expect(why({ maxAgeInDays: 4 })).toEqual({
      reason: "too-old",
      words: "it is 4 days old, and maxAgeInDays is 4",
    });
    expect(whyFiltered(anEntry({ title: "One" }), { maxAgeInDays: 0.1 }, now)).toBeUndefined();
  });

  it("also speaks for what came in a flood, and not for what was skipped before", () => {
    const flood = { verdict: "hold", reason: "flood", words: "many" } as const;
    const before = { verdict: "skip", reason: "backfill", words: "before" } as const;
    const found = { entry, key: "id-1", otherMarks: [], accountMarks: [], orderKey: "1" };
    const not = { not: { words: ["rain"] } };
    expect(filtered({ ...found, decision: flood }, not, now).decision).toMatchObject({ reason: "filter" });
    expect(filtered({ ...found, decision: before }, not, now).decision).toEqual(before);
    expect(filtered({ ...found, decision: flood }, {}, now).decision).toEqual(flood);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashtags, topicTagFor, topicTagRule } from "../../functions/core/topic-tags.ts";
import { topicIn } from "../../sandbox/graph/text-rules.ts";

describe("categories as hashtags", () => {
  it.each([
    ["one word as it is written", ["weather"], ["#weather"]],
    ["several words as one", ["new york"], ["#NewYork"]],
    ["what ends a tag on Threads joined", ["Node.js", "R&D", "e-mail"], ["#NodeJs", "#RD", "#EMail"]],
    ["letters of any script", ["日本語", "Überraschung", "سفر"], ["#日本語", "#Überraschung", "#سفر"]],
    ["each once, in any case", ["Tea", "tea", "#TEA"], ["#Tea"]],
    ["none of digits alone", ["2026", "１２", "year 2026"], ["#Year2026"]],
    ["none of what WordPress calls unsorted", ["Uncategorized", "Allgemein", "未分類", "tea"], ["#tea"]],
    ["none that would lose a letter", ["C++", "C#", "A*"], []],
    ["nothing of nothing", ["", "  ", "#", "&"], []],
  ])("are %s", (_, categories, tags) => {
    expect(hashtags(categories)).toEqual(tags);
  });

  it("are each taken whole by Threads", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 20 })), (categories) => {
        for (const tag of hashtags(categories)) expect(topicIn(`Some text ${tag} more`)).toBe(tag.slice(1));
      }),
    );
  });
});

describe("a post's topic", () => {
  it.each([
    ["none", false, ["tea"], undefined],
    ["always the same", "Tea time", ["weather"], "Tea time"],
    ["the first category", "first category", ["#tea", "weather"], "tea"],
    [
      "the first that can be one",
      "first category",
      ["R&D", "Node.js", "7", "a".repeat(51), "new york"],
      "new york",
    ],
    ["never WordPress's unsorted", "first category", ["Non classé", "tea"], "tea"],
    ["none where no category can be one", "first category", ["R&D"], undefined],
  ] as const)("is %s", (_, rule, categories, topic) => {
    expect(topicTagFor(rule, [...categories])).toBe(topic);
  });

  it.each(["", " ", "a.b", "a&b", "a".repeat(51)])("is never %j", (tag) => {
    expect(topicTagRule.test(tag)).toBe(false);
  });
  it.each(["a", "tea time", "a".repeat(50)])("may be %j", (tag) => {
    expect(topicTagRule.test(tag)).toBe(true);
  });
});

import { describe, expect, it } from "vitest";
import { isSameText } from "../../functions/core/same-text.ts";

describe("a text that Threads lists is the one that was sent", () => {
  it.each([
    ["as it is", "Bees, at last", "Bees, at last"],
    ["in another form of Unicode", "Caf\u00e9", "Cafe\u0301"],
    ["with other blanks", "One\n\n two\u00a0three ", "One two three"],
    ["with an address without its protocol", "Read https://blog.example/a?b=1", "Read blog.example/a?b=1"],
    [
      "with an address cut as links are shown",
      "Read https://www.blog.example/a-long/path",
      "Read blog.example/a-lo…",
    ],
    ["without what nobody sees", "by @\u2060bee and @\u2060wasp", "by @bee and @wasp"],
    [
      "with an address cut by points",
      "https://blog.example/a-long/path now",
      "https://blog.example/a... now",
    ],
  ])("%s", (_, sent, listed) => {
    expect(isSameText(sent, listed)).toBe(true);
  });

  it.each([
    ["other words", "Bees", "Wasps"],
    ["more words", "Bees", "Bees, again"],
    ["another address", "Read https://blog.example/a", "Read https://blog.example/b"],
    ["an address that is cut to nothing", "Read https://blog.example/a", "Read …"],
    ["a beginning that does not say that it was cut", "https://blog.example/abc", "https://blog.example/a"],
    ["a cut word that is no address", "Read something-long-here", "Read something-lo…"],
    ["another case", "Bees", "bees"],
  ])("but not with %s", (_, sent, listed) => {
    expect(isSameText(sent, listed)).toBe(false);
  });
});

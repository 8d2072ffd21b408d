import { describe, expect, it } from "vitest";
import { trackedLink } from "../../functions/core/tracked-link.ts";

const utm = { source: "threads", medium: "social" };

describe("a link with UTM parameters", () => {
  it.each([
    ["a plain link", "https://a.example/one", "https://a.example/one?utm_source=threads&utm_medium=social"],
    [
      "other parameters",
      "https://a.example/?p=1",
      "https://a.example/?p=1&utm_source=threads&utm_medium=social",
    ],
    [
      "a place in the page",
      "https://a.example/#two",
      "https://a.example/?utm_source=threads&utm_medium=social#two",
    ],
    [
      "its own source",
      "https://a.example/?utm_source=x",
      "https://a.example/?utm_source=x&utm_medium=social",
    ],
    [
      "letters as they were",
      "https://a.example/ä%20b?q=é",
      "https://a.example/ä%20b?q=é&utm_source=threads&utm_medium=social",
    ],
    ["an empty query", "https://a.example/?", "https://a.example/?utm_source=threads&utm_medium=social"],
  ])("keeps %s", (_, link, tracked) => {
    expect(trackedLink(link, utm)).toBe(tracked);
  });

  it("encodes what it adds", () => {
    expect(trackedLink("https://a.example/", { campaign: "tea & more" })).toBe(
      "https://a.example/?utm_campaign=tea%20%26%20more",
    );
  });

  it("is as it was without any", () => {
    for (const link of ["https://a.example/?a&&b#c", "https://a.example/?", "https://a.example/#?x=1"])
      expect(trackedLink(link, undefined)).toBe(link);
  });

  it("does not say that its readers come from the feed", () => {
    expect(trackedLink("https://medium.example/one?source=rss----1#x", undefined)).toBe(
      "https://medium.example/one#x",
    );
    expect(trackedLink("https://a.example/?source=rss&b=1", undefined)).toBe("https://a.example/?b=1");
    const ofFeed = "https://a.example/?utm_source=rss&utm_medium=rss&b=1&utm_campaign=one#x";
    expect(trackedLink(ofFeed, undefined)).toBe("https://a.example/?b=1#x");
    expect(trackedLink(ofFeed, { source: "threads" })).toBe("https://a.example/?b=1&utm_source=threads#x");
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { composePost } from "../../functions/core/compose-post.ts";
import type { Content } from "../../functions/core/content.ts";
import { type Effort, type StoredEntry, type Style, styles } from "../../functions/core/post.ts";
import { lengthInUtf8Bytes, literally, textLimit, threadsLength } from "../../functions/core/post-text.ts";
import { readOnIn } from "../../functions/core/read-on.ts";
import { linksIn, textLength } from "../../sandbox/graph/text-rules.ts";
import { anyEntry, anyText } from "../support/any-entry.ts";
import { anyCuttingFunction, anyTemplate, type GivenTemplate } from "../support/any-template.ts";

interface Given {
  entry: StoredEntry;
  without: Effort["without"];
  template: GivenTemplate | undefined;
  isFirst: boolean;
}

const anyWanted = fc.record({
  style: fc.constantFrom<Style>(...styles),
  hashtags: fc.option(fc.nat(20), { nil: undefined }),
  utm: fc.constantFrom({}, { source: "threads", campaign: "a".repeat(30) }),
  readOn: fc.constantFrom(undefined, "続きはこちら：", "Weiter im Blog:"),
});
const anyRefusals = fc.subarray<Effort["without"][number]>(["card", "picture", "length"]);

/** Every part of the post that any route may make of any entry by any template, after any refusals. */
function eachPart(check: (part: Content, given: Given) => void): void {
  const perhapsTemplate = fc.option(anyTemplate, { nil: undefined });
  fc.assert(
    fc.property(anyEntry, anyWanted, perhapsTemplate, anyRefusals, (entry, wanted, template, without) => {
      const unusable = without.includes("picture") ? entry.images.map(({ url }) => url) : [];
      const { parts } = composePost(
        entry,
        { ...wanted, template: template?.template },
        { without, unusable },
      );
      for (const [index, part] of parts.entries())
        check(part, { entry, without, template, isFirst: index === 0 });
    }),
    // As found: to make texts of this size smaller takes minutes.
    { numRuns: 200, endOnFailure: true },
  );
}

/** All addresses that Meta would count, by the sandbox's own reading. */
function linksOf(content: Content): Set<string> {
  const card = content.kind === "text" ? content.linkAttachment : undefined;
  return new Set([...linksIn(content.text), ...(card === undefined ? [] : [card])]);
}

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });
const split = (text = "") => [...segmenter.segment(text)].map(({ segment }) => segment);

describe("any entry by any template", () => {
  it("fits into 500, by bytes where the length was refused before", () => {
    eachPart(({ text }, { without }) => {
      expect(threadsLength(text)).toBeLessThanOrEqual(textLimit);
      // By a counter that shares nothing with ours.
      expect(textLength(text, "docs")).toBeLessThanOrEqual(textLimit);
      if (without.includes("length")) expect(lengthInUtf8Bytes(text)).toBeLessThanOrEqual(textLimit);
    });
  });

  it("has its link whole, as the card or in the text, never as a card that was refused", () => {
    eachPart((part, { entry, without, isFirst }) => {
      if (entry.link === undefined || !isFirst) return;
      const card = part.kind === "text" ? part.linkAttachment : undefined;
      if (card !== undefined) expect(without).not.toContain("card");
      // No text holds a longer one: it is the card's, or stays away.
      if (card === undefined && lengthInUtf8Bytes(entry.link) > 440) return;
      const utm = String.raw`(\?utm_source=threads&utm_campaign=a{30})?`;
      const whole = new RegExp(`${literally(entry.link)}${utm}(?=$|[\\s<>"]|[.,;:!?)'\\]}…]+(?:$|\\s))`);
      expect(card ?? part.text).toMatch(whole);
    });
  });

  it("has at most five addresses, over text and card", () => {
    eachPart((part) => expect(linksOf(part).size).toBeLessThanOrEqual(5));
  });

  it("has no half of a surrogate pair and no part of a grapheme", () => {
    eachPart(({ text }, { entry, template }) => {
      expect(text.isWellFormed()).toBe(true);
      const { title, summary, body, blog, authors, link, language } = entry;
      const said = [
        title,
        summary,
        body,
        blog,
        authors.join(", "),
        link,
        template?.words,
        "日本語 続きはこちら：",
        readOnIn(language),
      ].join("\n");
      const whole = new Set([
        ...split(said),
        ...split(said.toUpperCase()),
        ...split(said.replaceAll("\n", " ")),
      ]);
      const strange = split(text).filter(
        (grapheme) => !whole.has(grapheme) && !/^[\x00-\x7f…–\u2060]+$/u.test(grapheme),
      );
      expect(strange).toEqual([]);
    });
  });

  it("has no picture that Threads could not fetch, nor one that it refused", () => {
    eachPart((part, { without }) => {
      if (part.kind !== "image") return;
      expect(part.imageUrl).toMatch(/^https:/);
      expect(without).not.toContain("picture");
    });
  });

  it("has no half of a surrogate pair although a function cuts where it likes", () => {
    fc.assert(
      fc.property(anyEntry, anyCuttingFunction, (entry, template) => {
        const { parts } = composePost(entry, { style: "text", template }, { without: [] });
        for (const { text } of parts) {
          expect(text.isWellFormed()).toBe(true);
          expect(threadsLength(text)).toBeLessThanOrEqual(textLimit);
        }
      }),
      { endOnFailure: true },
    );
  });
});

/** A property says nothing of what its entries never are. */
describe("the entries that this is tried with", () => {
  const texts = fc.sample(anyText, { numRuns: 600, seed: 7 });
  it.each([
    ["longer than a post", (text: string) => threadsLength(text) > textLimit],
    ["longer than three", (text: string) => threadsLength(text) > 3 * textLimit],
    ["of more than five addresses", (text: string) => linksIn(text).length > 5],
    ["of emoji made of several", (text: string) => /\p{Extended_Pictographic}\u200d/u.test(text)],
    ["of flags in a row", (text: string) => /\p{Regional_Indicator}{4}/u.test(text)],
    ["of letters with marks on them", (text: string) => /\p{L}\p{M}/u.test(text)],
    ["without a blank", (text: string) => text.length > 500 && !/\s/.test(text)],
    ["empty", (text: string) => text === ""],
  ])("are texts %s, again and again", (_, is) => {
    expect(texts.filter(is).length).toBeGreaterThanOrEqual(10);
  });
});

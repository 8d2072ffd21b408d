import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chainAtMost, chainTexts } from "../../functions/core/chain-texts.ts";
import { composePost } from "../../functions/core/compose-post.ts";
import { textLimit, threadsLength } from "../../functions/core/post-text.ts";
import { anEntry } from "../support/an-entry.ts";

const link = "https://blog.example/one";
const chain = (text: string, named: Partial<Parameters<typeof chainTexts>[1]> = {}) =>
  chainTexts(text, {
    head: "A title",
    tail: "",
    startsBeside: true,
    link,
    readOn: `Read on: ${link}`,
    measure: threadsLength,
    ...named,
  });
const sentence = (number: number) => `This is sentence number ${number}, which says something of its own.`;
const essay = (count: number) => Array.from({ length: count }, (_, index) => sentence(index)).join(" ");
const bare = (part: string) => part.replace(/\n\n\d+\/\d+$/, "");

describe("a text as a chain", () => {
  it("is one post without a number where it fits", () => {
    expect(chain("A short text.", { tail: link })).toEqual([`A title\n\nA short text.\n\n${link}`]);
  });

  it("is numbered, the first with title and link, and leaves nothing out", () => {
    const parts = chain(essay(20), { tail: link });
    expect(parts.map((part) => /\d+\/\d+$/.exec(part)?.[0])).toEqual(
      parts.map((_, i) => `${i + 1}/${parts.length}`),
    );
    expect(parts[0]).toMatch(
      new RegExp(`^A title\n\nThis is sentence number 0, .*\\.\n\n${link}\n\n1/`, "s"),
    );
    const said = parts.map(bare).join(" ").replace("A title\n\n", "").replace(`\n\n${link}`, "");
    expect(said).toBe(essay(20));
  });

  it("is cut behind sentences", () => {
    for (const part of chain(essay(40)).slice(0, -1)) expect(bare(part)).toMatch(/its? own\.$|of its own\.$/);
  });

  it("is cut between paragraphs where no post is left half empty", () => {
    const paragraphs = Array.from({ length: 8 }, (_, index) => `${index}: ${essay(5)}`);
    const parts = chain(paragraphs.join("\n\n"));
    expect(parts.map(bare)).toEqual([`A title\n\n${paragraphs[0]}`, ...paragraphs.slice(1)]);
  });

  it("is cut between words, with an ellipsis, where a sentence is longer than a post", () => {
    const parts = chain("word ".repeat(300).trim());
    for (const part of parts.slice(0, -1)) expect(bare(part)).toMatch(/word…$/);
    expect(parts.join(" ").match(/word/g)).toHaveLength(300);
  });

  it("leads to the page where it is longer than ten posts, and says so", () => {
    const parts = chain(essay(200));
    expect(parts).toHaveLength(chainAtMost);
    expect(parts.at(-1)).toMatch(/own\. …\n\nRead on: https:\/\/blog\.example\/one\n\n10\/10$/);
    const { why } = composePost(
      anEntry({ title: "A title", link, summary: essay(200) }),
      { style: "chain" },
      { without: [] },
    );
    expect(why).toEqual(["its text is longer than 10 posts, so the last one leads to the page"]);
  });

  it("leaves room for its number where a post is full to the last letter", () => {
    const parts = chain("日".repeat(1_400));
    expect(parts.map(threadsLength).every((length) => length <= textLimit)).toBe(true);
    expect(threadsLength(parts[1] ?? "")).toBeGreaterThan(textLimit - 5);
  });

  it("cuts no address that reads like the end of a sentence", () => {
    const address = "https://a.example/what?Really=1!Yes=2";
    for (let before = 0; before < 120; before += 1) {
      const parts = chain(`${"x".repeat(before + 1)} ${essay(6)} See ${address} there. ${essay(6)}`);
      expect(parts.filter((part) => part.includes(address))).toHaveLength(1);
    }
  });

  it("has title and link alone in the first post where they leave no room, and then the whole text", () => {
    const far = `https://blog.example/${"a".repeat(400)}`;
    const parts = chain(essay(10), { head: "A title", tail: far, link: far });
    expect(bare(parts[0] ?? "")).toBe(`A title\n\n${far}`);
    expect(parts.slice(1).map(bare).join(" ")).toBe(essay(10));
  });

  it("keeps a long address at its beginning, which fits into a post but not beside the title", () => {
    const address = `https://a.example/${"a".repeat(400)}`;
    const parts = chain(`${address} ${essay(10)}`, { head: "word ".repeat(30).trim(), link: "" });
    expect(parts[1]).toContain(address);
  });

  // The comma that the ellipsis took the place of began the next post.
  it("begins no part with the comma behind which it was cut", () => {
    for (let before = 0; before < 30; before += 1) {
      const parts = chain(`${"x".repeat(before + 1)}${" and so on, or not".repeat(60)}`);
      expect(parts.length).toBeGreaterThan(2);
      for (const part of parts) expect(part).toMatch(/^[a-zA-Z]/);
    }
  });

  it("passes over an address that is longer than a post", () => {
    const parts = chain(`${essay(10)} https://a.example/${"a".repeat(600)} ${essay(10)}`);
    expect(parts.join("\n")).not.toContain("a.example");
    expect(parts.join("\n")).toContain("sentence number 9");
  });

  const anyPiece = fc.oneof(
    fc.constantFrom(
      "word",
      "日本語の文。",
      "Ein Satz. ",
      "\n\n",
      "\n",
      "👨‍👩‍👧‍👦",
      "@ann",
      "#tag",
      "كلمة",
      "？",
      "’",
    ),
    fc.nat(12).map((number) => `https://site${number}.example/page`),
    fc.string({ unit: "grapheme", maxLength: 30 }),
  );
  const anyText = fc.array(anyPiece, { maxLength: 700 }).map((pieces) => pieces.join(" ").trim());

  it("fits in every part, cuts no address, and ends, whatever the text", () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom("", link, `${link}/${"a".repeat(400)}`), (text, tail) => {
        const parts = chain(text, { tail });
        expect(parts.length).toBeLessThanOrEqual(chainAtMost);
        for (const part of parts) {
          expect(threadsLength(part)).toBeLessThanOrEqual(textLimit);
          expect(part.isWellFormed()).toBe(true);
          for (const [address] of part.matchAll(/https:\/\/site\S*/g))
            expect(address).toMatch(/^https:\/\/site\d+\.example\/page/);
          expect(new Set(part.match(/https:\/\/[^\s]+/g)).size).toBeLessThanOrEqual(6);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe("an entry as a chain", () => {
  const composed = (entry: Parameters<typeof composePost>[0], without: "card"[] = []) =>
    composePost(entry, { style: "chain" }, { without });

  it("has its whole text, the link as the first post's card", () => {
    const { parts, why } = composed(anEntry({ title: "A title", link, summary: essay(20) }));
    expect(parts[0]).toMatchObject({
      kind: "text",
      linkAttachment: link,
      text: expect.stringMatching(/^A title\n\nThis is/),
    });
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.slice(1).every((part) => !("linkAttachment" in part))).toBe(true);
    expect(why).toEqual([]);
  });

  it("has the link in the first post where the card was refused", () => {
    expect(
      composed(anEntry({ title: "A title", link, summary: essay(20) }), ["card"]).parts[0].text,
    ).toContain(`\n\n${link}\n\n1/`);
  });

  it("is one post where it fits or where there is no text, and says so", () => {
    expect(composed(anEntry({ title: "A title", link, summary: "Short." })).why).toEqual([
      "its text fits into one post",
    ]);
    expect(composed(anEntry({ title: "A title", link })).why).toEqual([
      "it has no text to make a chain of, so it is one post",
    ]);
  });

  it("begins with what a template makes of it, whole, and goes on with the text", () => {
    const template = ({ title, author }: { title: string; author: string }) => `${title} by ${author}`;
    const entry = anEntry({ title: "A title", link, summary: essay(20), authors: ["Ann"] });
    const { parts } = composePost(entry, { style: "chain", template }, { without: [] });
    expect(parts[0].text).toBe(`A title by Ann\n\n1/${parts.length}`);
    expect(parts[1]?.text).toMatch(/^This is sentence number 0/);
  });
});

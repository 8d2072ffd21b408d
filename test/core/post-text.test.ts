import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lengthInUtf8Bytes, shorten, textLimit, threadsLength } from "../../functions/core/post-text.ts";

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });
const split = (text: string) => [...graphemes.segment(text)].map(({ segment }) => segment);

/** What people write, and what breaks code that counts in UTF-16. */
const anyGrapheme = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(..."abcdeFGH ij klm  nop .,") },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      "ä",
      "é",
      "e\u0301",
      "ß",
      "日",
      "本",
      "語",
      "한",
      "ا",
      "ก็",
      "नि",
      "’",
      "“",
      "—",
      "…",
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom("😀", "👨‍👩‍👧‍👦", "🇩🇪", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👍🏽", "1️⃣", "❤️", "♥", "\n", "𝒳", "𠮷"),
  },
);
const anyText = fc.array(anyGrapheme, { maxLength: 300 }).map((parts) => parts.join(""));
const anyLimit = fc.integer({ min: 0, max: 200 });

describe("a text's length for Threads", () => {
  it.each([
    ["nothing", "", 0],
    ["ASCII", "Hello, world!\n", 14],
    ["umlauts", "äöüß", 4],
    ["an umlaut of two parts", "u\u0308", 2],
    ["Chinese letters", "日本語", 3],
    ["letters beyond the first plane", "𠮷", 1],
    ["Korean", "안녕", 2],
    ["Cyrillic", "привет", 6],
    ["Arabic with vowel marks", "مَ", 2],
    ["Hindi, letters and their marks", "नि", 2],
    ["digits of another script", "٣٤", 2],
    ["a curly apostrophe, in bytes", "’", 3],
    ["curly quotes, in bytes", "“”", 6],
    ["a dash and an ellipsis, in bytes", "–…", 6],
    ["a no-break space, in bytes", "\u00a0", 2],
    ["the euro sign, in bytes", "€", 3],
    ["Chinese punctuation, in bytes", "。", 3],
    ["an emoji, in bytes", "😀", 4],
    ["an emoji with a skin tone", "👍🏽", 8],
    ["a heart that is made an emoji", "❤️", 6],
    ["a family of four with its joiners", "👨‍👩‍👧‍👦", 25],
    ["a flag", "🇩🇪", 8],
    ["a flag made of tags", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", 28],
    ["a keycap, although it starts with a digit", "1️⃣", 7],
    ["a copyright sign", "©", 2],
  ])("of %s", (_, text, length) => {
    expect(threadsLength(text)).toBe(length);
  });

  it("is more than 500 for the text that Threads refused: 498 characters in 504 bytes with three curly apostrophes", () => {
    const text = `${"a".repeat(495)}’’’`;
    expect([[...text].length, lengthInUtf8Bytes(text)]).toEqual([498, 504]);
    expect(threadsLength(text)).toBeGreaterThan(textLimit);
  });

  it("is 500 for a full post in Chinese letters, which Threads accepts", () => {
    expect(threadsLength("語".repeat(500))).toBe(500);
  });

  it("is never less than Meta's documentation counts, and never more than the bytes", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const documented = split(text).reduce(
          (sum, grapheme) =>
            sum + (/\p{RGI_Emoji}/v.test(grapheme) ? lengthInUtf8Bytes(grapheme) : [...grapheme].length),
          0,
        );
        expect(threadsLength(text)).toBeGreaterThanOrEqual(documented);
        expect(threadsLength(text)).toBeLessThanOrEqual(lengthInUtf8Bytes(text));
      }),
    );
  });

  it("of two paragraphs is the sum of theirs and the blank line", () => {
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        expect(threadsLength(`${one}\n\n${other}`)).toBe(threadsLength(one) + 2 + threadsLength(other));
      }),
    );
  });
});

describe("a shortened text", () => {
  it.each([
    ["fits as it is", "One two three", 13, "One two three"],
    ["ends between words", "One two three", 12, "One two…"],
    ["ends inside a word where the last blank is far back", "One extraordinarily", 13, "One extrao…"],
    ["ends where it is full in a script without blanks", "日本語日本語日本語", 8, "日本語日本…"],
    ["has no comma or dash before the ellipsis", "One two, three", 12, "One two…"],
    ["ends before an address that does not fit", "See https://blog.example/one", 20, "See…"],
    ["ends before an address in brackets", "See (https://blog.example/one)", 24, "See…"],
    [
      "ends before the line that names an address",
      "One two.\nShop: https://blog.example/one",
      30,
      "One two…",
    ],
    ["is nothing where only an address is", "https://blog.example/one", 20, ""],
    ["keeps an address that fits", "See https://a.example and more words", 28, "See https://a.example and…"],
    ["is nothing where not even an ellipsis fits", "One", 2, ""],
    ["is nothing where the room is negative", "One", -5, ""],
    ["keeps nothing as nothing", "", 0, ""],
  ])("%s", (_, text, limit, wanted) => {
    expect(shorten(text, limit)).toBe(wanted);
  });

  it("is never longer than the limit, by either measure", () => {
    fc.assert(
      fc.property(anyText, anyLimit, (text, limit) => {
        expect(threadsLength(shorten(text, limit))).toBeLessThanOrEqual(limit);
        expect(lengthInUtf8Bytes(shorten(text, limit, lengthInUtf8Bytes))).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it("is the text itself when it fits, and stays what it is when shortened again", () => {
    fc.assert(
      fc.property(anyText, anyLimit, (text, limit) => {
        if (threadsLength(text) <= limit) expect(shorten(text, limit)).toBe(text);
        const once = shorten(text, limit);
        expect(shorten(once, limit)).toBe(once);
      }),
    );
  });

  it("is made of whole graphemes of the text's beginning and one ellipsis", () => {
    fc.assert(
      fc.property(anyText, anyLimit, (text, limit) => {
        fc.pre(threadsLength(text) > limit);
        const short = shorten(text, limit);
        expect(short.isWellFormed()).toBe(true);
        if (short === "") return;
        expect(short.endsWith("…")).toBe(true);
        const kept = split(short.slice(0, -1));
        expect(kept).toEqual(split(text).slice(0, kept.length));
        expect(kept.join("")).not.toMatch(/\s$/);
      }),
    );
  });

  it("fills the room to two thirds or more where there is no address to keep whole", () => {
    const words = fc.array(fc.string({ unit: fc.constantFrom(..."abcdef"), minLength: 1, maxLength: 9 }));
    fc.assert(
      fc.property(words, fc.integer({ min: 40, max: 200 }), (parts, limit) => {
        const text = parts.join(" ");
        fc.pre(text.length > limit);
        expect(shorten(text, limit).length).toBeGreaterThan((limit - 3) * 0.6);
      }),
    );
  });

  it("holds every address whole or not at all", () => {
    const address = fc.constantFrom(
      "https://blog.example/one",
      "http://a.example/?p=1&q=2#top",
      "https://x.example",
    );
    const part = fc.oneof(fc.constantFrom("word", "longer-word", "日本語", "😀"), address);
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), anyLimit, (parts, limit) => {
        // The protocol cut in two, and an ellipsis right behind an address, are below.
        const short = shorten(parts.join(" "), limit).replace(/…$/, "");
        for (const found of short.match(/https?:\/\/\S*/g) ?? []) expect(parts).toContain(found);
      }),
    );
  });

  it("is quick for a text as long as a book", () => {
    expect(shorten("https://".repeat(200_000), 500)).toBe("");
    expect(threadsLength(shorten(" a".repeat(500_000), 500))).toBeLessThanOrEqual(500);
  });
});

describe("what once went wrong", () => {
  // The address was only recognised once its "://" was kept: before that, a stump was left.
  it.each([8, 9, 10, 11, 12, 13, 14, 15, 16, 17])(
    "no stump of an address is left in a room of %i",
    (limit) => {
      expect(shorten("Read https://blog.example/one", limit)).toBe("Read…");
    },
  );

  // Japanese and Chinese write no blank before an address: everything up to the last blank, here all of it, was given up.
  it.each([485, 490, 495, 500])(
    "an address right behind a text without blanks costs itself, not the text (%i)",
    (limit) => {
      const text = "日本語の文章".repeat(80);
      expect(shorten(`${text}https://blog.example/one`, limit)).toBe(`${text}…`);
    },
  );

  // ... nor after it: the sentence behind an address was taken for a part of it.
  it("a text without blanks behind an address is no part of the address", () => {
    const text = `詳しくはhttps://blog.example/oneをご覧ください。${"日本語の文章".repeat(80)}`;
    expect(shorten(text, 300)).toMatch(/^詳しくはhttps:\/\/blog\.example\/oneをご覧ください/);
  });

  it.each([
    ["brackets", "https://docs.example/library/(v=vs.85)/alpha-beta-gamma/alpha-beta-gamma/page.aspx"],
    ["square brackets", "https://docs.example/a[1]/alpha-beta-gamma/alpha-beta-gamma/page.aspx"],
    ["letters without blanks", "https://ja.example/wiki/織物_(布)/alpha-beta-gamma/alpha-beta/織物の話"],
  ])("a long address with %s is whole or absent", (_, long) => {
    const text = `Where it stands, and what is said of it: ${long} and more. ${"word ".repeat(40)}`;
    for (let limit = 30; limit < 150; limit += 1) {
      const short = shorten(text, limit);
      expect(short.includes(long) || !short.includes("http")).toBe(true);
    }
  });

  // "https://blog.example/one…" is a link to another page.
  it("an ellipsis never stands right behind an address", () => {
    expect(shorten("See https://blog.example/one and more words", 32)).not.toContain("one…");
  });

  // The hyphen was taken for a dash at the end of a sentence.
  it.each([32, 33])("an address that ends in a hyphen keeps it or goes, in a room of %i", (limit) => {
    expect(shorten("See https://blog.example/one- and many more words", limit)).not.toMatch(/one…/);
  });

  // "@alex" is somebody else than "@alexander", and is told about the post.
  it.each([
    ["mention", "Thanks to @alexandra for the photo", 18, "@al"],
    ["tag", "Notes on #programming languages", 18, "#pro"],
  ])("a %s is never cut", (_, text, limit, stump) => {
    expect(shorten(text, limit)).not.toContain(stump);
  });
});

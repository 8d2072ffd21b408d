import fc from "fast-check";
import type { StoredEntry } from "../../functions/core/post.ts";

/** Characters of several code points, which a careless cut takes apart. */
const graphemeOfMany = fc.constantFrom(
  "👨‍👩‍👧‍👦",
  "👩🏽‍🚀",
  "🏳️‍🌈",
  "🇩🇪",
  "🇯🇵",
  "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
  "1️⃣",
  "❤️‍🔥",
  "e\u0301",
  "Z\u0351\u036b\u0343",
  "क्षि",
  "กำ",
  "각",
);
const anyAddress = fc
  .tuple(
    fc.constantFrom("https://", "http://", "HTTPS://"),
    fc.nat(30),
    fc.constantFrom("", "/page?p=1#two", "/(a)", "/-"),
  )
  .map(([protocol, number, path]) => `${protocol}site${number}.example${path}`);
/** As feeds have them: in brackets, before a full stop, between letters that write no blanks. */
const placedAddress = fc
  .tuple(
    anyAddress,
    fc.constantFrom(
      ["", ""],
      ["(", ")"],
      ["[1](", ")"],
      ["", "."],
      ["詳しくは", "をご覧"],
      ["", "と"],
      ["", "日"],
      ["“", "”"],
    ),
  )
  .map(([address, [before, behind]]) => `${before}${address}${behind}`);
const anyWord = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }) },
  {
    weight: 3,
    arbitrary: fc.array(graphemeOfMany, { minLength: 1, maxLength: 12 }).map((all) => all.join("")),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      "word",
      "日本語の文。",
      "كلمة",
      "שלום",
      "it’s",
      "naïve",
      "@ann",
      "#tag",
      "\n\n",
      "•",
      "½",
    ),
  },
  { weight: 2, arbitrary: placedAddress },
);

/**
 * From nothing to several times what a post takes. The sizes are said one by one: left alone, fast-check keeps lists in
 * lists so short that hardly a text is longer than a post.
 */
export const anyText = fc
  .tuple(
    fc.oneof(
      fc.array(anyWord, { maxLength: 8 }),
      fc.array(anyWord, { minLength: 20, maxLength: 60, size: "max" }),
      fc.array(anyWord, { minLength: 100, maxLength: 250, size: "max" }),
    ),
    fc.constantFrom(" ", " ", ""),
  )
  .map(([words, between]) => words.join(between).toWellFormed().trim());

const anyLink = fc
  .tuple(
    fc.constantFrom("https://blog.example/one", "http://münchen.example/ä"),
    fc.integer({ min: 0, max: 700 }),
  )
  .map(([page, length]) => `${page}/a-b/(c)+$${"a".repeat(length)}`);

/** An entry as the ledger has it: every field may be missing, empty, or far too long. */
export const anyEntry: fc.Arbitrary<StoredEntry> = fc.record(
  {
    title: anyText,
    summary: anyText,
    body: anyText,
    link: anyLink,
    language: fc.constantFrom("de", "zh-TW", "tlh"),
    blog: fc.oneof(fc.constant("A blog"), anyText),
    publishedAt: fc.constant(new Date("2026-11-24T12:00:00Z")),
    images: fc.subarray([
      { url: "https://blog.example/one.jpg" },
      { url: "http://blog.example/2.jpg" },
      { url: "https://blog.example/3.jpg", alt: "A cat" },
    ]),
    authors: fc.oneof(fc.constantFrom<string[]>([], ["Ann", "@bo"]), fc.array(anyText, { maxLength: 3 })),
    tags: fc.subarray(["weather", "new york", "日本語", "2026", "Uncategorized", "a".repeat(50), "C++"]),
    videos: fc.subarray(["https://blog.example/1.mp4"]),
  },
  { requiredKeys: ["images", "authors", "tags"] },
);

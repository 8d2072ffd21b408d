import { describe, expect, it } from "vitest";
import { feedText } from "../../functions/core/feed-text.ts";

const words = "Über naïve Cafés – “ja”";
const latin = "Über naïve Cafés";
const xml = (encoding: string, text: string) =>
  `<?xml version="1.0" encoding="${encoding}"?><rss>${text}</rss>`;

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
function single(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
function utf16(text: string, order: "le" | "be", withMark: boolean): Uint8Array {
  const bytes = Buffer.from((withMark ? "\uFEFF" : "") + text, "utf16le");
  return order === "le" ? bytes : bytes.swap16();
}
function hex(before: string, bytes: string, after: string): Uint8Array {
  return Buffer.concat([utf8(before), Buffer.from(bytes, "hex"), utf8(after)]);
}

describe("bytes become text", () => {
  it.each<[string, Uint8Array, string | undefined, string]>([
    ["UTF-8 without a word about it", utf8(words), undefined, words],
    [
      "a byte order mark beats everything",
      utf8(`\uFEFF${xml("iso-8859-1", words)}`),
      "text/xml; charset=windows-1251",
      xml("iso-8859-1", words),
    ],
    ["UTF-8 whose server says Latin-1", utf8(words), "text/xml; charset=ISO-8859-1", words],
    ["UTF-8 whose prolog says Latin-1", utf8(xml("iso-8859-1", words)), undefined, xml("iso-8859-1", words)],
    [
      "UTF-8 with one special letter whose server says Latin-1",
      utf8("Café"),
      "text/xml;charset=iso-8859-1",
      "Café",
    ],
    ["Latin-1 by its prolog", single(xml("ISO-8859-1", latin)), undefined, xml("ISO-8859-1", latin)],
    ["Latin-1 by its server", single(latin), 'text/xml; charset="iso-8859-1"', latin],
    [
      "the server before the prolog",
      single(xml("koi8-r", latin)),
      "text/xml; charset=iso-8859-1",
      xml("koi8-r", latin),
    ],
    [
      "windows-1251 by its prolog whose server says UTF-8",
      hex(xml("windows-1251", "").slice(0, -6), "cff0e8e2e5f2", "</rss>"),
      "text/xml; charset=utf-8",
      xml("windows-1251", "Привет"),
    ],
    [
      "windows-1251 by its server whose prolog says UTF-8",
      hex(xml("utf-8", "").slice(0, -6), "cff0e8e2e5f2", "</rss>"),
      "text/xml; charset=windows-1251",
      xml("utf-8", "Привет"),
    ],
    [
      "UTF-8 whose server says Latin-1 and whose prolog says windows-1251",
      utf8(xml("windows-1251", words)),
      "text/xml; charset=ISO-8859-1",
      xml("windows-1251", words),
    ],
    ["windows-1252 that nobody declares", single("Caf\u00e9 \u0096 na\u00efve"), undefined, "Café – naïve"],
    ["Latin-1 that says UTF-8", single(xml("utf-8", latin)), "text/xml; charset=utf-8", xml("utf-8", latin)],
    [
      "UTF-8 with one broken byte stays UTF-8",
      hex(words, "ff", "!"),
      "text/xml; charset=utf-8",
      `${words}\uFFFD!`,
    ],
    ["windows-1252 without a word about it", hex("it", "92", "s"), undefined, "it’s"],
    [
      "windows-1252 that says Latin-1",
      hex("", "93", "quoted\u0022"),
      "text/xml; charset=iso-8859-1",
      "“quoted\u0022",
    ],
    [
      "windows-1251",
      hex(xml("windows-1251", "").slice(0, -6), "cff0e8e2e5f2", "</rss>"),
      undefined,
      xml("windows-1251", "Привет"),
    ],
    ["Shift_JIS", hex("", "93fa967b8cea", ""), "text/xml; charset=Shift_JIS", "日本語"],
    ["EUC-JP", hex("", "c6fccbdcb8ec", ""), "text/xml; charset=euc-jp", "日本語"],
    [
      "ISO-2022-JP, which is all ASCII",
      hex("", "1b2442467c4b5c1b2842", "."),
      "text/xml; charset=iso-2022-jp",
      "日本.",
    ],
    ["GB2312", hex("", "c4e3bac3", ""), "text/xml; charset=gb2312", "你好"],
    ["Big5", hex("", "a741a66e", ""), "text/xml; charset=big5", "你好"],
    ["EUC-KR", hex("", "c7d1b1db", ""), "text/xml; charset=ks_c_5601-1987", "한글"],
    ["UTF-16 with a mark, low byte first", utf16(words, "le", true), "text/xml", words],
    ["UTF-16 with a mark, high byte first", utf16(words, "be", true), undefined, words],
    [
      "UTF-16 without a mark, low byte first",
      utf16(xml("utf-16", words), "le", false),
      undefined,
      xml("utf-16", words),
    ],
    [
      "UTF-16 without a mark, high byte first",
      utf16(xml("utf-16", words), "be", false),
      "text/xml; charset=utf-8",
      xml("utf-16", words),
    ],
    [
      "what says UTF-16 and is ASCII",
      utf8(xml("utf-16", "plain")),
      "text/xml; charset=utf-16le",
      xml("utf-16", "plain"),
    ],
    [
      "an encoding that nobody knows",
      utf8(xml("x-klingon", words)),
      "text/xml; charset=none",
      xml("x-klingon", words),
    ],
    ["an encoding that browsers refuse", utf8("plain"), "text/xml; charset=iso-2022-kr", "plain"],
    ["nothing", new Uint8Array(), undefined, ""],
    ["several marks", utf8("\uFEFF\uFEFFtext"), undefined, "text"],
  ])("%s", (_what, bytes, contentType, expected) => {
    expect(feedText(bytes, contentType)).toBe(expected);
  });
});

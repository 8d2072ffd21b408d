/** @see https://cldr.unicode.org (delimiters of version 48; read 2026-11) */
const marks: Record<string, string> = {
  "“ ”": "en",
  "„ “": "bg cs de et is ka lt mk sk sl",
  "„ ”": "hr hu pl ro",
  "« »": "be ca el es fa hy it nb nn no pt-PT ru sq uk",
  "«\u00a0 \u00a0»": "fr",
  "” ”": "fi he sv",
  "「 」": "ja zh-TW zh-HK zh-Hant",
};
const byLanguage = new Map(
  Object.entries(marks).flatMap(([pair, languages]) =>
    languages.split(" ").map((language): [string, string] => [language, pair]),
  ),
);

/** How a language marks what somebody else said; English's marks where it is not known. */
export function quotationMarks(language = "en"): { open: string; close: string } {
  const pair = byLanguage.get(language) ?? byLanguage.get(language.replace(/-.*/, "")) ?? "“ ”";
  const [open = "", close = ""] = pair.split(" ");
  return { open, close };
}

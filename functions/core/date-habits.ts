import { fullYear, monthOf } from "./date-words.ts";

/**
 * A date as one country or program writes it, turned into one that can be read as ISO 8601 or as words: the
 * order changes, not the meaning.
 *
 * @param text - without white space at the ends, and no more than one blank in a row.
 */
export function inWesternOrder(text: string): string {
  const isKorean = /[년오]/.test(text);
  const western = text
    .replace(/(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]/, "$1-$2-$3")
    .replace(
      /(오전|오후)\s?(\d{1,2}:\d{2}(?::\d{2})?)/,
      (_all, half, time) => `${time} ${half === "오전" ? "AM" : "PM"}`,
    )
    // Perforce puts the weekday before a date that begins with its year.
    .replace(/^\p{L}{2,12}\.?,? (?=\d{4}[-/.]\d)/u, "")
    // Hungarian: 2004-július-13T9:15-05:00.
    .replace(/^(\d{4})-(\p{L}{3,12})-(\d{1,2})(?!\d)/u, (all, year, word, day) => {
      const month = monthOf(word);
      return month === undefined ? all : `${year}-${month}-${day}`;
    })
    .replace(/^(\d{8})(\d{6})(?!\d)/, "$1T$2");
  // Korea has one zone, and no blog of another country writes its dates so.
  if (isKorean && /\d(?: ?[AP]M)?$/.test(western)) return `${western} KST`;
  return withFullYear(western);
}

/** ISO 8601 of before 2004 lets the century go: `03-12-31`, `031231`, `03-335`, `-03-12`, `-0312`. */
function withFullYear(text: string): string {
  const [all, monthOnly, twoDigits, rest = ""] =
    /^(-?)(\d{2})(-(?:0[1-9]|1[0-2])-\d{2}|(?:0[1-9]|1[0-2])\d{2}|-?\d{3}|-?(?:0[1-9]|1[0-2]))(?=$|[T ])/i.exec(
      text,
    ) ?? [];
  if (all === undefined || twoDigits === undefined) return text;
  // Only with the hyphen before it is a year and a month: `03-12` alone may be a day as well.
  if ((monthOnly === "-") !== /^-?\d{2}$/.test(rest)) return text;
  const inFull = /^\d{2}$/.test(rest) ? `-${rest}` : rest;
  return `${fullYear(twoDigits)}${inFull}${text.slice(all.length)}`;
}

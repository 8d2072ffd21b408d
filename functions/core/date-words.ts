/** Months by the first letters that tell them apart, in the languages that feeds were seen to use. */
const monthStarts: [number, string][] = [
  [1, "jan ene gen sty янв ιαν tammi oca"],
  [2, "feb fev fév lut фев φεβ helmi şub"],
  [3, "mar mär maa mrz mrt мар μάρ μαρ μάώ μαώ már"],
  [4, "apr abr avr kwi апр απρ ápr huhti nis"],
  [5, "may mai maj mei mag мая май μάι μαϊ μαι máj máu maí touko"],
  [6, "jun juin giu cze июн ιούν ιουν ιον jún kesä haz"],
  [7, "jul juil lug lip июл ιούλ ιουλ ιολ júl heinä tem"],
  [8, "aug ago aoû aou sie авг αύγ αυγ ágú elo ağu"],
  [9, "sep set wrz сен σεπ szep syys eyl"],
  [10, "oct okt out ott paź окт οκτ loka eki"],
  [11, "nov lis ноя νοέ νοε nóv marras kas"],
  [12, "dec dez dic déc des gru дек δεκ joulu ara"],
];

/** Where three letters are not enough, longer ones come first. */
const months: [string, number][] = monthStarts
  .flatMap(([month, starts]) => starts.split(" ").map((start): [string, number] => [start, month]))
  .sort(([one], [other]) => other.length - one.length);

/** `feb`, `February`, `févr.`, `Mai`: 1 to 12, or nothing for a word that is no month. */
export function monthOf(word: string): number | undefined {
  const small = word.toLowerCase();
  return months.find(([start]) => small.startsWith(start))?.[1];
}

/** Minutes east of Greenwich. Where a name has several meanings, the one that feeds use. */
const zones = new Map<string, number>([
  ["z", 0],
  ["ut", 0],
  ["utc", 0],
  ["gmt", 0],
  ["wet", 0],
  ["bst", 60],
  ["cet", 60],
  ["met", 60],
  ["mez", 60],
  ["west", 60],
  ["cest", 120],
  ["mest", 120],
  ["mesz", 120],
  ["eet", 120],
  ["sast", 120],
  ["eest", 180],
  ["msk", 180],
  ["msd", 240],
  ["trt", 180],
  ["pkt", 300],
  ["ist", 330],
  ["wib", 420],
  ["sgt", 480],
  ["hkt", 480],
  ["awst", 480],
  ["jst", 540],
  ["kst", 540],
  ["acst", 570],
  ["aest", 600],
  ["acdt", 630],
  ["aedt", 660],
  ["nzst", 720],
  ["nzdt", 780],
  ["brt", -180],
  ["art", -180],
  ["ndt", -150],
  ["nst", -210],
  ["adt", -180],
  ["ast", -240],
  ["edt", -240],
  ["est", -300],
  ["cdt", -300],
  ["cst", -360],
  ["mdt", -360],
  ["mst", -420],
  ["pdt", -420],
  ["pst", -480],
  ["akdt", -480],
  ["akst", -540],
  ["hst", -600],
  ["at", -240],
  ["akt", -540],
  ["et", -300],
  ["ct", -360],
  ["mt", -420],
  ["pt", -480],
  // The four military letters that RFC 822 spells out, with the sign that it gives them.
  ["a", -60],
  ["m", -720],
  ["n", 60],
  ["y", 720],
]);

/** `EST`, `+0200`, `-05:30`, `GMT+2`, `UTC`; nothing for a text that is no zone. */
export function zoneMinutes(text: string): number | undefined {
  const [, name = "", sign, digits = "", minutes] =
    /^([a-z]{0,5})(?:([+\-−])(\d{1,2}):?(\d{2})?)?$/i.exec(text.replace(/^[a-z]+\//i, "")) ?? [];
  if (name === "" && sign === undefined) return undefined;
  const named = name === "" ? 0 : zones.get(name.toLowerCase());
  if (named === undefined || sign === undefined) return named;
  const offset = Number(digits) * 60 + Number(minutes ?? 0);
  // Samoa is 14 hours ahead; more is a misprint, and a wrong zone is worse than none.
  if (offset > 14 * 60) return undefined;
  return named + (sign === "+" ? offset : -offset);
}

/** RFC 5322, section 4.3: two digits up to 49 are of this century. */
export function fullYear(digits: string): number {
  const year = Number(digits);
  return digits.length > 2 ? year : year + (year < 50 ? 2000 : 1900);
}

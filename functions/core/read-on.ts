/** What leads from a text's beginning to the rest of it, in the words that blogs of a language use. */
const words: Record<string, string> = {
  ar: "تابع القراءة:",
  bg: "Прочетете още:",
  ca: "Continua llegint:",
  cs: "Číst dál:",
  da: "Læs videre:",
  de: "Weiterlesen:",
  el: "Διαβάστε τη συνέχεια:",
  en: "Read on:",
  es: "Sigue leyendo:",
  fa: "ادامه مطلب:",
  fi: "Jatka lukemista:",
  fr: "Lire la suite\u00a0:",
  he: "להמשך קריאה:",
  hi: "आगे पढ़ें:",
  hr: "Nastavi čitati:",
  hu: "Folytatás:",
  id: "Baca selanjutnya:",
  it: "Continua a leggere:",
  ja: "続きはこちら：",
  ko: "계속 읽기:",
  nb: "Les videre:",
  nl: "Lees verder:",
  nn: "Les vidare:",
  no: "Les videre:",
  pl: "Czytaj dalej:",
  "pt-BR": "Continue lendo:",
  pt: "Continuar a ler:",
  ro: "Citește mai departe:",
  ru: "Читать дальше:",
  sk: "Čítať ďalej:",
  sv: "Läs vidare:",
  th: "อ่านต่อ:",
  tr: "Devamını okuyun:",
  uk: "Читати далі:",
  vi: "Đọc tiếp:",
  "zh-Hans": "继续阅读：",
  "zh-Hant": "繼續閱讀：",
};

/** @returns "" where the language is not known or none of these: a link alone is better than words of another one. */
export function readOnIn(tag: string | undefined): string {
  if (tag === undefined) return "";
  // Which letters a place writes (`zh-TW`, `zh-HK`) is what CLDR knows.
  const { language, script = "", region = "" } = new Intl.Locale(tag).maximize();
  return words[`${language}-${region}`] ?? words[`${language}-${script}`] ?? words[language] ?? "";
}

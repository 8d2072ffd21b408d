import type { UserLanguage } from "./behaviour.ts";
import type { LocalizedText } from "./refusal.ts";

/** Title and message; `{id}` is replaced by what the error is about. The words are ours, not Meta's. */
const texts: Record<LocalizedText, Record<Exclude<UserLanguage, "none">, readonly [string, string]>> = {
  "not-found": {
    en: ["Media not found", "The media with the id {id} could not be found."],
    de: ["Medien nicht gefunden", "Das Medium mit der ID {id} wurde nicht gefunden."],
    ja: ["メディアが見つかりません", "ID {id} のメディアは見つかりませんでした。"],
  },
  "bad-link": {
    en: ["Invalid link attachment", "No preview could be made for {id}."],
    de: ["Ungültiger Link-Anhang", "Für {id} konnte keine Vorschau erstellt werden."],
    ja: ["無効なリンク", "{id} のプレビューを作成できませんでした。"],
  },
  "rate-limited": {
    en: ["Threads API rate limit exceeded", "Too many calls. Try again later."],
    de: ["Limit der Threads-API überschritten", "Zu viele Aufrufe. Versuche es später erneut."],
    ja: ["APIの利用上限を超えました", "しばらくしてからもう一度お試しください。"],
  },
  "bad-media": {
    en: ["Media could not be fetched", "The media could not be fetched from its address."],
    de: ["Medium nicht abrufbar", "Das Medium konnte nicht von seiner Adresse geladen werden."],
    ja: ["メディアを取得できません", "指定されたURLからメディアを取得できませんでした。"],
  },
  "bad-children": {
    en: ["Invalid carousel children", "A carousel item is missing, not ready, or no carousel item."],
    de: ["Ungültige Karussell-Elemente", "Ein Element des Karussells fehlt oder ist nicht bereit."],
    ja: ["カルーセルの項目が無効です", "項目が存在しないか、まだ準備ができていません。"],
  },
};

export function localizedText(
  text: LocalizedText,
  language: UserLanguage,
  about = "",
): { title: string; message: string } | undefined {
  if (language === "none") return undefined;
  const [title, message] = texts[text][language];
  return { title, message: message.replace("{id}", about) };
}

import { withoutEnd } from "./clean-text.ts";

/** What blogs put behind a teaser; the post has the link. In the languages that we met. */
const teasers = [
  "(?:click here to )?(?:read|see|view|learn) (?:more|on|the (?:rest|full (?:post|article|story)))(?: (?:of|about|on|at|from|in) .{1,200})?",
  "(?:continue|keep) reading(?: .{1,200})?",
  "(?:the post|the article|der (?:beitrag|artikel)) .{1,300} (?:(?:first )?appeared (?:first )?on|erschien zuerst (?:auf|bei)) .{1,200}",
  "(?:hier )?(?:weiterlesen|mehr lesen|zum (?:artikel|ganzen beitrag))(?: .{1,100})?",
  "(?:lire (?:la suite|plus)|continuer la lecture)(?: .{1,200})?",
  "(?:l’article|l'article|cet article) .{1,300} est apparu en premier sur .{1,200}",
  "la entrada .{1,300} (?:aparece primero en|se publicó primero en) .{1,200}",
  "(?:leer más|seguir leyendo|continuar leyendo|sigue leyendo)(?: .{1,200})?",
  ".{1,300} was originally published (?:in|on) .{1,200}",
  // Substack's and Ghost's boxes, where they come as text.
  "(?:thanks|thank you) for reading .{1,200}(?:subscribe|share it|support my work).{0,200}",
  "(?:subscribe(?: now)?|share(?: this (?:post|article|story))?|leave a comment|jetzt abonnieren|teilen)",
  "続きを読む",
  "اقرأ المزيد",
].join("|");
const teaserLine = new RegExp(String.raw`^[\s(\[]{0,9}(?:${teasers})$`, "iu");
/** What stands behind a teaser, on its line or below. */
const teaserEnd = /[\s.:!…»→>)\]]/u;
/** No teaser is longer. */
const longestTeaser = 600;
/** On the line of a text's last sentence only what nobody writes as a sentence of his own: no full stop behind it, or an arrow. */
const inlineTail =
  /(?<=[.!?…\]])\s+[([]?(?:read more|continue reading|weiterlesen|mehr lesen|lire la suite|leer más|seguir leyendo)(?:[\s…»→>)\]]*| [^\n]{1,150}[…»→])$/iu;
/** A mark of a text that was cut: WordPress's in brackets, others' behind a blank. */
const cutMark = /(?:\[(?:…|\.\.\.)\]|(?<=\s)(?:…|\.\.\.))$/u;

/** A text without the lines at its end that only say that there is more: "Continue reading →", "The post … appeared first on …". */
export function withoutTeaser(text: string): string {
  let kept = text.trimEnd();
  // One behind the other, as WordPress and Substack write them.
  for (let lines = 0; lines < 4; lines += 1) {
    const words = withoutEnd(kept.slice(-longestTeaser), teaserEnd);
    const line = words.slice(words.lastIndexOf("\n") + 1);
    if (!teaserLine.test(line)) break;
    kept = kept.slice(0, Math.max(0, kept.length - longestTeaser) + words.length - line.length).trimEnd();
  }
  kept = kept.slice(0, -longestTeaser) + kept.slice(-longestTeaser).replace(inlineTail, "");
  const trimmed = kept.trimEnd();
  const uncut = trimmed.slice(0, -10) + trimmed.slice(-10).replace(cutMark, "");
  return uncut === trimmed ? kept : `${uncut.trimEnd()}…`;
}

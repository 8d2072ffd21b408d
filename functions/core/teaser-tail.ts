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
const lastLine = new RegExp(String.raw`(?:^|\n)[\s(\[]*(?:${teasers})[\s.:!…»→>)\]]*$`, "iu");
/** On the line of a text's last sentence only what nobody writes as a sentence of his own: no full stop behind it, or an arrow. */
const inlineTail =
  /(?<=[.!?…\]])\s+[([]?(?:read more|continue reading|weiterlesen|mehr lesen|lire la suite|leer más|seguir leyendo)(?:[\s…»→>)\]]*| [^\n]{1,150}[…»→])$/iu;
/** A mark of a text that was cut: WordPress's in brackets, others' behind a blank. */
const cutMark = /(?:\s*\[(?:…|\.\.\.)\]|\s+(?:…|\.\.\.))\s*$/u;

/** A text without the lines at its end that only say that there is more: "Continue reading →", "The post … appeared first on …". */
export function withoutTeaser(text: string): string {
  let kept = text.trimEnd();
  // One behind the other, as WordPress and Substack write them.
  for (let lines = 0; lines < 4; lines += 1) {
    const end = lastLine.exec(kept.slice(-600));
    if (end === null) break;
    kept = kept.slice(0, kept.length - end[0].length).trimEnd();
  }
  kept = kept.slice(0, -600) + kept.slice(-600).replace(inlineTail, "");
  return kept.replace(cutMark, "…");
}

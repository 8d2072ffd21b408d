/** What blogs put behind a teaser; the post has the link. In the languages that we met. */
const teasers = [
  "(?:click here to )?(?:read|see|view|learn) (?:more|on|the (?:rest|full (?:post|article|story)))(?: (?:of|about|on|at|from|in) .{1,200})?",
  "(?:continue|keep) reading(?: .{1,200})?",
  "(?:the post|the article|der beitrag) .{1,300} (?:appeared first on|erschien zuerst auf) .{1,200}",
  "(?:hier )?(?:weiterlesen|mehr lesen|zum artikel)(?: .{1,100})?",
  "lire la suite(?: .{1,100})?",
  "(?:leer|seguir leyendo|leer) más(?: .{1,100})?",
  "続きを読む",
  "اقرأ المزيد",
].join("|");
const lastLine = new RegExp(String.raw`(?:^|\n)[\s(\[]*(?:${teasers})[\s.:!…»→>)\]]*$`, "iu");
/** WordPress's mark of a text that it cut. */
const cutMark = /\s*\[(?:…|\.\.\.)\](?:\s*$)/u;

/** A text without the lines at its end that only say that there is more: "Continue reading →", "The post … appeared first on …". */
export function withoutTeaser(text: string): string {
  let kept = text.trimEnd();
  // One behind the other, as WordPress writes them.
  for (let lines = 0; lines < 3; lines += 1) {
    const end = lastLine.exec(kept.slice(-600));
    if (end === null) break;
    kept = kept.slice(0, kept.length - end[0].length).trimEnd();
  }
  return kept.replace(cutMark, "…");
}

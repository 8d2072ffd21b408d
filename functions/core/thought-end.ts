import { everyAddress, type Measure, shorten, threadsLength } from "./post-text.ts";

const sentences = new Intl.Segmenter("und", { granularity: "sentence" });

/** Less of the room than this is not left for the sake of a whole thought. A choice of ours. */
const leastPart = 1 / 3;

/**
 * The text, or a beginning of it that ends where a thought does: behind the last sentence that fits, without an ellipsis,
 * where that fills a third of the room; else behind a clause or a line; else between words.
 */
export function endingWhole(text: string, limit: number, measure: Measure = threadsLength): string {
  const whole = withoutSeparators(text);
  if (measure(whole) <= limit) return whole;
  const end = sentenceEnd(whole, limit, measure, "whole");
  if (end !== undefined) return withoutSeparators(whole.slice(0, end));
  const quoted = sentenceEnd(whole, limit - closerRoom, measure, "quoted");
  if (quoted !== undefined) {
    const said = whole.slice(0, quoted).trimEnd();
    return `${said}${openMarks(said).reverse().join("")}`;
  }
  const clause = clauseEnd(whole, limit - measure("…"), measure);
  if (clause !== undefined) return `${whole.slice(0, clause).replace(trail, "")}…`;
  return withoutHangingWords(shorten(whole, limit, measure));
}

/** Of two marks, which count as three each. */
const closerRoom = 6;

/**
 * Where the last sentence ends that fits and fills at least a third of the room.
 *
 * @param kind - `whole`: outside of quotations and brackets; `quoted`: inside of one; `any` where what follows goes on with it.
 */
export function sentenceEnd(
  text: string,
  room: number,
  measure: Measure,
  kind: "whole" | "quoted" | "any",
): number | undefined {
  const near = text.slice(0, Math.max(0, room) * 2);
  const addresses = [...near.matchAll(everyAddress)];
  const marks = markStack();
  let used = 0;
  let found: number | undefined;
  for (const { segment, index } of sentences.segment(near)) {
    const end = index + segment.length;
    used += measure(segment);
    if (used - measure(/\s*$/u.exec(segment)?.[0] ?? "") > room || (end >= near.length && end < text.length))
      break;
    const isOpen = marks.read(segment);
    if (kind === "whole" && isOpen) continue;
    const isInside = addresses.some((at) => at.index < end && at.index + at[0].length > end);
    const isLong = used >= room * leastPart;
    if (isLong && !isInside && endsThought(text, index, end)) found = end;
  }
  return found;
}

/** What ends a sentence, with the quotation marks and brackets behind it, or an emoji in its place. */
const stop =
  /(?:[.!?。！？．؟۔।॥]|\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f)["'”’»«“‘›)\]）」』》]*$/u;

/** Whether a text ends as a sentence does, and not in an ellipsis. */
export function isThought(text: string): boolean {
  return stop.test(text) && !/(?:\.\.|…)\S{0,2}$/u.test(text);
}

/** Whether a sentence ends here, and not only a word with a full stop. */
function endsThought(text: string, start: number, end: number): boolean {
  const said = text.slice(start, end).trimEnd();
  if (!isThought(said)) return false;
  const rest = text.slice(end, end + 40);
  const next = rest.trimStart();
  const isParagraph = /\n\s*$/.test(text.slice(start, end)) || rest.startsWith("\n");
  if (!isParagraph && /^(?:\p{Ll}|[—–,;:])/u.test(next)) return false;
  // “… — Ann”: who said it belongs to it.
  if (/^[—–―]\s/u.test(next)) return false;
  if (isParagraph && isLeadIn(text.slice(text.lastIndexOf("\n\n", start) + 1, end))) return false;
  return isParagraph || !endsInAbbreviation(said);
}

/** Words that are written with a full stop in the middle of a sentence. In the languages that we met. */
const abbreviations = new Set(
  `mr mrs ms dr prof st sr jr rev gen col capt lt sgt hon fr vs etc no vol fig figs pp ed eds cf al approx dept est inc ltd co corp jan feb
  mar apr jun jul aug sep sept oct nov dec e.g i.e eg ie ca bzw ggf vgl usw etc evtl inkl exkl max min nr str tel abs art bd hrsg jh mio mrd
  sog u.a z.b d.h u.s.w s.o s.u o.ä i.d.r hl frl m mm mme mlle av env p.ex p ex c.-à-d sra dra srta ud uds ee.uu núm pág p.ej art aprox
  np tj tzn itd itp ul godz prof inż mgr ks św wg ok r w zob por red
  г гг ул др т.е т.д т.п руб см стр нпр`.split(/\s+/),
);

function endsInAbbreviation(said: string): boolean {
  const bare = said.replace(/["'”’»“)\]]+$/u, "");
  if (!bare.endsWith(".")) return false;
  const word = /(?:^|[\s(“„"«])([^\s(“„"«]{1,20})\.$/u.exec(bare)?.[1] ?? "";
  // J. Smith, z. B., am 3. Oktober.
  if (/^\p{L}$/u.test(word) || /^\d{1,2}$/.test(word) || /^(?:\p{L}{1,2}\.)+\p{L}{1,2}$/u.test(word))
    return true;
  return abbreviations.has(word.toLowerCase());
}

/** A heading, or a line that only names what follows: nothing that a post ends with. */
export function isLeadIn(paragraph: string): boolean {
  const line = paragraph.trim();
  if (line === "" || line.length > 100 || line.includes("\n") || /^[•\d“„«「"—]/u.test(line)) return false;
  return /[:：]$/u.test(line) || !stop.test(line) || (line.length < 60 && /[?？؟]$/u.test(line));
}

/** Lines that only part what stands before and behind them: `* * *`. */
const lastSeparators = /\n[\s*•·⁂⁎~_=#—–-]{1,100}$/u;
const firstSeparators = /^[\s*•·⁂⁎~_=#—–-]{1,100}\n+/u;

function withoutSeparators(text: string): string {
  return text.trim().replace(firstSeparators, "").replace(lastSeparators, "").trimEnd();
}

const trail = /[\s.,;:،؛、，；：–—([-]+$/u;

/** Where the last clause or line ends that fits and fills at least a third of the room. */
function clauseEnd(text: string, room: number, measure: Measure): number | undefined {
  const near = text.slice(0, Math.max(0, room) * 2);
  const addresses = [...near.matchAll(everyAddress)];
  let used = 0;
  let from = 0;
  let found: number | undefined;
  for (const { index, 0: mark } of near.matchAll(/[,;،؛](?=\s)|[、，；]|\s[–—](?=\s)|—|\n+/gu)) {
    used += measure(near.slice(from, index));
    from = index;
    if (used > room) break;
    const isInside = addresses.some((at) => at.index < index && at.index + at[0].length > index);
    const isLine = mark.startsWith("\n");
    const isStray = isLine && isLeadIn(near.slice(near.lastIndexOf("\n", index - 1) + 1, index));
    if (used >= room * leastPart && !isInside && !isStray && !everyAddressEnd.test(near.slice(0, index)))
      found = index;
  }
  return found;
}

const everyAddressEnd = /https?:\/\/\S+$/iu;

/** Words that lead on to the next one: no thought ends behind them. In the languages that we met. */
const leading = new Set(
  `a an the of to in on at by for from with without into onto over under about after before between through during and or but nor so as than that
  which who whose when while where if because is are was were be been has have had will would can could may might not no my your his her its our
  their this these those it he she we they i you
  der die das den dem des ein eine einen einem einer eines und oder aber von vom zu zum zur in im an am auf aus bei mit nach für über unter durch
  gegen ohne um vor dass weil wenn als wie ist sind war wird werden hat haben nicht sich
  le la les un une des du de d l et ou mais à au aux en dans sur sous par pour avec sans que qui dont où ne se est sont a
  el los las una unos unas y o pero del al con sin por para sobre entre que quien donde se es son no
  i lub ale w we z ze na do od po za przez dla o u się nie że który która które jest są jak
  и или но в во на с со к о от до по за из для не что как`.split(/\s+/),
);

function withoutHangingWords(text: string): string {
  if (!text.endsWith("…")) return text;
  const words = text.slice(0, -1).trimEnd();
  let kept = words;
  for (let count = 0; count < 4; count += 1) {
    const last = /\s["“„«(]?([\p{L}’']{1,12})$/u.exec(kept.slice(-20));
    if (last === null || !leading.has((last[1] ?? "").toLowerCase())) break;
    kept = kept.slice(0, kept.length - last[0].length).replace(trail, "");
  }
  return kept === "" || kept === words || everyAddressEnd.test(kept) ? text : `${kept}…`;
}

const pairs = new Map(
  Object.entries({
    "“": "”",
    "„": "“",
    "«": "»",
    "‹": "›",
    "(": ")",
    "[": "]",
    "「": "」",
    "『": "』",
    "（": "）",
    "《": "》",
  }),
);

/** Follows which quotations and brackets are open. */
function markStack() {
  const open: string[] = [];
  return {
    /** @returns whether one is open behind this. */
    read(text: string): boolean {
      for (const character of text) {
        const isClosingLow = character === "”" && open.at(-1) === "“";
        const at = isClosingLow ? open.length - 1 : open.lastIndexOf(character);
        const closer = pairs.get(character);
        if (at >= 0) open.length = at;
        else if (closer !== undefined) open.push(closer);
      }
      return open.length > 0;
    },
    marks: open,
  };
}

function openMarks(text: string): string[] {
  const stack = markStack();
  stack.read(text);
  return stack.marks.slice(-2);
}

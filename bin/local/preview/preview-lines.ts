import type { Content } from "../../../functions/core/content.ts";
import { textLimit } from "../../../functions/core/post-text.ts";
import { shownAddress } from "../../../functions/core/shown-address.ts";
import { soft, strong, warn } from "../terminal.ts";
import type { FeedPreview, PreviewedEntry, PreviewedPart } from "./preview-entries.ts";

/** Narrow enough for half a screen, and about as wide as a post on a phone. */
const width = 64;

/** The posts as they would look, with their counts and what was decided. */
export function previewLines(preview: FeedPreview, withRequests: boolean): string[] {
  const { feed, title, account, entries, total, notes, identity } = preview;
  const many = entries.length === total ? `${total}` : `the newest ${entries.length} of ${total}`;
  const head = `${strong(title ?? shownAddress(feed))} ${soft(`– ${many} ${total === 1 ? "entry" : "entries"}, as @${account} would post them`)}`;
  const all = notes.map((note) => `  ${warn("!")} ${note}`);
  if (entries.length === 0) return [`${strong(title ?? shownAddress(feed))} has no entries.`, ...all];
  return [
    head,
    soft(`  ${identity}`),
    ...all,
    "",
    ...entries.flatMap((entry) => [...entryLines(entry, account, withRequests), ""]),
  ];
}

function entryLines(entry: PreviewedEntry, account: string, withRequests: boolean): string[] {
  const why = entry.why.map((reason) => `  ${warn("·")} ${reason}`);
  if (entry.decision === "skip") return [`${warn("skipped")}  ${entry.title}`, ...why];
  const shown = entry.parts.flatMap((part, index) => [...partLines(part, account, index > 0), counts(part)]);
  const requests = withRequests
    ? entry.requests.map(({ method, path, parameters }) =>
        soft(`  ${method} ${path} ${JSON.stringify(parameters)}`),
      )
    : [];
  return [...shown, ...why, ...requests];
}

/** Open at the right: how wide a terminal draws an emoji or a Chinese letter nobody can know. */
function partLines({ content }: PreviewedPart, account: string, isReply: boolean): string[] {
  const head = `@${account}${isReply ? " · in reply to the part before" : ""}`;
  const topic = content.topicTag === undefined ? "" : ` › ${content.topicTag}`;
  const inner = [...wrapped(content.text), ...below(content).flatMap((line) => ["", ...wrapped(line)])];
  return [`╭─ ${head}${topic}`, ...inner.map((line) => `│ ${line}`.trimEnd()), `╰${"─".repeat(width)}`];
}

/** What stands under the text. */
function below(content: Content): string[] {
  const described = (alt: string | undefined) => (alt === undefined ? " (no description)" : ` “${alt}”`);
  switch (content.kind) {
    case "text":
      return content.linkAttachment === undefined ? [] : [`[card] ${content.linkAttachment}`];
    case "image":
      return [`[picture] ${content.imageUrl}${described(content.altText)}`];
    case "video":
      return [`[video] ${content.videoUrl}${described(content.altText)}`];
    case "carousel":
      return content.items.map(
        ({ url, altText }, index) =>
          `[picture ${index + 1} of ${content.items.length}] ${url}${described(altText)}`,
      );
  }
}

function counts({ graphemes, threadsLength }: PreviewedPart): string {
  return soft(`  ${threadsLength} of ${textLimit} by Meta's count, ${graphemes} characters`);
}

/** Lines broken at blanks; an address stays whole, to be copied. */
function wrapped(text: string): string[] {
  return text.split("\n").flatMap((line) => {
    const lines: string[] = [];
    let current = "";
    for (const word of line.split(/(?<=\s)/u)) {
      if (current !== "" && columns(current + word.trimEnd()) > width) {
        lines.push(current.trimEnd());
        current = "";
      }
      current += word;
      while (columns(current.trimEnd()) > width && !/^https?:/.test(current)) {
        const start = beginning(current);
        lines.push(start);
        current = current.slice(start.length);
      }
    }
    return [...lines, current.trimEnd()];
  });
}

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

function columns(text: string): number {
  let count = 0;
  for (const { segment } of graphemes.segment(text)) count += isWide(segment) ? 2 : 1;
  return count;
}

function isWide(grapheme: string): boolean {
  return /\p{sc=Han}|\p{sc=Hira}|\p{sc=Kana}|\p{sc=Hang}|\p{Emoji_Presentation}|[\u3000-\u303f\uff01-\uff60]/u.test(
    grapheme,
  );
}

function beginning(text: string): string {
  let start = "";
  for (const { segment } of graphemes.segment(text)) {
    if (start !== "" && columns(start + segment) > width) break;
    start += segment;
  }
  return start;
}

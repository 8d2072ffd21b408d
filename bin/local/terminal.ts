import { styleText } from "node:util";
import ora, { type Ora } from "ora";
import type { FeedloomEvent } from "../../functions/core/events.ts";
import type { Post, Shelf } from "../../functions/core/post.ts";
import type { FeedReport } from "../../functions/feed-poller/feed-report.ts";
import { type Accounting, accountingOf } from "./status/accounting.ts";

/** What the person at the terminal is told: plain lines, and progress where it is a terminal that can show it. */
export interface Terminal {
  say(line: string): void;
  /** What is going on now; gone when the next line is said. */
  busy(doing: string): void;
  idle(): void;
}

export function terminal(output: NodeJS.WriteStream): Terminal {
  const spinner: Ora = ora({ stream: output, isSilent: !output.isTTY, discardStdin: false });
  return {
    say(line) {
      const doing = spinner.isSpinning ? spinner.text : undefined;
      spinner.stop();
      output.write(`${line}\n`);
      if (doing !== undefined) spinner.start(doing);
    },
    busy(doing) {
      if (output.isTTY) spinner.start(doing);
    },
    idle() {
      spinner.stop();
    },
  };
}

export const good = (text: string) => styleText("green", text);
export const strong = (text: string) => styleText("bold", text);
export const soft = (text: string) => styleText("dim", text);
export const bad = (text: string) => styleText("red", text);
export const warn = (text: string) => styleText("yellow", text);

/** One line for what happened to a post or an account; nothing for what is no news to a person. */
export function eventLine(event: FeedloomEvent): string | undefined {
  switch (event.type) {
    case "PostPublished": {
      const { title, permalink, without = [] } = event.detail;
      const lacking =
        without.length === 0 ? "" : soft(` (without ${without.join(", ")}: Threads refused it)`);
      return `  ${good("posted")}   ${clipped(title)}${lacking}\n           ${soft(permalink ?? "its address is not known yet")}`;
    }
    case "PostFailed":
      return `  ${bad("failed")}   ${clipped(event.detail.title)}\n           ${withReason(event.detail.reason, event.detail.words)}`;
    case "PostHeld":
      return `  ${warn("held")}     ${clipped(event.detail.title)}\n           ${event.detail.words}`;
    case "AccountDisconnected":
      return `${bad("✖")} @${event.detail.account} is disconnected: ${event.detail.words}`;
    default:
      return undefined;
  }
}

/** A reason with its words; Threads gives some that have none but their name. */
export function withReason(reason: string, words: string): string {
  return words.startsWith(reason) ? words : `${reason}: ${words}`;
}

/** A few lines for a look at a feed; nothing when there was nothing to see. */
export function feedLines(report: FeedReport): string[] {
  const name = report.title ?? report.feed;
  switch (report.outcome) {
    case "failed":
      return [`${bad("✖")} ${report.words ?? report.feed}`];
    case "gone":
    case "busy":
      return [`${warn("!")} ${name}: ${report.words ?? report.outcome}`];
    case "not-due":
    case "unchanged":
      return [];
    case "read":
      return readLines(name, report);
  }
}

function readLines(
  name: string,
  { entries, unreadable = [], backfilled, mayBeMissing }: FeedReport,
): string[] {
  const lines: string[] = [];
  const count = (decision: string) => entries.filter((entry) => entry.decision === decision).length;
  const [toPost, skipped, held] = [count("post"), count("skip"), count("hold")];
  if (entries.length > 0)
    lines.push(
      `${good("✔")} ${name}: ${entries.length} new ${entries.length === 1 ? "entry" : "entries"}, ${toPost} to post`,
    );
  if (backfilled)
    lines.push(`  ${backfilled} older ${backfilled === 1 ? "entry is" : "entries are"} posted as well`);
  if (skipped > 0)
    lines.push(
      `  ${soft("skipped")}  ${skipped} that were there before; to post some of them, start a new folder with --data and --backfill`,
    );
  if (held > 0)
    lines.push(
      `  ${warn("held")}     ${held}: ${entries.find((entry) => entry.decision === "hold")?.words ?? ""}`,
    );
  if (mayBeMissing !== undefined) lines.push(`  ${warn("missing?")} ${mayBeMissing}`);
  for (const reason of unreadable) lines.push(`  ${warn("unread")}   ${reason}`);
  return lines;
}

/** The accounting: every entry ever seen stands on one of these shelves. */
export function accountLine(account: string, tally: Record<Shelf, number>): string {
  return `@${account}: ${accountingWords(accountingOf(tally))}`;
}

export function accountingWords(accounting: Accounting): string {
  const { seen, published, pending, held, skipped, failed } = accounting;
  return `${seen} seen = ${published} published + ${pending} pending + ${held} held + ${skipped} skipped + ${failed} failed`;
}

/** A post that waits for its owner: why, and what to say of it. */
export function stuckLines({ id, life, entry }: Post): string[] {
  if (life.state !== "held" && life.state !== "failed") return [];
  const title = clipped(entry.title ?? entry.summary ?? entry.link ?? id);
  const words = life.state === "held" ? "release or drop" : "retry or drop";
  return [`  ${warn(life.state.padEnd(8))} ${title}`, `           ${life.words} ${soft(`(${words} ${id})`)}`];
}

/** Something that was done once, at the start. */
export function doneLine(message: string): string {
  return `${good("✔")} ${message}`;
}

/** An error in one sentence, for a person. */
export function errorLine(message: string): string {
  return `${bad("✖")} ${message}`;
}

/** One line of a title, whole graphemes only. */
export function clipped(text: string): string {
  const letters = [...new Intl.Segmenter().segment(text)];
  return letters.length > 70
    ? `${letters
        .slice(0, 69)
        .map(({ segment }) => segment)
        .join("")
        .trimEnd()}…`
    : text;
}

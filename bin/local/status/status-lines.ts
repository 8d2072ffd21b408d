import { unreadableWords } from "../../../functions/core/unreadable-record.ts";
import { accountingWords, bad, clipped, good, soft, warn, withReason } from "../terminal.ts";
import type { AccountStatus, FeedStatus, Status, StuckPost } from "./status.ts";
import { type TimeWords, timeWords } from "./time-words.ts";

/** The same as `--json`, for a person. @param zone - as {@link timeWords} takes it. */
export function statusLines(status: Status, zone: string): string[] {
  const when = timeWords(new Date(status.at), zone);
  const accounts = status.accounts.flatMap((account) => [...accountLines(account, when), ""]);
  const feeds = status.feeds.flatMap((feed) => feedLines(feed, when));
  const nobody = status.accounts.length === 0 ? ["No profile was connected yet.", ""] : [];
  const nothing = status.feeds.length === 0 ? ["No feed was read yet."] : [];
  return [
    `How things stand by ${status.ledger}, ${when.now}`,
    "",
    ...nobody,
    ...accounts,
    ...feeds,
    ...nothing,
    ...(status.unreadable ?? []).map((record) => `${bad("✖")} ${unreadableWords(record)}`),
  ];
}

function accountLines(status: AccountStatus, when: TimeWords): string[] {
  const { account, accounting, dueNow, lineReadTo, waiting, published } = status;
  const atLeast = accounting.pending > lineReadTo ? "at least " : "";
  return [
    connectionLine(status, when),
    `  ${accountingWords(accounting)}`,
    ...(dueNow > 0 ? [entry("due now", `${atLeast}${dueNow}`)] : []),
    ...waiting.flatMap(({ title, why, until }) => [
      entry("waiting", clipped(title)),
      under(`${why}; goes on ${when.near(until)}`),
    ]),
    ...stuckLines("held", status.held, accounting.held, when),
    ...stuckLines("failed", status.failed, accounting.failed, when),
    ...stuckLines("skipped", status.skipped ?? [], accounting.skipped, when),
    ...published.flatMap(({ title, at, permalink }) => [
      entry(good("posted".padEnd(9)), `${clipped(title)} ${soft(`· ${when.near(at)}`)}`),
      under(soft(permalink ?? `its address is not known; look at the profile of @${account}`)),
    ]),
    ...others("posted", published.length, accounting.published),
  ];
}

function connectionLine(status: AccountStatus, when: TimeWords): string {
  const { account, connection, tokenExpiresAt, tokenDaysLeft, words } = status;
  switch (connection) {
    case "connected": {
      const life =
        tokenExpiresAt === undefined
          ? ""
          : `; the token is good for ${days(tokenDaysLeft)}, to ${when.exact(tokenExpiresAt)}, and renewed by itself`;
      return `${good("✔")} @${account} is connected${life}`;
    }
    case "expired":
      return `${bad("✖")} @${account}: the token ran out ${tokenExpiresAt ? when.near(tokenExpiresAt) : ""}; connect it again`;
    case "disconnected":
      return `${bad("✖")} @${account} is disconnected: ${words ?? "connect it again"}`;
    case "unreadable":
      return `${warn("!")} @${account}: whether it is connected cannot be read`;
    case "never-connected":
      return `${warn("!")} @${account} was never connected`;
  }
}

const days = (count = 0) => (count === 1 ? "1 day" : `${count} days`);

function stuckLines(name: string, posts: StuckPost[], all: number, when: TimeWords): string[] {
  return [
    ...posts.flatMap(({ title, why, reason, since, wayOut }) => [
      entry(warn(name.padEnd(9)), `${clipped(title)} ${soft(`· since ${when.exact(since)}`)}`),
      under(withReason(reason, why)),
      under(soft(wayOut)),
    ]),
    ...others(name, posts.length, all),
  ];
}

function others(name: string, shown: number, all: number): string[] {
  return shown > 0 && all > shown ? [under(`… and ${all - shown} more ${name}`)] : [];
}

const entry = (name: string, words: string) => `  ${name.padEnd(9)}${words}`;
const under = (words: string) => `           ${words}`;

function feedLines(status: FeedStatus, when: TimeWords): string[] {
  const { feed, title, state, failures, failingSince, words, lastReadAt, nextLookAt } = status;
  const name = title === undefined ? feed : `${title}  ${soft(feed)}`;
  const read = lastReadAt === undefined ? "never read" : `read ${when.near(lastReadAt)}`;
  const next = nextLookAt === undefined ? "" : `, looked at again ${when.near(nextLookAt)}`;
  const failed = failures === 1 ? "the last look failed: " : failures > 1 ? `${failures} looks failed: ` : "";
  const trouble = `${failed}${words}`;
  const identity = (status.identity?.words ?? []).map((line) => `  ${warn("!")} ${line}`);
  switch (state) {
    case "unread":
      return [`${warn("!")} ${name}`, "  not looked at yet"];
    case "ok":
      return [
        `${good("✔")} ${name}`,
        `  ${read}${next}`,
        ...(words !== undefined ? [`  ${soft(trouble)}`] : []),
        ...identity,
      ];
    case "failing":
      return [
        `${bad("✖")} ${name}`,
        `  failing since ${failingSince === undefined ? "a while" : when.exact(failingSince)}; ${trouble}`,
        `  ${read}${next}`,
        ...identity,
      ];
    case "gone":
      return [
        `${bad("✖")} ${name}`,
        "  gone for good (HTTP 410), not looked at any more; remove it from the configuration or correct its address",
        `  ${read}`,
      ];
  }
}

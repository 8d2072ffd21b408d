import { childrenOf, firstText, textOf } from "./element-text.ts";
import type { XmlElement } from "./feed-xml.ts";

/** How often a feed says that it wants to be looked at, and when not. Nothing in it is an order: see `feed-schedule.ts`. */
export interface FeedPace {
  /** Minutes between two looks: `ttl`, or what `sy:updatePeriod` and `sy:updateFrequency` come to. */
  minutes?: number;
  /** Hours of the day in UTC, 0 to 23, in which nobody needs to look. */
  skipHours?: number[];
  /** Days of the week in UTC, 0 for Sunday. */
  skipDays?: number[];
}

const days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const periods = new Map([
  ["hourly", 60],
  ["daily", 1_440],
  ["weekly", 10_080],
  ["monthly", 43_200],
  ["yearly", 525_600],
]);

/**
 * What a channel of RSS says of its pace. Whatever cannot be read counts as not said.
 *
 * "hourly, once" is taken for nothing said: WordPress writes it into every feed, and nobody meant it.
 *
 * @see https://www.rssboard.org/rss-specification#optionalChannelElements - `ttl`, `skipHours`, `skipDays`
 * @see https://web.resource.org/rss/1.0/modules/syndication/ - `sy:updatePeriod`
 */
export function paceOf(channel: XmlElement): FeedPace | undefined {
  const minutes = Math.max(positive(firstText(channel, "ttl")), syndicationMinutes(channel));
  const skipHours = listed(channel, "skiphours", "hour").flatMap((text) => {
    // 24 was midnight in RSS 0.91.
    const hour = /^\d{1,2}$/.test(text) ? Number(text) : 25;
    return hour > 24 ? [] : [hour % 24];
  });
  const skipDays = listed(channel, "skipdays", "day").flatMap((text) => {
    const day = days.indexOf(text.toLowerCase());
    return day < 0 ? [] : [day];
  });
  const pace = {
    ...(minutes === 0 ? {} : { minutes }),
    ...(skipHours.length === 0 ? {} : { skipHours: distinct(skipHours) }),
    ...(skipDays.length === 0 ? {} : { skipDays: distinct(skipDays) }),
  };
  return Object.keys(pace).length === 0 ? undefined : pace;
}

function syndicationMinutes(channel: XmlElement): number {
  const period = periods.get(syndication(channel, "updateperiod").toLowerCase());
  if (period === undefined) return 0;
  const minutes = period / (positive(syndication(channel, "updatefrequency")) || 1);
  return minutes === 60 ? 0 : Math.ceil(minutes);
}

/** By the local name: the reader does not know this vocabulary, and its prefix is whatever the feed says. */
function syndication(channel: XmlElement, name: string): string {
  const found = channel.children.find(
    (child) => typeof child !== "string" && child.name.toLowerCase().replace(/^.*:/, "") === name,
  );
  return typeof found === "object" ? textOf(found) : "";
}

function listed(channel: XmlElement, list: string, item: string): string[] {
  return childrenOf(channel, list).flatMap((found) => childrenOf(found, item).map(textOf));
}

function positive(text: string | undefined): number {
  return text !== undefined && /^\d{1,7}$/.test(text) ? Number(text) : 0;
}

function distinct(numbers: number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}

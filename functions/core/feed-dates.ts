import { inWesternOrder } from "./date-habits.ts";
import { fullYear, monthOf, zoneMinutes } from "./date-words.ts";
import { isZoneOfPlace, minutesInPlace, withShortZone } from "./zone-of-place.ts";

/** No date that people write is longer, weekday and zone in full included. */
const longestDate = 100;

interface Moment {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
  /**
   * Minutes east of Greenwich, or the name of a place. A text without a zone counts as UTC: everything else would depend on
   * where we run.
   */
  zone: number | string;
}

/**
 * A feed's date in any of the styles that feeds use: RFC 822 and its many misspellings, ISO 8601, what C's
 * `asctime` and databases print, month names of several languages, seconds since 1970.
 *
 * `Date.parse` is not used: it reads a text without a zone in the zone of the machine, and knows a third fewer
 * of these styles.
 *
 * @returns nothing for what is no possible date (31 February, 0000-00-00): dates only order, so a missing one
 *   is better than a guessed one.
 */
export function parseFeedDate(text: string | undefined): Date | undefined {
  if (text === undefined || text.length > longestDate * 2) return undefined;
  const written = inWesternOrder(text.normalize("NFKC").replace(/\s+/g, " ").trim());
  if (written === "" || written.length > longestDate) return undefined;
  return sinceEpoch(written) ?? dateOf(isoMoment(written) ?? wordyMoment(written));
}

/** 10 digits are seconds, 13 milliseconds: both from 2001 to 2286. */
function sinceEpoch(text: string): Date | undefined {
  if (!/^\d{10}(?:\d{3})?$/.test(text)) return undefined;
  return new Date(Number(text) * (text.length === 10 ? 1000 : 1));
}

const isoDate =
  /^(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?|(\d{2})(\d{2})|-?W(\d{2})(?:-?([1-7]))?|-?(\d{3}))?(?!\d)/i;
/** Written together, hour, minute and second have two digits each. */
const isoTime =
  /^(?:[T ,]{1,2}(\d{1,2})(?!\d?[:h]\d)(?:(\d{2})(?:(\d{2})(?:[.,](\d{1,9}))?)?)?(?!\d))?\s?(.*)$/i;

function isoMoment(text: string): Moment | undefined {
  const date = isoDate.exec(text);
  if (date === null) return undefined;
  const [all, year = "", , month, day, basicMonth, basicDay, week, weekday, dayOfYear] = date;
  const behind = text.slice(all.length);
  // A bare year may begin a date in words.
  const clock = all.length > 4 ? clockTime.exec(behind) : null;
  const time =
    clock === null
      ? isoTime.exec(behind)
      : [...clock.slice(0, 5), behind.slice(clock.index + clock[0].length)];
  if (time === null) return undefined;
  const [, hour, minute, second, fraction = "", rest = ""] = time;
  const half = clock?.[5] ?? /^[ap]m\b/i.exec(rest)?.[0];
  const zone = zoneOf(clock === null && half !== undefined ? rest.slice(2) : rest);
  // Behind a time there can only be a zone, if one that we don't know; behind a bare year there can be anything.
  if (zone === undefined && hour === undefined) return undefined;
  return {
    year: Number(year),
    ...dayIn(Number(year), { month: month ?? basicMonth, day: day ?? basicDay, week, weekday, dayOfYear }),
    hour: hourOfDay(Number(hour ?? 0), half),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    millisecond: Math.floor(Number(`0.${fraction || "0"}`) * 1000),
    zone: zone ?? 0,
  };
}

/** ISO 8601 also counts days through the year, and weeks from the one that holds 4 January. */
function dayIn(
  year: number,
  parts: Partial<Record<"month" | "day" | "week" | "weekday" | "dayOfYear", string | undefined>>,
) {
  if (parts.week !== undefined) {
    const monday = 4 - ((new Date(Date.UTC(year, 0, 4)).getUTCDay() + 6) % 7);
    return monthAndDay(year, monday + (Number(parts.week) - 1) * 7 + Number(parts.weekday ?? 1) - 1);
  }
  if (parts.dayOfYear !== undefined) return monthAndDay(year, Number(parts.dayOfYear));
  return { month: Number(parts.month ?? 1), day: Number(parts.day ?? 1) };
}

function monthAndDay(year: number, dayOfYear: number) {
  if (dayOfYear < -2 || dayOfYear > 371) return { month: 0, day: 0 };
  const date = new Date(Date.UTC(year, 0, dayOfYear));
  return { month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** Behind a sign stands an offset. */
const clockTime =
  /(?<![+\-−\d:])(\d{1,2})(?::|[.h](?=\d\d))(\d{1,2})(?:[:.](\d{1,2})(?:[.,](\d{1,9}))?)?(?!\d)\s?([ap]\.?m\b\.?)?/i;

function wordyMoment(text: string): Moment | undefined {
  const hasMonth = (text.match(/\p{L}+/gu) ?? []).some((word) => monthOf(word) !== undefined);
  const numeric = hasMonth ? undefined : numericDay(text);
  const rest = numeric === undefined ? text : text.replace(numeric.written, " ");
  const clock = clockTime.exec(rest);
  const [beforeClock, afterClock] =
    clock === null ? [rest, ""] : [rest.slice(0, clock.index), rest.slice(clock.index + clock[0].length)];
  const day = numeric ?? namedDay(beforeClock) ?? namedDay(`${beforeClock} ${afterClock}`);
  if (day === undefined) return undefined;
  const [, hour, minute, second, fraction = "", half] = clock ?? [];
  return {
    year: day.year,
    month: day.month,
    day: day.day,
    hour: hourOfDay(Number(hour ?? 0), half),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    millisecond: Math.floor(Number(`0.${fraction || "0"}`) * 1000),
    zone: zoneOf(afterClock) ?? 0,
  };
}

/** `31.12.2003`, `12/31/2003`, `31/12/2003`: with slashes the month comes first, unless it can't be one. */
function numericDay(text: string) {
  const [written, first = "", mark, second = "", year = ""] =
    /\b(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})\b/.exec(text) ?? [];
  if (written === undefined) return undefined;
  const isDayFirst = mark !== "/" || Number(first) > 12;
  const [day, month] = isDayFirst ? [first, second] : [second, first];
  return { written, year: fullYear(year), month: Number(month), day: Number(day) };
}

/** A month's name with a day and a year around it, in any order. */
function namedDay(text: string) {
  const words = text.replace(/(?<=[\p{L}\d.])-/gu, " ").match(/\p{L}+|(?<![+\-−:\d])\d{1,4}(?!\d)/gu) ?? [];
  // The last one: in "mar. 2 août" the first is Tuesday.
  const month = words.map(monthOf).findLast((found) => found !== undefined);
  const numbers = words.filter((word) => /^\d/.test(word));
  const longYear = numbers.findIndex((number) => number.length === 4);
  const yearAt = longYear < 0 ? 1 : longYear;
  const year = numbers[yearAt];
  const day =
    numbers.length === 1 ? "1" : numbers.find((number, index) => index !== yearAt && number.length <= 2);
  if (month === undefined || year === undefined || day === undefined) return undefined;
  return { year: fullYear(year), month, day: Number(day) };
}

function hourOfDay(hour: number, half: string | undefined): number {
  if (half === undefined || hour > 12) return hour;
  return (hour % 12) + (half.toLowerCase().startsWith("p") ? 12 : 0);
}

/** The first thing that reads as a zone; UTC when there is nothing, nothing when there is something else. */
function zoneOf(text: string): number | string | undefined {
  const short = withShortZone(text)
    .replace(/([a-z])\s(?=[+-]\d)/gi, "$1")
    .replace(/([+-])\s(?=\d)/g, "$1");
  const words = short.match(/[\p{L}\d+\-−:/_]+/gu) ?? [];
  const zone = words
    .map((word) => (isZoneOfPlace(word) ? word : zoneMinutes(word)))
    .find((found) => found !== undefined);
  return words.length === 0 ? 0 : zone;
}

/** Years that a blog or a planned post can have; the zero dates of databases are long before. */
const firstYear = 1900;
const lastYear = 2200;

function dateOf(moment: Moment | undefined): Date | undefined {
  if (moment === undefined) return undefined;
  const { year, month, day, hour, minute, second, millisecond, zone } = moment;
  if (year < firstYear || year > lastYear || month < 1 || month > 12 || day < 1) return undefined;
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const isTime = minute < 60 && second <= 60 && (hour < 24 || (hour === 24 && minute === 0 && second === 0));
  if (day > daysInMonth || !isTime) return undefined;
  // A leap second, 23:59:60, counts as the one before.
  const onTheClock = Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59), millisecond);
  return new Date(onTheClock - (typeof zone === "number" ? zone : minutesInPlace(zone, onTheClock)) * 60_000);
}

import { DateTime } from "luxon";

const dayInMs = 24 * 3_600_000;

/** Says instants as a person at this place and time would. */
export interface TimeWords {
  /** "3 minutes ago (14:05)", "in 57 days (2027-01-20)". */
  near(iso: string): string;
  /** "2027-01-20 14:05". */
  exact(iso: string): string;
  /** The moment itself, with its zone: "2026-11-24 14:05 UTC+1". */
  now: string;
}

/** @param zone - such as "Europe/Berlin"; "system" for the machine's. */
export function timeWords(now: Date, zone: string): TimeWords {
  const base = DateTime.fromJSDate(now, { zone });
  const at = (iso: string) => DateTime.fromISO(iso, { zone, locale: "en" });
  return {
    near(iso) {
      const moment = at(iso);
      const isNear = Math.abs(moment.toMillis() - now.getTime()) < dayInMs;
      const clock = moment.toFormat(isNear ? "HH:mm" : "yyyy-LL-dd");
      const isNow = Math.abs(moment.toMillis() - now.getTime()) < 1000;
      const distance = isNow ? "just now" : moment.toRelative({ base, rounding: "trunc" });
      return `${distance} (${clock})`;
    },
    exact: (iso) => at(iso).toFormat("yyyy-LL-dd HH:mm"),
    now: base.toFormat("yyyy-LL-dd HH:mm 'UTC'Z").replace(/UTC\+0$/, "UTC"),
  };
}

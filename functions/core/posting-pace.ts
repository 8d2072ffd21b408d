import { DateTime, IANAZone } from "luxon";
import * as z from "zod";

const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'must be a time of day such as "22:00"' });

const quietHoursSchema = z
  .strictObject({
    from: timeOfDay.meta({
      description: "When they begin.",
      takes: "a time of day, 00:00 to 23:59",
      example: "22:00",
    }),
    to: timeOfDay.meta({
      description: "When they end; before `from`, it is the next day.",
      takes: "a time of day, 00:00 to 23:59",
      example: "07:30",
    }),
    timeZone: z
      .string()
      .refine((zone) => IANAZone.isValidZone(zone), { error: 'must be a time zone such as "Europe/Berlin"' })
      .meta({
        description: "By whose clock.",
        takes: "a time zone by its name",
        example: "Europe/Berlin",
      }),
  })
  .refine(({ from, to }) => from !== to, { error: "must begin and end at different times" });

/** When posts may go out: of a route or of an account, which hold together. */
export const paceFields = {
  quietHours: quietHoursSchema.exactOptional().meta({
    description: "No post begins between these times; what is due waits for their end.",
    example: { from: "22:00", to: "07:30", timeZone: "Europe/Berlin" },
  }),
  minutesBetweenPosts: z
    .int()
    .min(1)
    .max(7 * 24 * 60)
    .exactOptional()
    .meta({
      description:
        "At least so many minutes lie between two posts of the account or, at a feed, between two posts of that feed. Where both say it, the longer wait counts.",
      example: 60,
    }),
};
const paceSchema = z.object(paceFields);
export type Pace = z.output<typeof paceSchema>;

/**
 * Since when a post may go out, and what it waits for; undefined when it may now. Always an end: quiet hours are shorter
 * than a day, and a pause is counted from the last post, so asked again then it is undefined.
 *
 * @param lastAt - when the last post went out that the pause is counted from.
 */
export function waitFor(
  { quietHours, minutesBetweenPosts = 0 }: Pace,
  lastAt: Date | undefined,
  now: Date,
): { until: Date; why: string } | undefined {
  const minuteInMs = 60_000;
  const spaced = lastAt === undefined ? now : new Date(lastAt.getTime() + minutesBetweenPosts * minuteInMs);
  const isTooSoon = spaced > now && minutesBetweenPosts > 0;
  const start = isTooSoon ? spaced : now;
  const quietUntil = quietHours === undefined ? undefined : endOfQuiet(quietHours, start);
  if (quietUntil !== undefined) {
    const { from, to, timeZone } = quietHours ?? { from: "", to: "", timeZone: "" };
    return { until: quietUntil, why: `quiet hours, from ${from} to ${to} in ${timeZone}` };
  }
  if (!isTooSoon) return undefined;
  return { until: spaced, why: `at most one post in ${minutesBetweenPosts} minutes` };
}

/** When the quiet hours end that an instant lies in. A time that the clock leaps over counts as the moment behind the leap. */
function endOfQuiet(
  { from, to, timeZone }: z.output<typeof quietHoursSchema>,
  instant: Date,
): Date | undefined {
  const local = DateTime.fromJSDate(instant, { zone: timeZone });
  for (const day of [-1, 0]) {
    const begins = at(local.plus({ days: day }), from);
    const ends = at(local.plus({ days: from < to ? day : day + 1 }), to);
    if (begins <= local && local < ends) return ends.toJSDate();
  }
  return undefined;
}

function at(day: DateTime, time: string): DateTime {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return day.startOf("day").set({ hour, minute });
}

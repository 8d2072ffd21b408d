import * as z from "zod";

/** An instant in a stored record: ISO 8601 in UTC with milliseconds, so that text order is time order. */
export const storedDate = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});

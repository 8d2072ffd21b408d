import * as z from "zod";
import { type ReadingName, readings } from "./readings.ts";

function isReadingName(name: string): name is ReadingName {
  return Object.hasOwn(readings, name);
}

/** What a reading process is to do: the answers from `from` on, before `to`. */
export const fuzzTaskSchema = z.object({
  reading: z.string().refine(isReadingName),
  seed: z.int(),
  from: z.int(),
  to: z.int(),
  /** What reading one answer may take at most, and the process that reads at its highest. */
  limits: z.object({ milliseconds: z.number(), megabytes: z.number() }),
});
export type FuzzTask = z.output<typeof fuzzTaskSchema>;

/** What it says meanwhile. */
export const fuzzNewsSchema = z.union([
  z.object({ begun: z.int() }),
  z.object({ fault: z.string() }),
  z.object({ read: z.int(), milliseconds: z.number(), megabytes: z.number() }),
]);
export type FuzzNews = z.output<typeof fuzzNewsSchema>;

import * as z from "zod";
import { findingsSchema } from "./judge.ts";

/** The three answers that Meta may give to a container which is published again; only the first was ever measured. */
export const modes = ["same-id", "error", "second-post"] as const;
export type Mode = (typeof modes)[number];

/** Where points are tried; the histories are the third host, in memory. */
export const stagedHosts = ["local", "aws"] as const;
export const hosts = [...stagedHosts, "memory"] as const;
export type Host = (typeof hosts)[number];

export const pointSchema = z.object({
  /** Where its call stands in an undisturbed run, counted from 1. */
  number: z.int(),
  /** Who makes it, where several run side by side; its calls are counted on their own. */
  lane: z.string(),
  place: z.int(),
  /** Such as `ledger.replacePost`. */
  call: z.string(),
  /** A strike's name. */
  strike: z.string(),
});
/** One call and what happens at it. */
export type Point = z.output<typeof pointSchema>;

const verdict = { findings: findingsSchema, words: z.array(z.string()) };

/** `isStruck`: the run came to the call. */
export const trialSchema = z.object({ isStruck: z.boolean(), ...verdict });
/** What came of a run. */
export type Trial = z.output<typeof trialSchema>;

export const historySchema = z.object({
  seed: z.int(),
  mode: z.enum(modes),
  ...verdict,
  /** What happened, in order; long. */
  tale: z.array(z.string()),
});
/** What came of a history drawn from a seed. */
export type History = z.output<typeof historySchema>;

/** A host for the jobs on which runs can be tried, one after the other. */
export interface Stage {
  /** All points of an undisturbed run. */
  points(): Promise<Point[]>;
  try(point: Point, mode: Mode): Promise<Trial>;
  close(): Promise<void>;
}

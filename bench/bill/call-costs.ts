import type { Count, Counts, SceneName } from "../calls/count-calls.ts";
import { callsIn } from "../calls/tally.ts";

/** What some work amounts to, in what it is paid by. Numbers may be parts of one: they are averages. */
export interface Work {
  reads: number;
  writes: number;
  secretCalls: number;
  events: number;
  logBytes: number;
  /** Calls made one after the other, with what the jobs wait by themselves. */
  seconds: number;
}

/**
 * How long one call takes, in seconds: assumed, not measured, since it is AWS's, Meta's and the web's to say. Rounded up
 * from what is usual inside one region (10-30 ms) and from what Threads takes for a call.
 */
const assumedSeconds: Record<string, number> = {
  DynamoDB: 0.01,
  SecretsManager: 0.03,
  EventBridge: 0.02,
  web: 0.4,
  threads: 1,
};

/** The units of each job's work on AWS, from the counted calls. */
export function workOf(counts: Counts) {
  const scene = (name: SceneName) => worth(counts.aws[name]);
  const tick = scene("unchanged tick");
  const perFeed = scaled(less(scene("unchanged tick, 200 feeds more"), tick), 1 / 200);
  const perAccount = scaled(less(scene("unchanged tick, 10 accounts more"), tick), 1 / 10);
  return {
    /** Without feeds and accounts. */
    tick: less(tick, add(perFeed, perAccount)),
    perFeed,
    perAccount,
    /** A new entry's, besides the tick in which it is found. */
    newEntry: less(scene("new entry tick"), tick),
    post: scene("text post"),
    tokenLook: scene("token looked at"),
    tokenRenewal: scene("token renewed"),
  };
}

function worth({ calls, readUnits, writeUnits, logBytes, waitedInSeconds }: Count): Work {
  const seconds = Object.keys(calls).map((to) => {
    const each = assumedSeconds[to];
    if (each === undefined) throw new Error(`how long a call to ${to} takes is not assumed`);
    return callsIn(calls, to) * each;
  });
  return {
    reads: readUnits,
    writes: writeUnits,
    secretCalls: callsIn(calls, "SecretsManager"),
    events: callsIn(calls, "EventBridge"),
    logBytes,
    seconds: seconds.reduce((sum, part) => sum + part, waitedInSeconds),
  };
}

const combined = (one: Work, other: Work, by: (a: number, b: number) => number): Work => ({
  reads: by(one.reads, other.reads),
  writes: by(one.writes, other.writes),
  secretCalls: by(one.secretCalls, other.secretCalls),
  events: by(one.events, other.events),
  logBytes: by(one.logBytes, other.logBytes),
  seconds: by(one.seconds, other.seconds),
});
export const add = (one: Work, other: Work): Work => combined(one, other, (a, b) => a + b);
export const scaled = (work: Work, by: number): Work => combined(work, work, (value) => value * by);
const less = (one: Work, other: Work): Work => combined(one, other, (a, b) => a - b);

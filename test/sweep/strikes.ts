import type { FaultAnswer, Twist } from "../../sandbox/faults.ts";
import { callKindOf } from "../support/failing-services.ts";
import type { acts } from "./jobs.ts";
import type { Mode, Point } from "./stage.ts";

/** What happens at one call. */
export interface Strike {
  /** For people, and to name it in another process. */
  name: string;
  act: (typeof acts)[number];
  /** What Threads does, where it is Threads that strikes. */
  threads?:
    | { effect: "before" | "after"; answer: FaultAnswer; times?: number }
    | { effect: "twisted"; twist: Twist }
    /** The call takes effect only so much later. */
    | { effect: "late"; afterSeconds: number; answer: FaultAnswer };
  /** What the next readings of a container say, whatever is true. */
  misread?: { status: "ERROR" | "EXPIRED"; times: number };
  /** From the call on our clock is set: so far from where it was. */
  stepInMs?: number;
  /** What its owner has to do before the posts can go out. */
  owner?: "connect" | "release";
}

const kills: Strike[] = [
  { name: "killed before", act: "kill-before" },
  { name: "killed after", act: "kill-after" },
];
const failures: Strike[] = [
  { name: "fails", act: "fail-before" },
  { name: "its answer is lost", act: "fail-after" },
];

const error = (http: number, code?: number, subcode?: number): FaultAnswer => ({
  kind: "error",
  http,
  ...(code === undefined ? {} : { code }),
  ...(subcode === undefined ? {} : { subcode }),
});

/** Every way in which Threads was seen to refuse, and an unknown one. */
const answers: { name: string; answer: FaultAnswer; owner?: Strike["owner"] }[] = [
  { name: "cut", answer: { kind: "reset" } },
  { name: "empty 500", answer: { kind: "empty-500" } },
  { name: "HTML 502", answer: { kind: "html-502" } },
  { name: "code 10 with 503", answer: error(503, 10) },
  { name: "code 10", answer: error(400, 10), owner: "connect" },
  { name: "10/4279067", answer: error(400, 10, 4_279_067), owner: "connect" },
  { name: "code 2", answer: error(500, 2) },
  { name: "code 1", answer: error(500, 1) },
  { name: "code 1 with 400", answer: error(400, 1) },
  { name: "unknown code", answer: error(418, 4711, 815) },
  { name: "code 100", answer: error(400, 100) },
  { name: "a page with 200", answer: { kind: "page", http: 200 } },
  { name: "24/4279009", answer: error(400, 24, 4_279_009) },
  { name: "code 24", answer: error(400, 24) },
  { name: "613/4279002", answer: error(400, 613, 4_279_002) },
  { name: "code 4", answer: error(400, 4) },
  { name: "-1/4279047", answer: error(400, -1, 4_279_047) },
  { name: "1/2207052", answer: error(400, 1, 2_207_052) },
  { name: "190/463", answer: error(400, 190, 463), owner: "connect" },
  { name: "368", answer: error(400, 368), owner: "release" },
];

/** What Threads says to everything while it is out of order. */
export const outages: readonly FaultAnswer[] = answers
  .filter(({ name }) => /^(cut|empty 500|HTML 502|code 1.*|code 2)$/.test(name) && !/10/.test(name))
  .map(({ answer }) => answer);

const refusals: Strike[] = answers.flatMap(({ name, answer, owner }) =>
  (["before", "after"] as const).map((effect) => ({
    name: `${name}, ${effect}`,
    act: "arrange",
    threads: { effect, answer },
    ...(owner === undefined ? {} : { owner }),
  })),
);

/** One of each kind that heals by itself or costs a part: the same answer again and again, as none of the others is. */
const repeated: Strike[] = answers
  .filter(({ name }) =>
    ["code 2", "code 100", "unknown code", "24/4279009", "-1/4279047", "1/2207052"].includes(name),
  )
  .map(({ name, answer }) => ({
    name: `${name}, three times`,
    act: "arrange",
    threads: { effect: "before", answer, times: 3 },
  }));

const notSent: Strike = { name: "not sent", act: "not-sent" };

const twists: Strike[] = [
  {
    name: "container ends in ERROR",
    act: "arrange",
    threads: { effect: "twisted", twist: { kind: "container-error", errorMessage: "UNKNOWN" } },
  },
  {
    name: "container is slow",
    act: "arrange",
    threads: { effect: "twisted", twist: { kind: "container-slow", readyAfterSeconds: 150 } },
  },
  {
    name: "container is never found",
    act: "arrange",
    threads: { effect: "twisted", twist: { kind: "container-never-found" } },
  },
];

/** One publish was seen to take 222 s (zernio-python #42, 2026); nobody can know that none takes longer. */
const late: Strike[] = [222, 600].flatMap((afterSeconds) => {
  const threads = { effect: "late" as const, afterSeconds, answer: { kind: "reset" as const } };
  return [
    { name: `cut, takes effect ${afterSeconds} s later`, act: "arrange" as const, threads },
    { name: `killed, takes effect ${afterSeconds} s later`, act: "arrange-and-kill" as const, threads },
  ];
});

const cut = { kind: "reset" } as const;
const notFound = answers.find(({ name }) => name === "24/4279009")?.answer ?? cut;

/** Each of these doubled a post, or lost one, before a doubt was more than one reading. */
const misread: Strike[] = (["before", "after"] as const).flatMap((effect) =>
  (["ERROR", "EXPIRED"] as const).flatMap((status) =>
    [1, 2].map((times) => ({
      name: `cut, ${effect}, then read as ${status} ${times === 1 ? "once" : "twice"}`,
      act: "arrange" as const,
      threads: { effect, answer: cut },
      misread: { status, times },
    })),
  ),
);
const lateRefusals: Strike[] = [60, 222].map((afterSeconds) => ({
  name: `24/4279009, takes effect ${afterSeconds} s later`,
  act: "arrange",
  threads: { effect: "late", afterSeconds, answer: notFound },
}));

const minuteInMs = 60_000;
const steps = [
  ["ahead by three minutes", 3 * minuteInMs],
  ["ahead by an hour", 60 * minuteInMs],
  ["ahead by a month", 30 * 24 * 60 * minuteInMs],
  ["back by an hour", -60 * minuteInMs],
  ["back by a month", -30 * 24 * 60 * minuteInMs],
] as const;
/** A laptop that slept, NTP, a battery that is empty: our clock is set, and Threads' is not. */
const clockSteps: Strike[] = steps.map(([name, stepInMs]) => ({
  name: `our clock steps ${name}`,
  act: "step",
  stepInMs,
}));
/** The same while a publish is out whose answer nobody hears. */
const stepsInFlight: Strike[] = steps.flatMap(([name, stepInMs]) =>
  [0, 222].map((afterSeconds) => ({
    name: `cut, takes effect ${afterSeconds} s later, and our clock steps ${name}`,
    act: "arrange" as const,
    threads: { effect: "late" as const, afterSeconds, answer: cut },
    stepInMs,
  })),
);

const all = [
  ...kills,
  ...failures,
  notSent,
  ...refusals,
  ...repeated,
  ...twists,
  ...late,
  ...misread,
  ...lateRefusals,
  ...clockSteps,
  ...stepsInFlight,
];

export function strikeNamed(name: string): Strike {
  const found = all.find((strike) => strike.name === name);
  if (found === undefined) throw new Error(`there is no strike "${name}"`);
  return found;
}

/**
 * Modes differ in one thing: what becomes of a container that is published again. Where nothing can have been published
 * before the strike, and nothing is asked again after it, a run is the same in all of them: it is tried in one.
 */
export function matters({ call, strike }: Pick<Point, "call" | "strike">, mode: Mode): boolean {
  if (strike.endsWith(", three times")) return mode === "same-id";
  if (mode === "same-id" || /^(dynamodb|events|secretsmanager|threads):/.test(call)) return true;
  if (call === "threads.publishContainer") return true;
  return (
    /^(ledger\.replacePost|threads\.(containerStatus|post)|bus\.)/.test(call) && !strike.endsWith(", before")
  );
}

/** What Threads may do at a call that makes or publishes, as far as no owner has to help: for where only one process is seen. */
export const threadsFaults = [...refusals, ...twists].filter(({ owner }) => owner === undefined);

/** They change nothing: whether one took effect before its answer was lost is all the same. */
const reads = /^(ledger\.(read|known|posts|tally)|vault\.read|feed\.)/;

/** All that can happen at a call of the local host's jobs, such as `ledger.replacePost`. */
export function strikesAt(call: string): Strike[] {
  const [port, method = ""] = call.split(".");
  const steps = call === "ledger.replacePost" ? clockSteps : [];
  if (port !== "threads") return [...kills, ...failures.slice(0, reads.test(call) ? 1 : 2), ...steps];
  const kind = callKindOf(method);
  const writes = kind === "create" || kind === "publish";
  return [
    ...kills,
    notSent,
    ...refusals.filter(({ threads }) => writes || threads?.effect === "before"),
    ...(writes ? repeated : []),
    ...(kind === "create" ? twists : []),
    ...(kind === "publish" ? [...late, ...misread, ...lateRefusals, ...stepsInFlight] : []),
  ];
}

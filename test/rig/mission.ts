import type { Sandbox } from "../../sandbox/start-sandbox.ts";
import type { LoopbackBlog } from "./loopback-blog.ts";
import { byHand, connecting, ending, leaving, posting, renewing } from "./mission-chapters.ts";
import { type functionOutputs, MissionDesk } from "./mission-desk.ts";
import type { Span } from "./rig-clock.ts";

/** A function, by the stack's output that names it. */
export type FunctionOutput = (typeof functionOutputs)[number];

/** Two profiles: the first is connected by a browser, the second by a pasted token. */
export const missionAccounts = ["bronzfronz", "another.one"] as const;

/** The configuration that the functions must have been bundled with. */
export function missionConfiguration({ feeds }: LoopbackBlog) {
  return {
    accounts: [...missionAccounts],
    feeds: [feeds.links, { url: feeds.pictures, style: "image" as const, accounts: [missionAccounts[0]] }],
  };
}

/** What the mission needs of whatever stands for AWS. Nothing in it says how. */
export interface MissionHost {
  sandbox: Sandbox;
  blog: LoopbackBlog;
  /** Where the HTTP API is, without a slash at its end; on loopback. */
  httpUrl: string;
  /** Calls a function and waits, as a person does. */
  invoke(output: FunctionOutput, payload: unknown): Promise<{ payload: unknown; functionError?: string }>;
  /** Lets a function's schedule call it, and waits. */
  runSchedule(output: FunctionOutput): Promise<void>;
  /** Resolves when all that events have started has ended. */
  settled(): Promise<void>;
  /** Turns the clock of the functions and of the sandbox on. */
  advance(by: Span): void;
  /** What a person does in the console. @param whose - an account, or `app`. */
  writeSecret(whose: string, text: string): Promise<void>;
  /** The test events that the stack saves for a function, by their names. */
  savedEvents(output: FunctionOutput): Promise<Record<string, unknown>>;
}

/** One step, and what was seen of it from outside. */
export interface MissionRow {
  step: string;
  seen: string;
  ms: number;
}

/**
 * Everything that the system is for, in the order in which its owner meets it. What counts is what the sandbox itself
 * recorded, whatever the functions say.
 *
 * @throws Error - the first step that did not end as it should, by its name; why is its `cause`.
 */
export async function runMission(host: MissionHost): Promise<MissionRow[]> {
  const desk = new MissionDesk(host, missionAccounts);
  const { sandbox, httpUrl } = host;
  sandbox.registerRedirect(`${httpUrl}/callback`);
  sandbox.registerCallbacks({ uninstall: `${httpUrl}/uninstall`, deletion: `${httpUrl}/delete` });
  for (const chapter of [connecting, posting, renewing, byHand, leaving, ending]) await chapter(desk);
  return desk.rows;
}

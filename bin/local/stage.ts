import { FeedloomError } from "../../functions/core/errors.ts";
import type { FeedloomEvent } from "../../functions/core/events.ts";
import type { Clock } from "../../functions/ports/clock.ts";
import { systemClock } from "../../functions/runtime/system-clock.ts";
import type { Host } from "./start-host.ts";

/** All that runs in a local Feedloom, whichever Threads it posts to. */
export interface Stage {
  /** What this run does, in a sentence. */
  title: string;
  host: Host;
  accounts: string[];
  feeds: string[];
  /** Whether its one feed was named on the command line: then a first failure is most often a wrong address. */
  isOneFeed: boolean;
  /** Where a reader sees the account's posts. */
  profileUrl(account: string): string;
  /** Whether that address is good only while this process runs. */
  isProfileLocal: boolean;
  /** What a command needs to find this run's ledger, with a blank before it. */
  ledgerFlags: string;
  /** Sees to it that the account has a token. @returns how, and until when it is good; undefined when there was one already. */
  connect(account: string): Promise<Connected | undefined>;
  close(): Promise<void>;
}

export interface Connected {
  /** Such as "consent, code, token". */
  how: string;
  expiresAt: Date;
}

/** Who is told what happens. */
export interface Audience {
  onEvent: (event: FeedloomEvent) => void;
  onFailure: (error: unknown) => void;
}

/** Things that were opened, to be closed in the reverse order. */
export class Opened {
  readonly #parts: { close: () => Promise<void> | void }[] = [];

  add<Part extends { close: () => Promise<void> | void }>(part: Part): Part {
    this.#parts.push(part);
    return part;
  }

  async close(): Promise<void> {
    for (const part of this.#parts.splice(0).reverse()) await part.close();
  }
}

/** Where everything is remembered, unless --data says otherwise: in the project, whatever folder the person is in. */
export const usualFolders = { sandbox: ".feedloom", live: ".feedloom-live" } as const;

/** Whether an account has a token that has not expired. Whether Threads still takes it, the first call tells. */
export async function hasToken(account: string, { services: { vault, clock } }: Host): Promise<boolean> {
  const entry = await vault.read(account);
  return entry.kind === "token" && entry.token.expiresAt > clock.now();
}

/** The machine's time; once `signal` is aborted, nothing sleeps any more. */
export function stoppableClock(signal: AbortSignal): Clock {
  return { now: systemClock.now, sleep: (milliseconds) => systemClock.sleep(milliseconds, signal) };
}

/**
 * A server at the place it had in the last run, since links lead there; in a new folder at the usual place, or at any
 * other when that is taken.
 */
export async function servedAt<Server>(
  kept: number | undefined,
  usual: number,
  start: (port: number) => Promise<Server>,
): Promise<Server> {
  if (kept !== undefined) return start(kept).catch((cause: unknown) => refuseTakenPort(kept, cause));
  return start(usual).catch((cause: unknown) => (isTaken(cause) ? start(0) : Promise.reject(cause)));
}

function refuseTakenPort(port: number, cause: unknown): never {
  if (!isTaken(cause)) throw cause;
  throw new FeedloomError(
    "CONFIG_INVALID",
    `port ${port} on this machine, which the last run used, is taken; stop what uses it, or name another folder with --data`,
    { cause },
  );
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EADDRINUSE";
}

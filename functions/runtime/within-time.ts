import { createContext, Script } from "node:vm";

interface Room {
  work: () => void;
}

const nothing = () => {};
const room: Room = { work: nothing };
let call: ((atMostInMs: number) => void) | undefined;

/** Made when it is first needed: a job that only hears "not modified" starts without it. */
function caller(): (atMostInMs: number) => void {
  const context = createContext(room);
  const script = new Script("work()");
  return (timeout) => script.runInContext(context, { timeout });
}

/**
 * Does what never waits, and ends it when it takes too long: also where it hangs in a regular expression, which leaves
 * nothing in this process a turn, not even a signal. Node's own watchdog looks at the clock, from a thread of its own.
 *
 * Not in a worker: there all that is read and made would be copied twice, and a second copy of the program kept in memory.
 * Work that is ended runs no `finally`: it may hold nothing that has to be given back.
 *
 * @returns undefined when it was ended.
 */
export function withinTime<Result>(atMostInMs: number, work: () => Result): { result: Result } | undefined {
  let done: { result: Result } | undefined;
  const outer = room.work;
  room.work = () => {
    done = { result: work() };
  };
  try {
    call ??= caller();
    call(Math.max(1, Math.ceil(atMostInMs)));
  } catch (error) {
    if (!isTimeout(error)) throw error;
    return undefined;
  } finally {
    room.work = outer;
  }
  return done;
}

/** Of the script's own realm, so no `Error` of ours. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === "object" &&
    error !== null &&
    "code" in error &&
    error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT"
  );
}

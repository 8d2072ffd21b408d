import * as z from "zod";
import { FeedloomError } from "../../core/errors.ts";

/** What node:sqlite throws; `errcode` is SQLite's own number, the extended ones with the plain one in the low byte. */
const sqliteError = z.object({ code: z.literal("ERR_SQLITE_ERROR"), errcode: z.int() });
/** Node's word for a database that was closed. */
const closedError = z.object({ code: z.literal("ERR_INVALID_STATE") });

/** @see https://www.sqlite.org/rescode.html */
const troubles = new Map([
  [5, "is in use by another process; try again"],
  [6, "is in use by another process; try again"],
  [8, "is read-only; give the user that runs Feedloom the right to write it"],
  [10, "could not be read or written; look at the disk"],
  [11, "is damaged; put back a copy of it"],
  [13, "could not be written: the disk is full"],
  [14, "could not be opened; look at the path and its rights"],
  [26, "is no SQLite database; put back a copy of the one that was there"],
]);
/** Those that no waiting mends: damaged, and not a database. */
const lastingTroubles = new Set([11, 26]);

/**
 * Does something with a database and turns what SQLite says into a FeedloomError; the only place that does.
 * Other errors are passed on untouched: they are ours.
 *
 * @throws FeedloomError `STORE_UNAVAILABLE` - SQLite failed.
 */
export function guarded<Result>(path: string, action: () => Result): Result {
  try {
    return action();
  } catch (cause) {
    throw translated(path, cause);
  }
}

/**
 * As {@link guarded}, for opening a database, where there is still somebody to tell.
 *
 * @throws FeedloomError `CONFIG_INVALID` - the file is damaged or something else altogether.
 */
export function guardedOpening<Result>(path: string, action: () => Result): Result {
  try {
    return action();
  } catch (cause) {
    const fault = sqliteError.safeParse(cause);
    if (fault.success && lastingTroubles.has(fault.data.errcode & 0xff)) {
      throw new FeedloomError("CONFIG_INVALID", described(path, fault.data.errcode), { cause });
    }
    throw translated(path, cause);
  }
}

/** Another process has the file just now: the one trouble that passes by itself. */
export function isBusy(error: unknown): boolean {
  const fault = sqliteError.safeParse(error);
  return fault.success && (fault.data.errcode & 0xff) === 5;
}

function translated(path: string, cause: unknown): unknown {
  const fault = sqliteError.safeParse(cause);
  if (fault.success)
    return new FeedloomError("STORE_UNAVAILABLE", described(path, fault.data.errcode), { cause });
  if (closedError.safeParse(cause).success) {
    return new FeedloomError("STORE_UNAVAILABLE", `the database ${path} is closed`, { cause });
  }
  return cause;
}

function described(path: string, errcode: number): string {
  const trouble = troubles.get(errcode & 0xff) ?? `failed (SQLite code ${errcode})`;
  return `the database ${path} ${trouble}`;
}

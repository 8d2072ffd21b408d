import { renameSync, writeFileSync } from "node:fs";
import { FeedloomError } from "../../functions/core/errors.ts";

/**
 * Writes a file as a whole: on a full disk, and when the process dies, what was there stays.
 *
 * @throws FeedloomError `STORE_UNAVAILABLE` - saying what is wrong with the disk.
 */
export function writeWhole(file: string, text: string): void {
  const fresh = `${file}.new`;
  try {
    writeFileSync(fresh, text, { mode: 0o600, flush: true });
    renameSync(fresh, file);
  } catch (cause) {
    throw new FeedloomError("STORE_UNAVAILABLE", `${file} cannot be written: ${diskTrouble(cause)}`, {
      cause,
    });
  }
}

const troubles = new Map([
  ["ENOSPC", "the disk is full; make room and start again"],
  ["EDQUOT", "your share of the disk is used up; make room and start again"],
  ["EROFS", "the disk is read-only; make it writable and start again"],
  ["EACCES", "this user may not write there; give it the right to, and start again"],
  ["EPERM", "this user may not write there; give it the right to, and start again"],
]);

/** Why a file cannot be written, and what to do, in half a sentence. */
export function diskTrouble(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return troubles.get(code) ?? `${code || String(cause)}; look at the disk and its rights`;
}

import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { SqliteLedger } from "../../functions/adapters/local/sqlite-ledger.ts";
import type { SqliteStore } from "../../functions/adapters/local/sqlite-store.ts";
import { FeedloomError } from "../../functions/core/errors.ts";
import { writeWhole } from "./write-whole.ts";

const fileName = "owner.json";
const databaseName = "feedloom.db";

const ledgerSchema = z.object({ id: z.int(), feeds: z.int(), entries: z.int(), posts: z.int() });
type LedgerMark = z.output<typeof ledgerSchema>;

const ownerSchema = z.object({
  threads: z.string(),
  account: z.string().exactOptional(),
  /** Absent where an earlier Feedloom wrote it. */
  ledger: ledgerSchema.exactOptional(),
});
/** What a data folder knows of itself, apart from its ledger: so that a ledger that was lost is not taken for a new one. */
export type FolderOwner = z.output<typeof ownerSchema>;

/** @returns undefined when nothing readable says it. */
export function readOwner(folder: string): FolderOwner | undefined {
  try {
    return ownerSchema.parse(JSON.parse(readFileSync(join(folder, fileName), "utf8")));
  } catch {
    return undefined;
  }
}

export function writeOwner(folder: string, owner: Omit<FolderOwner, "ledger">, store: SqliteStore): void {
  writeWhole(join(folder, fileName), JSON.stringify({ ...owner, ledger: markOf(store) }));
}

export function databaseOf(folder: string): string {
  return join(folder, databaseName);
}

/**
 * Refuses a folder that was used and has no ledger any more, before a new one is made there.
 *
 * @throws FeedloomError `CONFIG_INVALID`
 */
export function refuseLostLedger(folder: string): void {
  if (!existsSync(join(folder, fileName))) return;
  const size = statSync(databaseOf(folder), { throwIfNoEntry: false })?.size;
  if (size === undefined) throw notThatLedger(folder, "is not there any more");
  if (size === 0) throw notThatLedger(folder, "is empty");
}

/**
 * Refuses a ledger that is not the one this folder had: another file, an emptied one, or an old copy.
 *
 * @throws FeedloomError `CONFIG_INVALID`
 */
export function refuseOtherLedger(folder: string, store: SqliteStore): void {
  if (!existsSync(join(folder, fileName))) return;
  const before = readOwner(folder)?.ledger;
  const now = markOf(store);
  // Whoever wrote the file without a mark had looked at a feed, or was stopped before.
  if (before === undefined) {
    if (now.feeds + now.entries + now.posts === 0 && new SqliteLedger(store).known().accounts.length === 0)
      throw notThatLedger(folder, "is empty");
    return;
  }
  if (now.id !== before.id) throw notThatLedger(folder, "is another one than it had");
  for (const kind of ["feeds", "entries", "posts"] as const) {
    if (now[kind] < before[kind])
      throw notThatLedger(folder, `knows ${now[kind]} of the ${before[kind]} ${kind} it knew`);
  }
}

function markOf(store: SqliteStore): LedgerMark {
  return { id: store.id(), ...new SqliteLedger(store).size() };
}

function notThatLedger(folder: string, finding: string): FeedloomError {
  return new FeedloomError(
    "CONFIG_INVALID",
    `the data folder ${folder} was used before, and its ledger ${databaseName} ${finding}, so nothing was posted; put back the newest copy of ${databaseName}. To go on without what it knew, delete ${fileName} in that folder: entries that are posted already may then be posted again`,
  );
}

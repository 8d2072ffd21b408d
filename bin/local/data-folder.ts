import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { SqliteStore } from "../../functions/adapters/local/sqlite-store.ts";
import { FeedloomError } from "../../functions/core/errors.ts";
import { databaseOf, readOwner, refuseLostLedger, refuseOtherLedger, writeOwner } from "./folder-owner.ts";
import { diskTrouble, writeWhole } from "./write-whole.ts";

const portsSchema = z.object({ sandbox: z.int(), host: z.int(), blog: z.int() });
/** Where each of the three servers listens: kept from run to run, since links in the ledger lead there. */
export type Ports = z.output<typeof portsSchema>;

/** The folder that holds everything a local Feedloom knows. Open in one process at a time. */
export interface DataFolder {
  path: string;
  database: string;
  sandboxState: string;
  /** Undefined in a new folder. */
  readPorts(): Ports | undefined;
  writePorts(ports: Ports): void;
  /** The account that a run before connected, where only a feed is named. */
  readAccount(): string | undefined;
  writeAccount(account: string): void;
  close(): void;
}

/**
 * @param threads - which Threads its posts go to: what was posted on the sandbox was not posted for real.
 * @throws FeedloomError `CONFIG_INVALID` - another Feedloom has it open, it belongs to another Threads, or its ledger is
 *   not the one it had.
 * @throws FeedloomError `STORE_UNAVAILABLE` - it cannot be made or written to.
 */
export function openDataFolder(folder: string, threads: string): DataFolder {
  const path = resolve(folder);
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new FeedloomError(
      "STORE_UNAVAILABLE",
      `the data folder ${path} cannot be made: ${diskTrouble(cause)}`,
      {
        cause,
      },
    );
  }
  const lock = takeLock(path);
  try {
    return opened(path, threads, lock);
  } catch (error) {
    lock.close();
    throw error;
  }
}

function opened(path: string, threads: string, lock: DatabaseSync): DataFolder {
  let owner = readOwner(path) ?? { threads };
  if (owner.threads !== threads) {
    throw new FeedloomError(
      "CONFIG_INVALID",
      `the data folder ${path} remembers what was posted on ${owner.threads}, not on ${threads}; name another with --data`,
    );
  }
  refuseLostLedger(path);
  const store = new SqliteStore(databaseOf(path));
  try {
    refuseOtherLedger(path, store);
    writeOwner(path, owner, store);
  } catch (error) {
    store.close();
    throw error;
  }
  const portsFile = join(path, "ports.json");
  return {
    path,
    database: store.path,
    sandboxState: join(path, "sandbox.json"),
    readPorts: () => readJson(portsFile, portsSchema),
    writePorts: (ports) => writeWhole(portsFile, JSON.stringify(ports)),
    readAccount: () => owner.account,
    writeAccount: (account) => {
      owner = { ...owner, account };
      writeOwner(path, owner, store);
    },
    close: () => {
      try {
        // What the ledger came to. Should this fail or never be reached, an older figure stays, which is as true.
        writeOwner(path, owner, store);
      } catch {}
      store.close();
      lock.close();
    },
  };
}

/** A lock that the operating system gives back when the process ends, however it ends: an open SQLite transaction. */
function takeLock(path: string): DatabaseSync {
  try {
    const lock = new DatabaseSync(join(path, "lock.db"), { timeout: 0 });
    lock.exec("BEGIN EXCLUSIVE");
    return lock;
  } catch (cause) {
    if (cause instanceof Error && /locked/.test(cause.message)) {
      const why = "another Feedloom is running with it; stop that one first";
      throw new FeedloomError("CONFIG_INVALID", `the data folder ${path}: ${why}`, { cause });
    }
    const why = diskTrouble(refusalOf(path) ?? cause);
    throw new FeedloomError("STORE_UNAVAILABLE", `the data folder ${path} cannot be written to: ${why}`, {
      cause,
    });
  }
}

/** What the system says when the folder is written to; SQLite says only that it failed. */
function refusalOf(path: string): unknown {
  const trial = join(path, "trial.new");
  try {
    writeFileSync(trial, "is there room?", { mode: 0o600, flush: true });
    rmSync(trial);
    return undefined;
  } catch (refusal) {
    return refusal;
  }
}

/** @returns undefined when there is none, or none that can be read. */
function readJson<Value>(file: string, schema: z.ZodType<Value>): Value | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { FeedloomError } from "../../functions/core/errors.ts";

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
  close(): void;
}

/** @throws FeedloomError `CONFIG_INVALID` - it cannot be made, or another Feedloom has it open. */
export function openDataFolder(folder: string): DataFolder {
  const path = resolve(folder);
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new FeedloomError(
      "CONFIG_INVALID",
      `the data folder ${path} cannot be made; name another with --data`,
      { cause },
    );
  }
  const lock = takeLock(path);
  const portsFile = join(path, "ports.json");
  return {
    path,
    database: join(path, "feedloom.db"),
    sandboxState: join(path, "sandbox.json"),
    readPorts: () => readPorts(portsFile),
    writePorts: (ports) => writeFileSync(portsFile, JSON.stringify(ports)),
    close: () => lock.close(),
  };
}

/** A lock that the operating system gives back when the process ends, however it ends: an open SQLite transaction. */
function takeLock(path: string): DatabaseSync {
  try {
    const lock = new DatabaseSync(join(path, "lock.db"), { timeout: 0 });
    lock.exec("BEGIN EXCLUSIVE");
    return lock;
  } catch (cause) {
    const isTaken = cause instanceof Error && /locked/.test(cause.message);
    const why = isTaken
      ? "another Feedloom is running with it; stop that one, or name another folder with --data"
      : "it cannot be written to; name another with --data";
    throw new FeedloomError("CONFIG_INVALID", `the data folder ${path}: ${why}`, { cause });
  }
}

function readPorts(file: string): Ports | undefined {
  try {
    return portsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}

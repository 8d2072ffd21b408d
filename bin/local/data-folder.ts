import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { FeedloomError } from "../../functions/core/errors.ts";

const portsSchema = z.object({ sandbox: z.int(), host: z.int(), blog: z.int() });
/** Where each of the three servers listens: kept from run to run, since links in the ledger lead there. */
export type Ports = z.output<typeof portsSchema>;

const ownerSchema = z.object({ threads: z.string(), account: z.string().exactOptional() });

const ownerFileName = "owner.json";

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
 * @throws FeedloomError `CONFIG_INVALID` - it cannot be made, another Feedloom has it open, or it belongs to another Threads.
 */
export function openDataFolder(folder: string, threads: string): DataFolder {
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
  const ownerFile = join(path, ownerFileName);
  const owner = readJson(ownerFile, ownerSchema) ?? { threads };
  if (owner.threads !== threads) {
    lock.close();
    throw new FeedloomError(
      "CONFIG_INVALID",
      `the data folder ${path} remembers what was posted on ${owner.threads}, not on ${threads}; name another with --data`,
    );
  }
  writeFileSync(ownerFile, JSON.stringify(owner));
  return {
    path,
    database: join(path, "feedloom.db"),
    sandboxState: join(path, "sandbox.json"),
    readPorts: () => readJson(portsFile, portsSchema),
    writePorts: (ports) => writeFileSync(portsFile, JSON.stringify(ports)),
    readAccount: () => owner.account,
    writeAccount: (account) => writeFileSync(ownerFile, JSON.stringify({ ...owner, account })),
    close: () => lock.close(),
  };
}

/** Which Threads a folder's posts go to; undefined when nothing readable says it. */
export function threadsOf(folder: string): string | undefined {
  return readJson(join(folder, ownerFileName), ownerSchema)?.threads;
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

/** @returns undefined when there is none, or none that can be read. */
function readJson<Value>(file: string, schema: z.ZodType<Value>): Value | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}

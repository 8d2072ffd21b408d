import { randomInt } from "node:crypto";
import { chmodSync, closeSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import * as z from "zod";
import { FeedloomError } from "../../core/errors.ts";
import { guarded, guardedOpening, isBusy } from "./sqlite-fault.ts";

/** Records are the JSON of their schema in `core`; beside them stands what is searched, ordered or compared. */
const schema = `
  CREATE TABLE feeds (feed TEXT PRIMARY KEY, version INTEGER NOT NULL, record TEXT NOT NULL) STRICT;
  CREATE TABLE entries (
    feed TEXT NOT NULL, entry_key TEXT NOT NULL, seen_at TEXT NOT NULL, PRIMARY KEY (feed, entry_key)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE posts (
    account TEXT NOT NULL, id TEXT NOT NULL, shelf TEXT NOT NULL, order_key TEXT NOT NULL,
    version INTEGER NOT NULL, record TEXT NOT NULL, PRIMARY KEY (account, id)
  ) STRICT;
  CREATE INDEX posts_by_shelf ON posts (account, shelf, order_key, id);
  CREATE TABLE leases (account TEXT PRIMARY KEY, holder TEXT NOT NULL, until TEXT NOT NULL) STRICT;
  CREATE TABLE accounts (account TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT;
  CREATE TABLE used_values (value TEXT PRIMARY KEY, until TEXT NOT NULL) STRICT;
  CREATE TABLE secrets (name TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;
`;

/** What each version added to the one before it: a file of an earlier Feedloom is brought along when it is opened. */
const additions = [
  schema,
  // How far the poller came: one row.
  "CREATE TABLE poller (id INTEGER PRIMARY KEY CHECK (id = 1), record TEXT NOT NULL) STRICT;",
  // What stands beside an entry's mark; older marks have none of it.
  "ALTER TABLE entries ADD COLUMN facts TEXT;",
];
/** A file with a higher number was written by a later Feedloom. */
const schemaVersion = additions.length;

/** Longer than any write of ours takes by far; a process stopped in the middle of one must not stop the others for good. */
const busyTimeoutInMs = 10_000;

const pauseInMs = 20;

/** Nothing else of this process goes on meanwhile; whoever reads for longer is told of. */
const settleTimeoutInMs = 250;

/** A statement that waits for its turn at the disk. */
interface Write {
  sql: string;
  values: SQLInputValue[];
  resolve(changes: number): void;
  reject(problem: unknown): void;
}

const versionRow = z.object({ user_version: z.int() });
const emptiedRow = z.object({ busy: z.int() });
const idRow = z.object({ application_id: z.int() });
/** What SQLite keeps in a file's head for its application: four bytes with a sign. */
const largestId = 2 ** 31 - 1;

/**
 * One database file, open for this process. Others may have it open too: a write is one statement that states its
 * condition, so nothing is ever read, judged and then written.
 */
export class SqliteStore {
  readonly path: string;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #waiting: Write[] = [];

  /**
   * @param path - made if it is not there, readable by its owner only, since tokens stand in it; `":memory:"` for
   *   one that ends with the process.
   * @param options.readOnly - nothing is changed (unless it is an earlier Feedloom's), neither in it nor in its rights, so that it may lie on a disk that
   *   cannot be written.
   * @throws FeedloomError `CONFIG_INVALID` - the file is damaged, of a later version, or no database.
   * @throws FeedloomError `STORE_UNAVAILABLE` - it cannot be opened.
   */
  constructor(path: string, { readOnly = false } = {}) {
    this.path = path;
    this.#database = guardedOpening(path, () => {
      const asItIs = readOnly ? openedToRead(path) : undefined;
      if (asItIs !== undefined) return asItIs;
      if (path !== ":memory:") makePrivateFile(path);
      const giveUpAt = performance.now() + busyTimeoutInMs;
      for (;;) {
        const database = new DatabaseSync(path, { timeout: busyTimeoutInMs });
        try {
          prepare(database, path);
          return database;
        } catch (error) {
          database.close();
          // SQLite does not wait for others while a file is turned to WAL or recovered: it says "busy" at once.
          if (!isBusy(error) || performance.now() > giveUpAt) throw error;
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseInMs);
        }
      }
    });
  }

  /**
   * Runs one statement; when this resolves it is on the disk. What comes in the same turn of the event loop goes there
   * together, since waiting for the disk is all that a write costs: it stands or fails as one.
   *
   * @returns how many rows it changed.
   */
  write(sql: string, ...values: SQLInputValue[]): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.#waiting.push({ sql, values, resolve, reject });
    if (this.#waiting.length === 1) setImmediate(() => this.#flush());
    return promise;
  }

  /** The rows of a query, each read by `row`. */
  rows<Row>(row: z.ZodType<Row>, sql: string, ...values: SQLInputValue[]): Row[] {
    return guarded(this.path, () =>
      this.#statement(sql)
        .all(...values)
        .map((found) => row.parse(found)),
    );
  }

  /** What tells this file, and every copy of it, from any other that Feedloom made. */
  id(): number {
    const [row] = this.rows(idRow, "PRAGMA application_id");
    return row?.application_id ?? 0;
  }

  #flush(): void {
    const writes = this.#waiting;
    this.#waiting = [];
    try {
      const changes = guarded(this.path, () => this.#together(writes));
      for (const [index, { resolve }] of writes.entries()) resolve(changes[index] ?? 0);
    } catch (problem) {
      for (const { reject } of writes) reject(problem);
    }
  }

  #together(writes: Write[]): number[] {
    const run = () => writes.map(({ sql, values }) => Number(this.#statement(sql).run(...values).changes));
    if (writes.length < 2) return run();
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      const changes = run();
      this.#database.exec("COMMIT");
      return changes;
    } catch (problem) {
      // A full disk ends the transaction by itself.
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw problem;
    }
  }

  /**
   * Moves what was written out of the log beside the file, and with it the traces of what was erased.
   *
   * @throws FeedloomError `STORE_UNAVAILABLE` - somebody reads an older state, for whom the log stays as it is.
   */
  settle(): void {
    const waitAtMost = (milliseconds: number) =>
      guarded(this.path, () => this.#database.exec(`PRAGMA busy_timeout = ${milliseconds}`));
    waitAtMost(settleTimeoutInMs);
    // That others were in the way is no error to SQLite: a row says it.
    const [emptied] = this.rows(emptiedRow, "PRAGMA wal_checkpoint(TRUNCATE)");
    waitAtMost(busyTimeoutInMs);
    if (emptied?.busy === 0) return;
    throw new FeedloomError(
      "STORE_UNAVAILABLE",
      `another process reads ${this.path}, so that what was erased is not yet gone from ${this.path}-wal; close that one and ask again`,
    );
  }

  close(): void {
    this.#flush();
    if (this.#database.isOpen) this.#database.close();
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** SQLite gives its companion files (`-wal`, `-shm`) the rights of the file itself. */
function makePrivateFile(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    closeSync(openSync(path, "a", 0o600));
    chmodSync(path, 0o600);
  } catch (cause) {
    throw new FeedloomError("STORE_UNAVAILABLE", `the database ${path} cannot be made; look at its folder`, {
      cause,
    });
  }
}

/** @returns undefined when it is an earlier Feedloom's, which must be brought along. */
function openedToRead(path: string): DatabaseSync | undefined {
  const database = databaseToRead(path);
  try {
    if (versionOf(database, path) === schemaVersion) return database;
  } catch (error) {
    database.close();
    throw error;
  }
  database.close();
  return undefined;
}

function databaseToRead(path: string): DatabaseSync {
  const options = { readOnly: true, timeout: busyTimeoutInMs };
  const database = new DatabaseSync(path, options);
  try {
    database.exec("PRAGMA schema_version");
    return database;
  } catch (error) {
    database.close();
    // Beside a file that others may write, SQLite needs one for their locks; on such a disk it can make none.
    const isAlone = (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0;
    if (!isAlone) throw error;
    const unchanging = pathToFileURL(path);
    unchanging.searchParams.set("immutable", "1");
    return new DatabaseSync(unchanging, options);
  }
}

/** @throws FeedloomError `CONFIG_INVALID` - it is a later one than we know. */
function versionOf(database: DatabaseSync, path: string): number {
  const { user_version } = versionRow.parse(database.prepare("PRAGMA user_version").get());
  if (user_version <= schemaVersion) return user_version;
  throw new FeedloomError(
    "CONFIG_INVALID",
    `the database ${path} was written by a later Feedloom (format ${user_version}, this one knows ${schemaVersion}); update Feedloom`,
  );
}

function prepare(database: DatabaseSync, path: string): void {
  // WAL lets others read while one writes. FULL: what was written down stands after a power cut, too, which is
  // what the order of effects rests on. secure_delete overwrites what is erased.
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON");
  // Taken before the version is read: of two processes that find a new file, one makes the tables.
  database.exec("BEGIN IMMEDIATE");
  const version = versionOf(database, path);
  for (const addition of additions.slice(version)) database.exec(addition);
  if (version < schemaVersion) database.exec(`PRAGMA user_version = ${schemaVersion}`);
  const { application_id } = idRow.parse(database.prepare("PRAGMA application_id").get());
  if (application_id === 0) database.exec(`PRAGMA application_id = ${randomInt(1, largestId)}`);
  database.exec("COMMIT");
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SqliteLedger } from "../../functions/adapters/local/sqlite-ledger.ts";
import { SqliteStore } from "../../functions/adapters/local/sqlite-store.ts";
import { aPost, noon } from "../support/ledger-records.ts";
import { freshDatabasePath } from "../support/sqlite-files.ts";

const contender = fileURLToPath(new URL("../support/sqlite-contender.ts", import.meta.url));
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe("a SQLite file", () => {
  let file: ReturnType<typeof freshDatabasePath>;
  beforeEach(() => {
    file = freshDatabasePath();
  });
  afterEach(() => file.remove());

  it("tells exactly one of four processes that it was the one, from the first moment on", async () => {
    const processes = ["a", "b", "c", "d"].map((name) =>
      spawn(process.execPath, [contender, file.path, name], { stdio: ["pipe", "pipe", "inherit"] }),
    );
    await Promise.all(processes.map((child) => once(child.stdout, "data")));
    for (const child of processes) child.stdin.write("go\n");
    const told = await Promise.all(processes.map(answerOf));
    expect(told).toHaveLength(4);
    for (let round = 0; round < 20; round += 1) {
      const sum = (what: string) => told.filter((answers) => answers[round]?.[what] === true).length;
      expect(["added", "replaced", "leased", "wrote", "used"].map(sum), `round ${round}`).toEqual([
        1, 1, 1, 1, 1,
      ]);
    }
  });

  it("tells each of many simultaneous writes what became of it, as if they had come one by one", async () => {
    const ledger = new SqliteLedger(new SqliteStore(file.path));
    const posts = ["one", "two", "one", "three", "two"].map((id) => aPost({ id }));
    expect(await Promise.all(posts.map((post) => ledger.addPost(post)))).toEqual([
      true,
      true,
      false,
      true,
      false,
    ]);
    expect(await ledger.posts(aPost().account, "open", { limit: 9 })).toHaveLength(3);
  });

  it("fails simultaneous writes as one: none of them stands", async () => {
    const store = new SqliteStore(file.path);
    const ledger = new SqliteLedger(store);
    // The first is done when the second fails.
    const results = await Promise.allSettled([
      ledger.addPost(aPost()),
      store.write("INSERT INTO nowhere VALUES (1)"),
      ledger.addPost(aPost({ id: "two" })),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(await ledger.posts(aPost().account, "open", { limit: 9 })).toEqual([]);
    expect(await ledger.addPost(aPost())).toBe(true);
  });

  it("has on the disk what waited when it was closed", async () => {
    const store = new SqliteStore(file.path);
    const added = new SqliteLedger(store).addPost(aPost());
    store.close();
    expect(await added).toBe(true);
    const again = new SqliteLedger(new SqliteStore(file.path));
    expect(await again.addPost(aPost())).toBe(false);
  });

  it("is for its owner's eyes only, with its folder and its companion files", async () => {
    const store = new SqliteStore(file.path);
    await new SqliteLedger(store).addPost(aPost());
    expect(modeOf(dirname(file.path))).toBe("700");
    for (const name of [file.path, `${file.path}-wal`, `${file.path}-shm`]) expect(modeOf(name)).toBe("600");
    store.close();
  });

  it("is closed to others again when somebody had opened it", () => {
    new SqliteStore(file.path).close();
    chmodSync(file.path, 0o644);
    new SqliteStore(file.path).close();
    expect(modeOf(file.path)).toBe("600");
  });

  it("keeps what was written when it is opened anew", async () => {
    const first = new SqliteStore(file.path);
    await new SqliteLedger(first).addPost(aPost());
    first.close();
    const second = new SqliteStore(file.path);
    expect(await new SqliteLedger(second).readPost("bronzfronz", "post-1")).toEqual(aPost());
    second.close();
  });

  it("of the first format is brought along with all that is in it", async () => {
    const first = new SqliteStore(file.path);
    await new SqliteLedger(first).addPost(aPost());
    await new SqliteLedger(first).markEntry("feed", "id-1", { seenAt: noon });
    first.close();
    const before = new DatabaseSync(file.path);
    before.exec("DROP TABLE poller; ALTER TABLE entries DROP COLUMN facts; PRAGMA user_version = 1");
    before.close();
    const store = new SqliteStore(file.path);
    const ledger = new SqliteLedger(store);
    await ledger.writeRound({ at: noon });
    expect((await ledger.readPolling([])).round).toEqual({ at: noon });
    expect(await ledger.readPost("bronzfronz", "post-1")).toEqual(aPost());
    expect(await ledger.knownEntries("feed", ["id-1"])).toEqual(new Map([["id-1", { seenAt: noon }]]));
    store.close();
  });

  it("fails with CONFIG_INVALID when a later Feedloom wrote it, and leaves it alone", () => {
    new SqliteStore(file.path).close();
    const later = new DatabaseSync(file.path);
    later.exec("PRAGMA user_version = 99");
    later.close();
    expect(() => new SqliteStore(file.path)).toThrow(
      expect.objectContaining({
        code: "CONFIG_INVALID",
        message: `the database ${file.path} was written by a later Feedloom (format 99, this one knows 3); update Feedloom`,
      }),
    );
  });

  it("fails with CONFIG_INVALID when it is something else, and leaves it alone", () => {
    mkdirSync(dirname(file.path));
    writeFileSync(file.path, "Dear diary, ".repeat(100));
    expect(() => new SqliteStore(file.path)).toThrow(
      expect.objectContaining({
        code: "CONFIG_INVALID",
        message: `the database ${file.path} is no SQLite database; put back a copy of the one that was there`,
      }),
    );
    expect(readFileSync(file.path, "utf8")).toMatch(/^Dear diary/);
  });

  it("fails with STORE_UNAVAILABLE when a page of it is damaged", async () => {
    const store = new SqliteStore(file.path);
    const ledger = new SqliteLedger(store);
    await ledger.addPost(aPost());
    store.close();
    const bytes = readFileSync(file.path);
    writeFileSync(file.path, bytes.fill(0xaa, 4096));
    const damaged = new SqliteStore(file.path);
    await expect(new SqliteLedger(damaged).tally("bronzfronz")).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
      message: expect.stringContaining("is damaged"),
    });
    damaged.close();
  });

  it("fails with STORE_UNAVAILABLE where no file can be made", () => {
    writeFileSync(dirname(file.path), "");
    expect(() => new SqliteStore(file.path)).toThrow(expect.objectContaining({ code: "STORE_UNAVAILABLE" }));
    expect(existsSync(file.path)).toBe(false);
  });
});

async function answerOf(child: ChildProcess): Promise<Record<string, boolean>[]> {
  let text = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  await once(child, "close");
  return JSON.parse(text);
}

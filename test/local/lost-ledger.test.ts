import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { openDataFolder } from "../../bin/local/data-folder.ts";
import { withLedger } from "../../bin/local/ledger-place.ts";
import { SqliteLedger } from "../../functions/adapters/local/sqlite-ledger.ts";
import { SqliteStore } from "../../functions/adapters/local/sqlite-store.ts";
import { aBlog, numbered } from "../support/a-blog.ts";
import { aFolder, start } from "../support/a-command.ts";
import { addPosts } from "../support/a-data-folder.ts";
import { aFeed, lives, noon } from "../support/ledger-records.ts";

const ways: [string, (database: string) => void | Promise<void>, RegExp][] = [
  ["is gone", (database) => rmSync(database), /feedloom\.db is not there any more/],
  ["is an empty file", (database) => writeFileSync(database, ""), /feedloom\.db is empty/],
  ["was made anew", madeAnew, /feedloom\.db is another one than it had/],
  ["is another folder's", anotherFolders, /feedloom\.db is another one than it had/],
  ["has empty tables", emptied("feeds", "entries", "posts"), /knows 0 of the 1 feeds it knew/],
  ["has no posts any more", emptied("posts"), /knows 0 of the 2 posts it knew/],
];

describe("a data folder that was used, and whose ledger", () => {
  it.each(ways)("%s is refused with a way out, and left as it is", async (_, harm, finding) => {
    const data = await aUsedFolder();
    await harm(join(data, "feedloom.db"));
    const isThere = existsSync(join(data, "feedloom.db"));
    const refusal = expect.objectContaining({
      code: "CONFIG_INVALID",
      message: expect.stringMatching(
        new RegExp(`${finding.source}.*put back the newest copy of feedloom\\.db.*delete owner\\.json`),
      ),
    });
    expect(() => openDataFolder(data, "the sandbox")).toThrow(refusal);
    expect(() => openDataFolder(data, "the sandbox")).toThrow(refusal);
    expect(existsSync(join(data, "feedloom.db"))).toBe(isThere);
    const options = { data, live: false, deployed: false };
    await expect(withLedger(options, {}, async () => {})).rejects.toEqual(refusal);
  });

  it.each(ways)("%s goes on once its owner.json was deleted", async (_, harm) => {
    const data = await aUsedFolder();
    await harm(join(data, "feedloom.db"));
    rmSync(join(data, "owner.json"));
    openDataFolder(data, "the sandbox").close();
    openDataFolder(data, "the sandbox").close();
  });

  it("was put back as it was goes on", async () => {
    const data = await aUsedFolder();
    const [database, copy] = [join(data, "feedloom.db"), join(aFolder(), "copy.db")];
    copyFileSync(database, copy);
    rmSync(database);
    copyFileSync(copy, database);
    openDataFolder(data, "the sandbox").close();
  });

  it("is a copy from before the last posts is refused, since they would be posted again", async () => {
    const data = await aUsedFolder();
    const [database, copy] = [join(data, "feedloom.db"), join(aFolder(), "copy.db")];
    copyFileSync(database, copy);
    const folder = openDataFolder(data, "the sandbox");
    await used(database, ["c"]);
    folder.close();
    copyFileSync(copy, database);
    expect(() => openDataFolder(data, "the sandbox")).toThrow(/knows 1 of the 2 entries it knew/);
  });

  it("is of an earlier Feedloom goes on, and is refused when it is gone", async () => {
    const data = await aUsedFolder();
    writeFileSync(join(data, "owner.json"), '{"threads":"the sandbox","account":"bronzfronz"}');
    const before = new DatabaseSync(join(data, "feedloom.db"));
    before.exec("PRAGMA application_id = 0");
    before.close();
    openDataFolder(data, "the sandbox").close();
    expect(readFileSync(join(data, "owner.json"), "utf8")).toMatch(/"account":"bronzfronz".*"posts":2/);
    writeFileSync(join(data, "owner.json"), '{"threads":"the sandbox"}');
    await madeAnew(join(data, "feedloom.db"));
    expect(() => openDataFolder(data, "the sandbox")).toThrow(/feedloom\.db is empty/);
  });

  it("posts nothing a second time when it is gone, whatever --backfill says", async () => {
    const [blog, data] = [await aBlog(numbered(2)), aFolder()];
    const args = ["--feed", blog.feedUrl, "--backfill", "8", "--once", "--data", data];
    const env = { FEEDLOOM_ALLOW_PRIVATE_FEEDS: "1" };
    expect((await start(args, { env })).output).toContain("2 seen = 2 published");
    rmSync(join(data, "feedloom.db"));
    const { code, output } = await start(args, { env });
    expect(output).toMatch(/feedloom\.db is not there any more, so nothing was posted/);
    expect(output).not.toMatch(/posted {3}/);
    expect(code).toBe(1);
  }, 120_000);
});

async function aUsedFolder(): Promise<string> {
  const data = aFolder();
  const folder = openDataFolder(data, "the sandbox");
  await used(folder.database, ["a", "b"]);
  folder.close();
  return data;
}

async function used(database: string, posts: string[]): Promise<void> {
  const store = new SqliteStore(database);
  const ledger = new SqliteLedger(store);
  await ledger.writeFeed(aFeed());
  await ledger.markEntry(aFeed().feed, posts.join(), { seenAt: noon });
  await addPosts(
    ledger,
    posts.map((id) => [id, lives.published]),
  );
  store.close();
}

async function madeAnew(database: string): Promise<void> {
  rmSync(database);
  new SqliteStore(database).close();
}

async function anotherFolders(database: string): Promise<void> {
  copyFileSync(join(await aUsedFolder(), "feedloom.db"), database);
}

function emptied(...tables: string[]) {
  return (path: string) => {
    const database = new DatabaseSync(path);
    for (const table of tables) database.exec(`DELETE FROM ${table}`);
    database.close();
  };
}

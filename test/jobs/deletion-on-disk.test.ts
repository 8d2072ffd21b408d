import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import * as z from "zod";
import { account, aDesk, planted, request } from "../support/a-callback-desk.ts";
import { freshDatabasePath } from "../support/sqlite-files.ts";

/** A desk whose ledger and vault are a file, and that file as a thief finds it: with all that lies beside it. */
async function aDeskOnDisk() {
  const { path, remove } = freshDatabasePath();
  onTestFinished(remove);
  const desk = await aDesk({ database: path });
  const folder = dirname(path);
  const bytes = () =>
    readdirSync(folder)
      .map((file) => readFileSync(join(folder, file), "latin1"))
      .join("");
  return { desk, path, bytes, traces: [(await desk.token()) ?? "", desk.userId, ...Object.values(planted)] };
}

/** Another program in the middle of reading the file. */
function aReader(path: string): { leave(): void } {
  const reader = new DatabaseSync(path);
  onTestFinished(() => {
    if (reader.isOpen) reader.close();
  });
  reader.exec("BEGIN; SELECT count(*) FROM posts");
  return { leave: () => reader.close() };
}

describe("what was erased on one machine", () => {
  it("is gone from the bytes of the file and of what lies beside it", async () => {
    const { desk, bytes, traces } = await aDeskOnDisk();
    for (const trace of traces) expect(bytes()).toContain(trace);
    expect((await desk.ask("POST /delete", request(desk))).statusCode).toBe(200);
    for (const trace of traces) expect(bytes()).not.toContain(trace);
  });

  it("is not said to be gone while another program keeps the log as it is; the next request finishes it", async () => {
    const { desk, path, bytes, traces } = await aDeskOnDisk();
    const reader = aReader(path);
    const asked = request(desk);
    const busy = await desk.ask("POST /delete", asked);
    expect([busy.statusCode, bytes().includes(traces[0] ?? "")]).toEqual([503, true]);
    expect(desk.log.lines.join()).toContain("close that one and ask again");
    reader.leave();
    expect((await desk.ask("POST /delete", asked)).statusCode).toBe(200);
    for (const trace of traces) expect(bytes()).not.toContain(trace);
  });

  it("is finished by the next request, too, when only the last of it met a reader", async () => {
    const { desk, path, bytes, traces } = await aDeskOnDisk();
    await desk.ask("POST /uninstall", request(desk));
    const reader = aReader(path);
    const asked = request(desk);
    expect((await desk.ask("POST /delete", asked)).statusCode).toBe(503);
    reader.leave();
    expect((await desk.ask("POST /delete", asked)).statusCode).toBe(200);
    for (const trace of traces) expect(bytes()).not.toContain(trace);
  });

  it("is a failure to try again, after which writes wait for others as long as before", async () => {
    const { desk, path } = await aDeskOnDisk();
    aReader(path);
    await expect(desk.services.vault.erase(account)).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
      remedy: "retry",
    });
    expect(desk.store.rows(z.object({ timeout: z.int() }), "PRAGMA busy_timeout")).toEqual([
      { timeout: 10_000 },
    ]);
  });
});

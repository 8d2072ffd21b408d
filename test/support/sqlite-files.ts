import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SqliteStore } from "../../functions/adapters/local/sqlite-store.ts";

/** A path in a new folder of its own, which `remove` takes away with all that is in it. */
export function freshDatabasePath(): { path: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "feedloom-test-"));
  return {
    path: join(folder, "data", "feedloom.db"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** One file as two processes see it: two connections; and a connection that is closed. */
export function sqlitePair(kind: "memory" | "file") {
  const file = kind === "file" ? freshDatabasePath() : undefined;
  const one = new SqliteStore(file?.path ?? ":memory:");
  const other = file === undefined ? one : new SqliteStore(file.path);
  const broken = new SqliteStore(":memory:");
  broken.close();
  return {
    one,
    other,
    broken,
    close() {
      one.close();
      other.close();
      file?.remove();
    },
  };
}

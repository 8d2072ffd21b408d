import { join } from "node:path";
import { onTestFinished } from "vitest";
import { SqliteLedger } from "../../functions/adapters/local/sqlite-ledger.ts";
import { SqliteStore } from "../../functions/adapters/local/sqlite-store.ts";
import type { PostLife } from "../../functions/core/post.ts";
import type { Ledger } from "../../functions/ports/ledger.ts";
import { aFolder } from "./a-command.ts";
import { aPost } from "./ledger-records.ts";

/** A data folder as a local Feedloom leaves it. */
export function aLedger(): { data: string; ledger: SqliteLedger } {
  const data = aFolder();
  const store = new SqliteStore(join(data, "feedloom.db"));
  onTestFinished(() => store.close());
  return { data, ledger: new SqliteLedger(store) };
}

/** Posts in this order; each is called by its id. */
export async function addPosts(
  ledger: Ledger,
  posts: [id: string, life: PostLife][],
  account = "bronzfronz",
) {
  for (const [index, [id, life]] of posts.entries()) {
    const orderKey = `2026-11-20T11:00:00.000Z#${String(index).padStart(6, "0")}`;
    const entry = { title: `Title of ${id}`, authors: [], tags: [], images: [] };
    await ledger.addPost(aPost({ id, account, life, orderKey, entry }));
  }
}

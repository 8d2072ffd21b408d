/**
 * A process of its own that contends for one file: `sqlite-contender.ts <database> <name>`. Waits for a line on
 * standard input, so that all set off together, then answers in one line of JSON what it was told.
 */
import { once } from "node:events";
import { SqliteLedger } from "../../functions/adapters/local/sqlite-ledger.ts";
import { SqliteStateStore } from "../../functions/adapters/local/sqlite-state-store.ts";
import { SqliteStore } from "../../functions/adapters/local/sqlite-store.ts";
import { withLife } from "../../functions/core/post.ts";
import { aFeed, aPost, lives, minutesAfter, noon } from "./ledger-records.ts";

const [path = "", name = ""] = process.argv.slice(2);
console.log("ready");
await once(process.stdin, "data");

// Opening belongs to the contest: one of them makes the tables.
const store = new SqliteStore(path);
const ledger = new SqliteLedger(store);
const states = new SqliteStateStore(store);
const told = [];
for (let round = 0; round < 20; round += 1) {
  const post = aPost({ id: `post-${round}` });
  told.push({
    added: await ledger.addPost(post),
    replaced: await ledger.replacePost(withLife(post, { ...lives.container, containerId: name })),
    leased: await ledger.takeLease(`account-${round}`, name, noon, minutesAfter(1)),
    wrote: await ledger.writeFeed(aFeed({ feed: `https://blog.example/${round}` })),
    used: await states.useOnce(`state-${round}`, minutesAfter(1), noon),
  });
}
store.close();
console.log(JSON.stringify(told));
process.exit();

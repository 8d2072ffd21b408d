import { expect, it, onTestFinished } from "vitest";
import { readConfiguration } from "../../functions/core/configuration.ts";
import { aLeakHunt } from "../support/a-leak-hunt.ts";
import { account } from "../support/a-workshop.ts";
import { FeedServer } from "../support/feed-server.ts";

const key = "k3yOfAPrivateFeed9Qw3rTyUi0p";
const path = `/feed.xml?token=${key}`;

/** Newest first. Its picture is none that Threads takes, which is said in the log. */
function feed(server: FeedServer, newest: number): string {
  const items = Array.from({ length: newest }, (_, index) => newest - index).map(
    (count) =>
      `<item><guid>g${count}</guid><title>Entry ${count}</title><enclosure url="${server.origin}/none.png" type="image/png" length="0"/></item>`,
  );
  return `<rss version="2.0"><channel><title>A private feed</title>${items.join("")}</channel></rss>`;
}

/** What `docs/security.md` says, of all that leaves the jobs; the ledger is not meant, which needs the whole address. */
it("a private feed's key is in no log, event, reply or error, whatever becomes of its entries", async () => {
  const server = await FeedServer.start();
  onTestFinished(() => server.close());
  const url = `${server.origin}${path}`;
  const feeds = [{ url, style: "image" as const, backfill: 1, floodLimit: 3 }];
  const configuration = readConfiguration({ accounts: [account], feeds });
  const { net, clock, poll, publish, refresh, connect } = await aLeakHunt({
    spoil: (services) => ({ ...services, configuration }),
  });
  const look = async (newest: number | "broken") => {
    server.on(path, (_, response) => {
      response.end(newest === "broken" ? "<html>no feed</html>" : feed(server, newest));
    });
    clock.advance({ hours: 1 });
    await poll();
    await poll({ feed: url, dryRun: true });
    await publish();
    await publish({ dryRun: true });
  };
  await connect();
  await look(1);
  await look(2);
  await look(7);
  await publish({ account, drop: "all" });
  for (let failures = 0; failures < 3; failures += 1) await look("broken");
  await poll({ feed: `${url}-of-another` });
  await refresh();

  const lines = net.everything().split("\n");
  const signs = [
    "PostPublished",
    "PostHeld",
    "FeedFailing",
    "REQUEST_INVALID",
    "how things stand",
    "pictures left out",
  ];
  expect(signs.filter((sign) => !lines.some((line) => line.includes(sign)))).toEqual([]);
  expect(lines.filter((line) => line.includes(key))).toEqual([]);
});

import { describe, expect, it } from "vitest";
import { readStatus } from "../../bin/local/status/read-status.ts";
import { statusLines } from "../../bin/local/status/status-lines.ts";
import { aBlog, numbered } from "../support/a-blog.ts";
import { account, aWorkshop } from "../support/a-workshop.ts";
import { lives } from "../support/ledger-records.ts";

describe("a record that cannot be read", () => {
  it("stops neither the other feeds nor the posts behind it, and status shows it", async () => {
    const [lost, well] = [await aBlog(numbered(1)), await aBlog(numbered(1))];
    const shop = await aWorkshop({
      feeds: [lost, well].map(({ feedUrl }) => ({ url: feedUrl, backfill: 2 })),
    });
    const { ledger } = shop.services;
    await shop.poll();
    const [first, second] = await ledger.posts(account, "open", { limit: 9 });
    await shop.store.write("UPDATE posts SET record = '{}' WHERE id = ?", first?.id ?? "");
    await shop.store.write("UPDATE feeds SET record = '{}' WHERE feed = ?", lost.feedUrl);
    await shop.store.write("UPDATE accounts SET record = '{}'");
    lost.entries = numbered(2);
    well.entries = numbered(2);
    shop.clock.advance({ hours: 1 });
    const report = await shop.poll();
    expect(report.feeds).toMatchObject([
      { outcome: "failed", code: "RECORD_UNREADABLE", words: expect.stringContaining(lost.feedUrl) },
      { outcome: "read", entries: [{ decision: "post" }] },
    ]);
    expect(report.nudged).toEqual([account]);
    await shop.publish();
    expect((await ledger.readPost(account, second?.id ?? ""))?.life.state).toBe(lives.published.state);
    expect(await ledger.posts(account, "open", { limit: 9 })).toEqual([]);

    const place = {
      accounts: [account],
      feeds: [lost.feedUrl, well.feedUrl],
      name: "x",
      flags: "",
      connectBy: "",
      ledger,
      unreadable: () => ledger.unreadable(),
    };
    const status = await readStatus(place, shop.clock.now(), { limit: 9 });
    const lines = statusLines(status, "UTC").join("\n");
    for (const key of [`post ${account}/${first?.id}`, `account ${account}`, `feed ${lost.feedUrl}`])
      expect(lines).toContain(`the record of the ${key} cannot be read`);
  });
});

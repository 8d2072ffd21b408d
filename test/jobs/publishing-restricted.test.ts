import { expect, it } from "vitest";
import { aBlog, numbered } from "../support/a-blog.ts";
import { account, aWorkshop } from "../support/a-workshop.ts";

it("holds the posts of a restricted account and does not call it disconnected", async () => {
  const blog = await aBlog(numbered(2));
  const workshop = await aWorkshop({ feeds: [{ url: blog.feedUrl, backfill: 2 }] });
  await workshop.poll();
  workshop.sandbox.faults.plan({
    call: "create",
    effect: "before",
    times: 2,
    answer: { kind: "error", http: 400, code: 368 },
  });
  await workshop.publish();
  expect(await workshop.tally()).toMatchObject({ open: 2 });
  workshop.clock.advance({ minutes: 1 });
  await workshop.publish();
  expect(await workshop.tally()).toMatchObject({ held: 2 });
  expect(workshop.events.map(({ type }) => type)).not.toContain("AccountDisconnected");
  expect(await workshop.services.ledger.readAccount(account)).toMatchObject({ state: "connected" });
});

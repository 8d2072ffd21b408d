import { expect, it } from "vitest";
import { withLife } from "../../functions/core/post.ts";
import { held } from "../../functions/core/post-life.ts";
import { drainAccount } from "../../functions/publisher/drain-account.ts";
import { aBlog, numbered } from "../support/a-blog.ts";
import { account, aWorkshop } from "../support/a-workshop.ts";

it("does not post a second time what was dropped in doubt and released after all", async () => {
  const blog = await aBlog(numbered(1));
  const workshop = await aWorkshop({ feeds: [{ url: blog.feedUrl, backfill: 1 }] });
  const { ledger } = workshop.services;
  await workshop.poll();
  workshop.sandbox.faults.plan({ call: "publish", effect: "after", answer: { kind: "reset" } });
  const impatient = { deadline: new Date("2027-01-01"), patienceInMs: 0 };
  await drainAccount(account, workshop.services, impatient);
  expect(workshop.posted()).toEqual(["Entry 1"]);
  const [doubted] = await ledger.posts(account, "open", { limit: 1 });
  if (doubted?.life.state !== "publishing") throw new Error("no doubt");
  // As after three days without a reading.
  await ledger.replacePost(
    withLife(doubted, held("outcome-unknown", "unread", doubted.life, workshop.clock.now())),
  );
  await workshop.publish({ account, drop: doubted.id });
  workshop.clock.advance({ minutes: 10 });
  await workshop.publish({ account, release: doubted.id });
  expect(workshop.posted()).toEqual(["Entry 1"]);
  expect(await workshop.tally()).toMatchObject({ published: 1, open: 0 });
});

import { expect, it } from "vitest";
import { aBlog, numbered } from "../support/a-blog.ts";
import { account, aWorkshop } from "../support/a-workshop.ts";

it("finds a post whose answer was lost beside its owner's picture with the same words", async () => {
  const blog = await aBlog(numbered(1));
  const workshop = await aWorkshop({ feeds: [{ url: blog.feedUrl, backfill: 1 }] });
  const { ledger, threads, vault } = workshop.services;
  const entry = await vault.read(account);
  if (entry.kind !== "token") throw new Error("the workshop is not connected");
  const { accessToken } = entry.token;
  const content = { kind: "image", text: "Entry 1", imageUrl: `${blog.url}/picture.png` } as const;
  const made = await threads.createContainer(accessToken, { kind: "post", content });
  if (!made.ok) throw new Error(made.fault.words);
  workshop.clock.advance({ seconds: 5 });
  const picture = await threads.publishContainer(accessToken, made.value);
  await workshop.poll();
  workshop.sandbox.faults.plan({ call: "publish", effect: "after", answer: { kind: "reset" } });
  await workshop.publish();
  workshop.clock.advance({ minutes: 5 });
  await workshop.publish();
  const [post] = await ledger.posts(account, "published", { limit: 1 });
  const ids = workshop.sandbox.record.posts.map(({ id }) => id);
  expect(picture).toMatchObject({ ok: true, value: ids[0] });
  expect(post?.life).toMatchObject({ mediaId: ids[1] });
});

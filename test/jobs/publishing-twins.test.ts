import { expect, it } from "vitest";
import { invocation } from "../../bin/local/invocation.ts";
import { createHandler } from "../../functions/publisher/handler.ts";
import type { SandboxBehaviour } from "../../sandbox/behaviour.ts";
import { faultPresets } from "../../sandbox/fault-presets.ts";
import type { FaultPlan } from "../../sandbox/faults.ts";
import { aBlog } from "../support/a-blog.ts";
import { account, aWorkshop, type Workshop } from "../support/a-workshop.ts";
import { aroundCalls } from "../support/around-calls.ts";

/** Two entries with one text: what tells them apart is their page, where the post shows it. */
async function twins(
  options: { template?: string; apartInDays?: number; behaviour?: Partial<SandboxBehaviour> } = {},
): Promise<Workshop> {
  const { template, apartInDays = 0, behaviour = {} } = options;
  const blog = await aBlog();
  const at = (minutes: number, days = 0) =>
    new Date(Date.parse("2026-11-20T08:00:00Z") + minutes * 60_000 - days * 86_400_000).toUTCString();
  blog.entries = [
    { id: "second", title: "The weekly links", publishedAt: at(1) },
    { id: "first", title: "The weekly links", publishedAt: at(0, apartInDays) },
  ];
  const style = template === undefined ? {} : { template };
  const workshop = await aWorkshop({
    feeds: [{ url: blog.feedUrl, backfill: 9, ...style }],
    sandbox: { behaviour },
  });
  await workshop.poll();
  return workshop;
}

async function publishForHours(
  workshop: Workshop,
  hours: number,
  publisher: ReturnType<typeof createHandler> = createHandler(workshop.services),
): Promise<void> {
  for (let tick = 0; tick < hours * 12; tick += 1) {
    await publisher({}, invocation("publisher"));
    workshop.clock.advance({ minutes: 5 });
  }
}

/** The publish does not take effect, and the readings that follow it say that its container is over. */
function lose(workshop: Workshop, publish: number): ReturnType<typeof createHandler> {
  const { services, sandbox } = workshop;
  const threads = aroundCalls(services.threads, "publishContainer", (call, nth) => {
    if (nth !== publish) return call();
    sandbox.faults.plan(faultPresets["publish-cut"]);
    sandbox.faults.plan({ ...faultPresets["status-reads-expired"], times: 2 });
    return call();
  });
  return createHandler({ ...services, threads });
}
const lostAnswer: FaultPlan[] = [{ ...faultPresets["publish-cut-unheard"], nth: 2 }];

// The first one's post was taken for the second's, which was lost while the ledger said published.
it.each([0, 60])(
  "the post of an entry with the same text is no proof that another is out (lists lag %i s)",
  async (feedLagSeconds) => {
    const workshop = await twins({ behaviour: { feedLagSeconds } });
    await publishForHours(workshop, 2, lose(workshop, 2));
    expect(workshop.sandbox.record.posts.map(({ link }) => link?.split("/").at(-1))).toEqual([
      "first",
      "second",
    ]);
    expect(await workshop.tally()).toMatchObject({ published: 2 });
  },
);

it.each([0, 7])("of two posts with one text each keeps its own id, %i days apart", async (apartInDays) => {
  const workshop = await twins({ apartInDays });
  for (const plan of lostAnswer) workshop.sandbox.faults.plan(plan);
  await publishForHours(workshop, 1);
  const published = await workshop.services.ledger.posts(account, "published", { limit: 9 });
  expect(published.map(({ life }) => "mediaId" in life && life.mediaId)).toEqual(
    workshop.sandbox.record.posts.map(({ id }) => id),
  );
});

it("a post that its owner wrote by hand before, with the same words, is none of ours", async () => {
  const workshop = await twins();
  const entry = await workshop.services.vault.read(account);
  if (entry.kind !== "token") throw new Error("the workshop is not connected");
  const { accessToken } = entry.token;
  const { threads } = workshop.services;
  const content = { kind: "text", text: "The weekly links" } as const;
  const made = await threads.createContainer(accessToken, { kind: "post", content });
  if (!made.ok) throw new Error(made.fault.words);
  await threads.publishContainer(accessToken, made.value);
  workshop.clock.advance({ seconds: 10 });
  await publishForHours(workshop, 2, lose(workshop, 1));
  expect(workshop.sandbox.record.posts).toHaveLength(3);
  expect(await workshop.tally()).toMatchObject({ published: 2 });
});

it("of two listed posts that are both as the lost one, none is taken for it: it is out, without an address", async () => {
  const blog = await aBlog();
  blog.entries = [{ id: "only", title: "Said once", publishedAt: "Fri, 20 Nov 2026 08:00:00 GMT" }];
  const workshop = await aWorkshop({ feeds: [{ url: blog.feedUrl, backfill: 1 }] });
  await workshop.poll();
  workshop.sandbox.faults.plan(faultPresets["publish-cut-unheard"]);
  const { services } = workshop;
  const threads: typeof services.threads = aroundCalls(services.threads, "ownPosts", async () => {
    const accessToken = await services.vault.read(account);
    if (accessToken.kind !== "token") throw new Error("not connected");
    const own = await services.threads.ownPosts(accessToken.token.accessToken, new Date("2026-11-20"));
    if (!own.ok) return own;
    return { ...own, value: own.value.flatMap((post) => [{ ...post, id: "1800000000000000" }, post]) };
  });
  await publishForHours(workshop, 3, createHandler({ ...services, threads }));
  const [post] = await services.ledger.posts(account, "published", { limit: 1 });
  expect(post?.life).toMatchObject({ state: "published" });
  expect(post?.life).not.toHaveProperty("mediaId");
});

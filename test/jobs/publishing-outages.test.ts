import { describe, expect, it } from "vitest";
import { invocation } from "../../bin/local/invocation.ts";
import { createHandler } from "../../functions/publisher/handler.ts";
import type { FaultAnswer } from "../../sandbox/faults.ts";
import { aBlog, numbered } from "../support/a-blog.ts";
import { aPost } from "../support/a-post.ts";
import { account, aWorkshop, connect, type Workshop } from "../support/a-workshop.ts";

const error = (http: number, code: number, subcode?: number): FaultAnswer => ({
  kind: "error",
  http,
  code,
  ...(subcode === undefined ? {} : { subcode }),
});

async function withEntries(count: number, behaviour: object = {}): Promise<Workshop> {
  const blog = await aBlog(numbered(count));
  const workshop = await aWorkshop({ feeds: [{ url: blog.feedUrl, backfill: 100 }], sandbox: { behaviour } });
  await workshop.poll();
  return workshop;
}

/** Threads answers every call of these kinds so until the faults are cleared. @param nth - from this one on: a container's first reading is before its publish. */
function strike(
  { sandbox }: Workshop,
  calls: readonly ("create" | "publish" | "status")[],
  answer: FaultAnswer,
  nth = 1,
) {
  for (const call of calls)
    sandbox.faults.plan({ call, nth, times: Number.POSITIVE_INFINITY, effect: "before", answer });
}

async function publishForHours(workshop: Workshop, hours: number): Promise<void> {
  for (let tick = 0; tick < hours * 12; tick += 1) {
    await workshop.publish();
    workshop.clock.advance({ minutes: 5 });
  }
}

const inOrder = (count: number) => Array.from({ length: count }, (_, index) => `Entry ${index + 1}`);

const outages = [
  ["code 1 with 500", error(500, 1)],
  ["code 1 with 400", error(400, 1)],
  ["code 2", error(500, 2)],
  ["a number nobody knows with 503", error(503, 4711)],
  ["an empty 500", { kind: "empty-500" }],
  ["a page from an edge", { kind: "html-502" }],
  ["a cut connection", { kind: "reset" }],
] as const satisfies [string, FaultAnswer][];

describe("an outage of Threads of 25 hours", () => {
  const everything = ["create", "publish", "status"] as const;
  it.each(outages)("costs no post when everything answers %s", async (_, answer) => {
    const workshop = await withEntries(3);
    strike(workshop, everything, answer);
    await publishForHours(workshop, 25);
    expect(await workshop.tally()).toMatchObject({ open: 3, failed: 0, held: 0 });
    workshop.sandbox.faults.clear();
    await publishForHours(workshop, 4);
    expect(workshop.posted()).toEqual(inOrder(3));
  });

  it.each(outages)("costs no post when publishing answers %s", async (_, answer) => {
    const workshop = await withEntries(3);
    strike(workshop, ["publish"], answer);
    await publishForHours(workshop, 25);
    expect(await workshop.tally()).toMatchObject({ open: 3, failed: 0, held: 0 });
    workshop.sandbox.faults.clear();
    await publishForHours(workshop, 4);
    expect(workshop.posted()).toEqual(inOrder(3));
  });

  it("that begins when a post just went out unheard does not post it again", async () => {
    const workshop = await withEntries(2, { republish: "second-post" });
    workshop.sandbox.faults.plan({ call: "publish", effect: "after", answer: error(500, 2) });
    strike(workshop, ["status"], error(500, 2), 2);
    await publishForHours(workshop, 25);
    workshop.sandbox.faults.clear();
    await publishForHours(workshop, 4);
    expect(workshop.posted()).toEqual(inOrder(2));
  });
});

describe("a doubt that is read only when its container's day is over", () => {
  it.each([
    ["still says PUBLISHED", "published"],
    ["says EXPIRED", "expired"],
    ["is not known any more", "gone"],
  ] as const)("is settled by the profile: the container %s", async (_, publishedAfterADay) => {
    const workshop = await withEntries(2, { publishedAfterADay });
    workshop.sandbox.faults.plan({ call: "publish", effect: "after", answer: error(500, 2) });
    strike(workshop, ["status"], error(500, 2), 2);
    await publishForHours(workshop, 25);
    workshop.sandbox.faults.clear();
    workshop.sandbox.faults.plan({ call: "own-posts", times: 2, effect: "before", answer: error(500, 2) });
    await publishForHours(workshop, 4);
    expect(workshop.posted()).toEqual(inOrder(2));
    expect(await workshop.tally()).toMatchObject({ published: 2, open: 0 });
  });

  it("is posted where it is neither", async () => {
    const workshop = await withEntries(2);
    workshop.sandbox.faults.plan({ call: "publish", effect: "before", answer: error(500, 2) });
    strike(workshop, ["status"], error(500, 2), 2);
    await publishForHours(workshop, 25);
    workshop.sandbox.faults.clear();
    await publishForHours(workshop, 4);
    expect(workshop.posted()).toEqual(inOrder(2));
  });
});

describe("a refusal that stands for something else", () => {
  // The number of a used-up quota is not known; Threads' sister product has 9/2207042 for it.
  it.each([
    ["9/2207042", { http: 400, code: 9, subcode: 2_207_042, message: "…" }],
    ["100", { http: 400, code: 100, message: "…" }],
    ["613/4279002", { http: 400, code: 613, subcode: 4_279_002, message: "…" }],
  ])("costs no post where the day's quota is used up, whatever its number: %s", async (_, quotaAnswer) => {
    const workshop = await withEntries(3, { postQuota: 2, quotaAnswer });
    await publishForHours(workshop, 12);
    expect(workshop.posted()).toEqual(inOrder(2));
    expect(await workshop.tally()).toMatchObject({ open: 1, failed: 0, held: 0 });
    await publishForHours(workshop, 14);
    expect(workshop.posted()).toEqual(inOrder(3));
  });

  it("holds the posts of a token that may not publish, and they go out once it may", async () => {
    const workshop = await withEntries(2);
    strike(workshop, ["publish"], error(400, 10));
    for (let tick = 0; tick < 24 && (await workshop.tally()).reconnect === 0; tick += 1) {
      await workshop.publish();
      workshop.clock.advance({ minutes: 5 });
    }
    expect(await workshop.tally()).toMatchObject({ reconnect: 2, failed: 0 });
    expect(await workshop.services.ledger.readAccount(account)).toMatchObject({ state: "disconnected" });
    workshop.sandbox.faults.clear();
    await connect(account, workshop.sandbox, workshop.services);
    await publishForHours(workshop, 1);
    expect(workshop.posted()).toEqual(inOrder(2));
  });

  it("is found out where a dead token is told that something is not there", async () => {
    const workshop = await withEntries(2);
    strike(workshop, ["create"], error(400, 24, 4_279_009));
    workshop.sandbox.revoke(account, "removed");
    await publishForHours(workshop, 1);
    expect(await workshop.tally()).toMatchObject({ reconnect: 2, failed: 0 });
  });
});

describe("a chain", () => {
  const body = Array.from({ length: 360 }, (_, index) => `word${index}`).join(" ");

  // Composed anew without the card, it began with its first part again.
  it.each([2, 3])(
    "never starts anew, although creating part %i is refused for its card again and again",
    async (nth) => {
      const blog = await aBlog();
      const workshop = await aWorkshop({ feeds: [blog.feedUrl] });
      const entry = { title: "A title", link: `${blog.url}/a`, body, authors: [], tags: [], images: [] };
      await workshop.services.ledger.addPost(aPost({ account, feed: blog.feedUrl, style: "chain", entry }));
      const answer = error(400, -1, 4_279_047);
      workshop.sandbox.faults.plan({ call: "create", nth, times: 4, effect: "before", answer });
      await publishForHours(workshop, 3);
      const { posts } = workshop.sandbox.record;
      expect(posts.filter(({ replyToId }) => replyToId === undefined)).toHaveLength(1);
      expect(posts.flatMap(({ text }) => text.match(/word\d+/gu) ?? [])).toEqual(body.split(" "));
      expect(await workshop.tally()).toMatchObject({ published: 1, open: 0 });
    },
  );
});

describe("the publisher", () => {
  it("goes on with the other accounts when one cannot be worked on, and says so", async () => {
    const blog = await aBlog(numbered(1));
    const workshop = await aWorkshop({
      accounts: [account, "other"],
      feeds: [{ url: blog.feedUrl, backfill: 9 }],
    });
    await workshop.poll();
    const { vault } = workshop.services;
    const failing = createHandler({
      ...workshop.services,
      vault: {
        read: (name) => {
          if (name === account) throw new Error("the vault is away");
          return vault.read(name);
        },
        write: vault.write,
        erase: vault.erase,
        readAppSecret: vault.readAppSecret,
      },
    });
    await expect(failing({}, invocation("publisher"))).rejects.toThrow("the vault is away");
    expect(await workshop.tally("other")).toMatchObject({ published: 1 });
  });

  it("lets its owner drop a post that Threads keeps refusing to publish; released, it is read first", async () => {
    const workshop = await withEntries(2);
    strike(workshop, ["publish"], error(500, 2));
    await publishForHours(workshop, 2);
    const [stuck] = await workshop.services.ledger.posts(account, "open", { limit: 1 });
    workshop.clock.advance({ minutes: 5 });
    workshop.sandbox.faults.clear();
    await workshop.publish({ account, drop: stuck?.id });
    expect(workshop.posted()).toEqual(["Entry 2"]);
    expect((await workshop.publish({ account, drop: stuck?.id })).changed).toEqual([]);
    await workshop.publish({ account, release: stuck?.id });
    await publishForHours(workshop, 1);
    expect(workshop.posted()).toEqual(["Entry 2", "Entry 1"]);
    expect(workshop.sandbox.record.containers).toHaveLength(2);
  });
});

import { describe, expect, it } from "vitest";
import { aBlog, numbered } from "../support/a-blog.ts";
import { account, aWorkshop, connect, type Workshop } from "../support/a-workshop.ts";

/** A workshop whose blog has so many entries in line. */
async function withEntriesInLine(
  count: number,
  options: Partial<Parameters<typeof aWorkshop>[0]> = {},
): Promise<Workshop> {
  const blog = await aBlog(numbered(count));
  const workshop = await aWorkshop({ feeds: [{ url: blog.feedUrl, backfill: 100 }], ...options });
  await workshop.poll();
  return workshop;
}

const inOrder = (count: number) => Array.from({ length: count }, (_, index) => `Entry ${index + 1}`);

/** Publishes as the ticks of some hours would. */
async function publishForHours(workshop: Workshop, hours: number): Promise<void> {
  for (let tick = 0; tick < hours * 12; tick += 1) {
    await workshop.publish();
    workshop.clock.advance({ minutes: 5 });
  }
}

describe("publishing", () => {
  it("posts what is due, oldest first, and writes down where it is", async () => {
    const workshop = await withEntriesInLine(3);
    const { accounts } = await workshop.publish();
    expect(workshop.posted()).toEqual(inOrder(3));
    expect(accounts[0]?.published.map(({ title }) => title)).toEqual(inOrder(3));
    expect(accounts[0]?.published[0]?.permalink).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/@bronzfronz\/post\//);
    expect(await workshop.tally()).toMatchObject({ published: 3, open: 0 });
    expect(workshop.events.filter(({ type }) => type === "PostPublished")).toHaveLength(3);
  });

  it("posts nothing twice, however often it is started", async () => {
    const workshop = await withEntriesInLine(2);
    for (let run = 0; run < 3; run += 1) await workshop.publish();
    expect(workshop.posted()).toEqual(inOrder(2));
  });

  it("posts to each account once when two publishers start at the same moment", async () => {
    const workshop = await withEntriesInLine(3);
    const other = { ...workshop.services, holder: "another process" };
    const { drainAccount } = await import("../../functions/publisher/drain-account.ts");
    const limits = { deadline: new Date("2027-01-01"), patienceInMs: 0 };
    const [, second] = await Promise.all([workshop.publish(), drainAccount(account, other, limits)]);
    expect(second.stopped).toEqual({ why: "another publisher is at it" });
    expect(workshop.posted()).toEqual(inOrder(3));
  });

  it("waits for a picture, and what comes after it waits too", async () => {
    const blog = await aBlog();
    blog.entries = [
      { id: "later", title: "Later", publishedAt: "Fri, 20 Nov 2026 09:00:00 GMT" },
      {
        id: "picture",
        title: "Picture",
        pictureUrl: `${blog.url}/picture.png`,
        publishedAt: "Fri, 20 Nov 2026 08:00:00 GMT",
      },
    ];
    const workshop = await aWorkshop({
      feeds: [{ url: blog.feedUrl, style: "image", backfill: 9 }],
      sandbox: { behaviour: { imageReadySeconds: 90 } },
    });
    await workshop.poll();
    const { accounts } = await workshop.publish();
    expect(workshop.posted()).toEqual([]);
    expect(accounts[0]?.stopped?.why).toBe("Threads is still processing it");
    await publishForHours(workshop, 1);
    expect(workshop.posted()).toEqual(["Picture", "Later"]);
    expect(workshop.sandbox.record.posts[0]?.imageUrl).toBe(`${blog.url}/picture.png`);
  });

  it.each(["error-later", "refuse-at-creation"] as const)(
    "posts the entry with its link when its picture is refused (%s)",
    async (badImage) => {
      const blog = await aBlog();
      blog.entries = [{ id: "a", title: "A", pictureUrl: `${blog.url}/no-picture-at-all.png` }];
      const workshop = await aWorkshop({
        feeds: [{ url: blog.feedUrl, style: "image", backfill: 9 }],
        sandbox: { behaviour: { badImage } },
      });
      await workshop.poll();
      await publishForHours(workshop, 1);
      expect(workshop.posted()).toEqual(["A"]);
      expect(workshop.sandbox.record.posts[0]).toMatchObject({ mediaType: "TEXT", link: `${blog.url}/a` });
    },
  );
});

describe("a doubt about a publish", () => {
  const lost = [
    ["the connection is cut", { kind: "reset" }],
    ["an empty 500 comes back", { kind: "empty-500" }],
    ["a page from an edge comes back", { kind: "html-502" }],
    ["code 10 comes back with 503", { kind: "error", http: 503, code: 10 }],
    ["code 2 comes back", { kind: "error", http: 500, code: 2 }],
    ["code 1 comes back", { kind: "error", http: 400, code: 1 }],
    ["a code nobody knows comes back", { kind: "error", http: 400, code: 4711, subcode: 815 }],
  ] as const;

  it.each(lost)("never doubles a post that is out although %s", async (_, answer) => {
    const workshop = await withEntriesInLine(3);
    workshop.sandbox.faults.plan({ call: "publish", nth: 2, effect: "after", answer });
    await publishForHours(workshop, 1);
    expect(workshop.posted()).toEqual(inOrder(3));
    expect(await workshop.tally()).toMatchObject({ published: 3, open: 0, failed: 0, held: 0 });
  });

  it.each(lost)("never loses a post that is not out when %s", async (_, answer) => {
    const workshop = await withEntriesInLine(3);
    workshop.sandbox.faults.plan({ call: "publish", nth: 2, effect: "before", answer });
    await publishForHours(workshop, 1);
    expect(workshop.posted()).toEqual(inOrder(3));
    expect(await workshop.tally()).toMatchObject({ published: 3, open: 0, failed: 0, held: 0 });
  });

  it("finds the address of a post whose answer was lost", async () => {
    const workshop = await withEntriesInLine(1);
    workshop.sandbox.faults.plan({ call: "publish", effect: "after", answer: { kind: "reset" } });
    await publishForHours(workshop, 1);
    const [post] = await workshop.services.ledger.posts(account, "published", { limit: 1 });
    expect(post?.life).toMatchObject({ mediaId: workshop.sandbox.record.posts[0]?.id });
  });

  it("is settled in the worst case, too, where publishing again would make a second post", async () => {
    const workshop = await withEntriesInLine(2, { sandbox: { behaviour: { republish: "second-post" } } });
    workshop.sandbox.faults.plan({ call: "publish", effect: "after", answer: { kind: "reset" } });
    await publishForHours(workshop, 1);
    expect(workshop.posted()).toEqual(inOrder(2));
  });

  it("is read again for as long as it cannot be read, holding its place", async () => {
    const workshop = await withEntriesInLine(2);
    workshop.sandbox.faults.plan({ call: "publish", effect: "after", answer: { kind: "reset" } });
    workshop.sandbox.faults.plan({
      call: "status",
      nth: 2,
      times: 6,
      effect: "before",
      answer: { kind: "empty-500" },
    });
    await workshop.publish();
    expect(workshop.posted()).toEqual(["Entry 1"]);
    await publishForHours(workshop, 6);
    expect(workshop.posted()).toEqual(inOrder(2));
  });
});

describe("a container", () => {
  it.each([
    ["lost", "after", { kind: "reset" }],
    ["refused for a moment", "before", { kind: "error", http: 500, code: 2 }],
    ["an empty 500", "before", { kind: "empty-500" }],
  ] as const)("whose answer is %s is made again, and one post goes out", async (_, effect, answer) => {
    const workshop = await withEntriesInLine(2);
    workshop.sandbox.faults.plan({ call: "create", effect, answer });
    await publishForHours(workshop, 1);
    expect(workshop.posted()).toEqual(inOrder(2));
  });

  it("that Threads does not find yet is published a little later, not made again", async () => {
    const workshop = await withEntriesInLine(1);
    const notFound = { kind: "error", http: 400, code: 24, subcode: 4279009 } as const;
    workshop.sandbox.faults.plan({ call: "publish", times: 3, effect: "before", answer: notFound });
    await publishForHours(workshop, 1);
    expect(workshop.posted()).toEqual(["Entry 1"]);
    expect(workshop.sandbox.record.containers).toHaveLength(1);
  });

  it("that Threads never finds is made again twice, then the post steps aside, and fails as its neighbour goes out", async () => {
    const workshop = await withEntriesInLine(2);
    const notFound = { kind: "error", http: 400, code: 24, subcode: 4279009 } as const;
    const { threads } = workshop.services;
    const publish = threads.publishContainer.bind(threads);
    threads.publishContainer = async (token, id) => {
      const made = workshop.sandbox.record.containers.find((one) => one.id === id);
      if (made?.text.startsWith("Entry 1"))
        workshop.sandbox.faults.plan({ call: "publish", effect: "before", answer: notFound });
      return publish(token, id);
    };
    await publishForHours(workshop, 48);
    expect(workshop.sandbox.record.containers.length).toBeLessThan(60);
    expect(workshop.posted()).toEqual(["Entry 2"]);
    expect(workshop.events.find(({ type }) => type === "PostFailed")?.detail).toMatchObject({
      title: "Entry 1",
      reason: "container",
    });
  });

  it("with a card that is refused is tried again, then made without the card and with the link in its text", async () => {
    const workshop = await withEntriesInLine(1);
    workshop.sandbox.faults.plan({
      call: "create",
      times: 2,
      effect: "before",
      answer: { kind: "error", http: 400, code: -1, subcode: 4279047 },
    });
    await publishForHours(workshop, 1);
    const [post] = workshop.sandbox.record.posts;
    expect(post?.text).toMatch(/^Entry 1\n\nhttp:\/\/127\.0\.0\.1:\d+\/entry-1$/);
    expect(workshop.events.find(({ type }) => type === "PostPublished")?.detail).toMatchObject({
      without: ["card"],
    });
  });

  it("that is refused as a duplicate fails with Meta's number, and the next post goes out", async () => {
    const workshop = await withEntriesInLine(2);
    workshop.sandbox.faults.plan({
      call: "create",
      effect: "before",
      answer: { kind: "error", http: 400, code: 506, message: "A duplicate" },
    });
    const { accounts } = await workshop.publish();
    expect(accounts[0]?.failed).toMatchObject([{ title: "Entry 1", reason: "506" }]);
    expect(workshop.posted()).toEqual(["Entry 2"]);
  });
});

describe("an account", () => {
  it("that Threads asks to slow down waits a while and goes on by itself", async () => {
    const workshop = await withEntriesInLine(2);
    workshop.sandbox.faults.plan({
      call: "create",
      nth: 2,
      effect: "before",
      answer: { kind: "error", http: 400, code: 613, subcode: 4279002 },
    });
    const { accounts } = await workshop.publish();
    expect(accounts[0]?.stopped?.until).toBe("2026-11-24T08:15:00.000Z");
    await publishForHours(workshop, 1);
    expect(workshop.posted()).toEqual(inOrder(2));
  });

  it("whose app has nearly used up its calls posts one at a time, before Threads refuses any", async () => {
    const workshop = await withEntriesInLine(3, { sandbox: { behaviour: { callAllowance: 12 } } });
    const entry = await workshop.services.vault.read(account);
    if (entry.kind !== "token") throw new Error("the workshop is not connected");
    for (let call = 0; call < 8; call += 1) await workshop.services.threads.me(entry.token.accessToken);
    const { accounts } = await workshop.publish();
    expect(accounts[0]?.stopped?.why).toMatch(
      /^\d+ % of the allowance for calls to Threads is used; the next run goes on$/,
    );
    expect(workshop.posted()).toEqual(["Entry 1"]);
    await publishForHours(workshop, 30);
    expect(workshop.posted()).toEqual(inOrder(3));
    expect(await workshop.tally()).toMatchObject({ failed: 0, held: 0 });
  });

  it("whose day's quota is used up keeps the rest in line, and it goes out by itself", async () => {
    const workshop = await withEntriesInLine(14, { sandbox: { behaviour: { postQuota: 12 } } });
    await workshop.publish();
    expect(workshop.posted()).toEqual(inOrder(12));
    expect(await workshop.tally()).toMatchObject({ open: 2, failed: 0 });
    await publishForHours(workshop, 26);
    expect(workshop.posted()).toEqual(inOrder(14));
  });

  it("that is not connected has its posts held, and they go out once it is", async () => {
    const workshop = await withEntriesInLine(2, { connected: false });
    await workshop.publish();
    expect(await workshop.tally()).toMatchObject({ reconnect: 2, open: 0 });
    expect(workshop.events.filter(({ type }) => type === "PostHeld")).toHaveLength(2);
    await connect(account, workshop.sandbox, workshop.services);
    await workshop.publish();
    expect(workshop.posted()).toEqual(inOrder(2));
  });

  it.each(["before", "after"] as const)(
    "whose token is taken back during a doubt has its posts held; after a new connect they go out, none twice (%s)",
    async (effect) => {
      const workshop = await withEntriesInLine(3);
      workshop.sandbox.faults.plan({ call: "publish", effect, answer: { kind: "reset" } });
      workshop.sandbox.faults.plan({
        call: "status",
        nth: 2,
        effect: "before",
        answer: { kind: "empty-500" },
      });
      await workshop.publish();
      workshop.sandbox.revoke(account, "removed");
      workshop.clock.advance({ minutes: 10 });
      await workshop.publish();
      expect(await workshop.tally()).toMatchObject({ reconnect: 3 });
      expect(workshop.events.map(({ type }) => type)).toContain("AccountDisconnected");
      await connect(account, workshop.sandbox, workshop.services);
      await publishForHours(workshop, 1);
      expect(workshop.posted()).toEqual(inOrder(3));
    },
  );

  it("whose token was renewed by another meanwhile goes on with the new one", async () => {
    const workshop = await withEntriesInLine(1);
    const { vault } = workshop.services;
    const stale = await vault.read(account);
    workshop.sandbox.revoke(account, "password-reset");
    await connect(account, workshop.sandbox, workshop.services);
    const once = {
      ...vault,
      read: (name: string, options?: { fresh?: boolean }) =>
        options?.fresh === true ? vault.read(name) : Promise.resolve(stale),
    };
    const { drainAccount } = await import("../../functions/publisher/drain-account.ts");
    await drainAccount(
      account,
      {
        ...workshop.services,
        vault: { ...once, write: vault.write, erase: vault.erase, readAppSecret: vault.readAppSecret },
      },
      { deadline: new Date("2027-01-01"), patienceInMs: 0 },
    );
    expect(workshop.posted()).toEqual(["Entry 1"]);
  });

  it("that is stuck holds up no other", async () => {
    const workshop = await withEntriesInLine(1, { accounts: [account, "other"] });
    workshop.sandbox.faults.plan({
      call: "create",
      nth: 1,
      effect: "before",
      answer: { kind: "error", http: 400, code: 613 },
    });
    const { accounts } = await workshop.publish();
    expect(accounts.map(({ published }) => published.length)).toEqual([0, 1]);
  });
});

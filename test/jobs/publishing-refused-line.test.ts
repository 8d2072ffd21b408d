import { describe, expect, it } from "vitest";
import type { FaultAnswer } from "../../sandbox/faults.ts";
import { aBlog, numbered } from "../support/a-blog.ts";
import { account, aWorkshop, type Workshop } from "../support/a-workshop.ts";

const error = (http: number, code: number | string, subcode?: number): FaultAnswer => ({
  kind: "error",
  http,
  code,
  ...(subcode === undefined ? {} : { subcode }),
});

/** Answers that say nothing of the post that they refuse. */
const refusals = [
  ["100", error(400, 100)],
  ["100 as text", error(400, "100")],
  ["100/33", error(400, 100, 33)],
  ["3", error(400, 3)],
  ["a number nobody knows", error(418, 4711, 815)],
  ["100 with HTTP 200", error(200, 100)],
  ["24/4279009", error(400, 24, 4_279_009)],
  ["100/4279004", error(400, 100, 4_279_004)],
  ["190 although the token works", error(400, 190)],
  ["a web page with HTTP 200", { kind: "page", http: 200 }],
  ["nothing with HTTP 200", { kind: "nothing", http: 200 }],
  ["a web page with HTTP 403", { kind: "page", http: 403 }],
  ["a redirect", { kind: "page", http: 302 }],
] as const satisfies [string, FaultAnswer][];

async function withEntries(count: number, style: "link" | "carousel" = "link"): Promise<Workshop> {
  const blog = await aBlog(numbered(count));
  const workshop = await aWorkshop({ feeds: [{ url: blog.feedUrl, style, backfill: 100 }] });
  await workshop.poll();
  return workshop;
}

function strike({ sandbox }: Workshop, call: "create" | "publish", answer: FaultAnswer, times = Infinity) {
  sandbox.faults.plan({ call, times, effect: "before", answer });
}

async function publishForHours(workshop: Workshop, hours: number): Promise<void> {
  for (let tick = 0; tick < hours * 12; tick += 1) {
    await workshop.publish();
    workshop.clock.advance({ minutes: 5 });
  }
}

const inOrder = (count: number) => Array.from({ length: count }, (_, index) => `Entry ${index + 1}`);
const told = ({ events }: Workshop) => events.filter(({ type }) => type === "PostHeld");

describe("a line of which Threads refuses every post", () => {
  it.each(refusals)("at creating, for hours, loses none of them: %s", async (_, answer) => {
    const workshop = await withEntries(12);
    strike(workshop, "create", answer);
    await publishForHours(workshop, 8);
    expect(await workshop.tally()).toMatchObject({ open: 12, failed: 0, held: 0, reconnect: 0 });
    expect(told(workshop)).toHaveLength(1);
    workshop.sandbox.faults.clear();
    await publishForHours(workshop, 2);
    expect(workshop.posted()).toEqual(inOrder(12));
  });

  it.each([1, 2, 3, 4, 5, 7, 11, 23])("%i times, then not, is out in order", async (times) => {
    const workshop = await withEntries(12);
    strike(workshop, "create", error(400, 100), times);
    await publishForHours(workshop, 30);
    expect(workshop.posted()).toEqual(inOrder(12));
  });

  it.each(refusals.filter(([name]) => !name.startsWith("190")))(
    "at publishing, for hours, loses none of them: %s",
    async (_, answer) => {
      const workshop = await withEntries(4);
      strike(workshop, "publish", answer);
      await publishForHours(workshop, 8);
      expect(await workshop.tally()).toMatchObject({ open: 4, failed: 0, held: 0 });
      workshop.sandbox.faults.clear();
      await publishForHours(workshop, 3);
      expect([...workshop.posted()].sort()).toEqual(inOrder(4));
      expect(await workshop.tally()).toMatchObject({ published: 4 });
    },
  );

  it("is tried by one post at a time, with four calls an hour at most", async () => {
    const workshop = await withEntries(12);
    strike(workshop, "create", error(400, 100));
    await publishForHours(workshop, 12);
    const calls = workshop.sandbox.record.calls.filter(({ call }) => call === "create");
    expect(calls.length).toBeLessThan(4 * 12);
  });
});

describe("a post that Threads refuses while its neighbours go through", () => {
  it("fails alone within the hour, and the others are out", async () => {
    const workshop = await withEntries(12);
    const { threads } = workshop.services;
    const create = threads.createContainer.bind(threads);
    threads.createContainer = async (token, request) =>
      request.kind === "post" && request.content.text.startsWith("Entry 3")
        ? { ok: false, fault: { kind: "error", httpStatus: 400, code: 100, words: "a parameter" } }
        : create(token, request);
    await publishForHours(workshop, 1);
    expect(workshop.posted()).toEqual(inOrder(12).filter((title) => title !== "Entry 3"));
    expect(await workshop.tally()).toMatchObject({ published: 11, failed: 1 });
    expect(told(workshop)).toEqual([]);
  });

  it("does not stop the line although another is refused with it", async () => {
    const workshop = await withEntries(6);
    const { threads } = workshop.services;
    const create = threads.createContainer.bind(threads);
    threads.createContainer = async (token, request) =>
      request.kind === "post" && /^Entry [12]\b/.test(request.content.text)
        ? { ok: false, fault: { kind: "error", httpStatus: 400, code: 100, words: "a parameter" } }
        : create(token, request);
    await publishForHours(workshop, 8);
    expect(workshop.posted()).toEqual(inOrder(6).slice(2));
    expect(await workshop.tally()).toMatchObject({ published: 4, failed: 2 });
  });

  it("is tried for a day and a half where it has no neighbour", async () => {
    const workshop = await withEntries(1);
    strike(workshop, "create", error(400, 100));
    await publishForHours(workshop, 36);
    expect(await workshop.tally()).toMatchObject({ open: 1, failed: 0 });
    await publishForHours(workshop, 2);
    expect(await workshop.tally()).toMatchObject({ failed: 1 });
    const [post] = await workshop.services.ledger.posts(account, "failed", { limit: 1 });
    expect(post?.life).toMatchObject({ reason: "100" });
  });

  it("fails at once where Threads says what is wrong with it", async () => {
    const workshop = await withEntries(2);
    strike(workshop, "create", error(400, 506), 1);
    await workshop.publish();
    expect(await workshop.tally()).toMatchObject({ published: 1, failed: 1 });
  });
});

import { describe, expect, it } from "vitest";
import { invocation } from "../../bin/local/invocation.ts";
import { createHandler } from "../../functions/publisher/handler.ts";
import type { SandboxBehaviour } from "../../sandbox/behaviour.ts";
import { faultPresets } from "../../sandbox/fault-presets.ts";
import type { FaultPlan } from "../../sandbox/faults.ts";
import { aBlog, numbered } from "../support/a-blog.ts";
import { account, aWorkshop, type Workshop } from "../support/a-workshop.ts";
import { aroundCalls } from "../support/around-calls.ts";
import { SteppedClock } from "../support/stepped-clock.ts";

const unheard = faultPresets["publish-cut-unheard"];
const dayInMs = 86_400_000;

/** Two texts in line, and a publisher whose clock may differ from Threads'. */
async function twoInLine(behaviour: Partial<SandboxBehaviour> = {}, offsetInMs = 0) {
  const blog = await aBlog(numbered(2));
  const workshop = await aWorkshop({ feeds: [{ url: blog.feedUrl, backfill: 9 }], sandbox: { behaviour } });
  await workshop.poll();
  return { workshop, clock: new SteppedClock(workshop.clock, offsetInMs) };
}

/** A publisher at work every five minutes, by a clock of its own. */
async function publishForAnHour(workshop: Workshop, clock: SteppedClock, step?: (tick: number) => void) {
  const publish = createHandler({ ...workshop.services, clock });
  for (let tick = 0; tick < 14; tick += 1) {
    step?.(tick);
    await publish({}, invocation("publisher"));
    workshop.clock.advance({ minutes: 5 });
  }
}

/** The readings that follow the first publish are wrong. */
function misread(
  workshop: Workshop,
  name: "status-reads-error" | "status-reads-expired",
  times = 1,
): Workshop {
  const { services, sandbox } = workshop;
  const threads = aroundCalls(services.threads, "publishContainer", (call, nth) => {
    if (nth === 1) sandbox.faults.plan({ ...faultPresets[name], times });
    return call();
  });
  return { ...workshop, services: { ...services, threads } };
}

const once = ["Entry 1", "Entry 2"];

describe("one wrong reading of a container whose post is out", () => {
  // Read as ERROR or EXPIRED once, another container was made, and the post stood on Threads twice.
  it.each([
    ["status-reads-error", "same-id"],
    ["status-reads-error", "second-post"],
    ["status-reads-expired", "same-id"],
    ["status-reads-expired", "error"],
  ] as const)("makes no other container: %s, %s, while lists lag a minute", async (name, republish) => {
    const { workshop, clock } = await twoInLine({ republish, feedLagSeconds: 60 });
    workshop.sandbox.faults.plan(unheard);
    await publishForAnHour(misread(workshop, name), clock);
    expect(workshop.posted()).toEqual(once);
    expect(await workshop.tally()).toMatchObject({ published: 2 });
  });

  it("makes no other container where every reading is wrong, and the profile has the post", async () => {
    const { workshop, clock } = await twoInLine({ feedLagSeconds: 60 });
    workshop.sandbox.faults.plan(unheard);
    await publishForAnHour(misread(workshop, "status-reads-error", 2), clock);
    expect(workshop.posted()).toEqual(once);
  });

  it("of a container that is lost indeed costs some minutes, and the post goes out from another", async () => {
    const { workshop, clock } = await twoInLine();
    workshop.sandbox.faults.plan(faultPresets["publish-cut"]);
    await publishForAnHour(misread(workshop, "status-reads-error", 2), clock);
    expect(workshop.posted()).toEqual(once);
    expect(workshop.sandbox.record.containers).toHaveLength(3);
  });
});

// "Not there yet" was asked for again after five seconds, and the first request took effect a minute later.
it.each(["publish-not-found-late", "publish-bad-children-late"] as const)(
  "a publish that is refused and takes effect a minute later is not doubled: %s",
  async (name) => {
    const { workshop, clock } = await twoInLine({ republish: "second-post" });
    workshop.sandbox.faults.plan(faultPresets[name]);
    await publishForAnHour(workshop, clock);
    expect(workshop.posted()).toEqual(once);
  },
);

it("a text that takes three seconds to be ready goes out as soon as it is, without a doubt", async () => {
  const { workshop, clock } = await twoInLine({ textReadySeconds: 3 });
  const began = workshop.clock.now().getTime();
  await createHandler({ ...workshop.services, clock })({}, invocation("publisher"));
  expect(workshop.posted()).toEqual(once);
  expect(workshop.clock.now().getTime() - began).toBeLessThan(15_000);
  expect(workshop.sandbox.record.calls.filter(({ call }) => call === "publish")).toHaveLength(2);
});

describe("a clock of ours that differs from Meta's", () => {
  // `since` lay in Meta's future: the lost post was never found.
  it.each([-180_000, 180_000, 3_600_000, -30 * dayInMs, 30 * dayInMs])(
    "by %i ms finds the address of a post whose answer was lost",
    async (offsetInMs) => {
      const { workshop, clock } = await twoInLine({}, offsetInMs);
      workshop.sandbox.faults.plan(unheard);
      await publishForAnHour(workshop, clock);
      expect(workshop.posted()).toEqual(once);
      const [first] = await workshop.services.ledger.posts(account, "published", { limit: 1 });

      expect(first?.life).toMatchObject({ mediaId: workshop.sandbox.record.posts[0]?.id });
    },
  );

  // The five minutes' settling was over at once, and a second request ran beside the first.
  it.each([600_000, 3_600_000, 30 * dayInMs])(
    "that steps ahead by %i ms in flight does not end the settling of a doubt",
    async (stepInMs) => {
      const { workshop, clock } = await twoInLine({ republish: "second-post" });
      workshop.sandbox.faults.plan(faultPresets["publish-late"]);
      const threads = aroundCalls(workshop.services.threads, "publishContainer", async (call) => {
        const answer = await call();
        clock.offsetInMs = stepInMs;
        return answer;
      });
      await publishForAnHour({ ...workshop, services: { ...workshop.services, threads } }, clock);
      expect(workshop.posted()).toEqual(once);
    },
  );

  // The post waited until the wrong date came.
  it.each([
    ["a refusal that asks to slow down", faultPresets["create-rate-limited"]],
    ["a doubt", faultPresets["publish-cut"]],
    ["a lost post", unheard],
  ] satisfies [string, FaultPlan][])(
    "that is set back by a month or by hours holds nothing up: %s",
    async (_, plan) => {
      for (const backInMs of [30 * dayInMs, 3 * 3_600_000]) {
        const { workshop, clock } = await twoInLine({}, backInMs);
        workshop.sandbox.faults.plan(plan);
        await publishForAnHour(workshop, clock, (tick) => {
          if (tick === 1) clock.offsetInMs = 0;
        });
        expect(workshop.posted()).toEqual(once);
      }
    },
  );

  it("that was a month ahead when a publisher died leaves no lease that holds the account up", async () => {
    const { workshop, clock } = await twoInLine();
    const { ledger } = workshop.services;
    const wrong = (minutes: number) =>
      new Date(workshop.clock.now().getTime() + 30 * dayInMs + minutes * 60_000);
    await ledger.takeLease(account, "a process that died", wrong(0), wrong(4));
    await publishForAnHour(workshop, clock);
    expect(workshop.posted()).toEqual(once);
  });
});

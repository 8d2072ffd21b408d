import { describe, expect, it } from "vitest";
import { billOf } from "../../bench/bill/bill.ts";
import type { Work } from "../../bench/bill/call-costs.ts";
import { limitsOf } from "../../bench/bill/limits.ts";
import { limitsTable } from "../../bench/bill/limits-table.ts";
import type { StackParts } from "../../bench/bill/stack-parts.ts";

const nothing: Work = { reads: 0, writes: 0, secretCalls: 0, events: 0, logBytes: 0, seconds: 0 };
const work = {
  tick: { ...nothing, reads: 2, seconds: 1 },
  perFeed: { ...nothing, reads: 1, seconds: 1 },
  perAccount: nothing,
  newEntry: { ...nothing, writes: 3, events: 1 },
  post: { ...nothing, reads: 5, secretCalls: 2, seconds: 10 },
  tokenLook: nothing,
  tokenRenewal: nothing,
};
const stack: StackParts = {
  secrets: 1,
  secretsPerAccount: 1,
  resources: 80,
  resourcesPerAccount: 2,
  alarms: 12,
  dashboards: 1,
  metrics: 12,
  memoryInGb: { poller: 1, publisher: 1, refresher: 1, callback: 1 },
  ticksPerHour: 6,
};

describe("a month's bill, computed by hand", () => {
  const { dollars, dollarsWithFreeTiers, posts, tickSeconds, total, totalWithFreeTiers } = billOf(
    { feeds: 1, accounts: 1 },
    stack,
    work,
  );

  it.each([
    // 730 hours: 4,380 ticks; 730 / 24 days; 20 posts; 100 pages.
    ["secrets", 2 * 0.4],
    ["tableReads", (4380 * 3 + 20 * 5) * 0.125e-6],
    ["tableWrites", 60 * 0.625e-6],
    ["secretCalls", 40 * 5e-6],
    ["events", 20e-6],
    ["functionRuns", (4380 + 20 + 730 / 24 + 100) * 0.2e-6],
    ["functionTime", (4380 * 2.8 + 20 * 10.8 + (730 / 24) * 0.8 + 100 * 1.8) * 0.0000133334],
    ["alarms", 1.2],
    ["metrics", 3.6],
    ["dashboards", 3],
    ["dataOut", 4380 * 1500e-9 * 0.09],
  ] as const)("has what %s cost", (name, expected) => {
    expect(dollars[name]).toBeCloseTo(expected, 10);
  });

  it("takes off what AWS gives for nothing, and never more than was used", () => {
    expect(dollarsWithFreeTiers).toMatchObject({
      functionRuns: 0,
      functionTime: 0,
      dashboards: 0,
      dataOut: 0,
      secrets: 0.8,
    });
    expect(dollarsWithFreeTiers.alarms).toBeCloseTo(0.2, 10);
    expect(dollarsWithFreeTiers.metrics).toBeCloseTo(0.6, 10);
    expect(total - totalWithFreeTiers).toBeGreaterThan(7);
  });

  it("sums up its lines", () => {
    expect(total).toBeCloseTo(
      Object.values(dollars).reduce((sum, line) => sum + line, 0),
      10,
    );
  });

  it("knows how long a tick lasts, feeds being looked at 48 at a time", () => {
    expect([posts, tickSeconds]).toEqual([20, 2]);
    expect(billOf({ feeds: 480, accounts: 1 }, stack, work).tickSeconds).toBe(11);
  });

  it("counts no more posts than Meta lets a profile publish", () => {
    expect(billOf({ feeds: 10_000, accounts: 1 }, stack, work).posts).toBeCloseTo(250 * (730 / 24), 6);
  });
});

describe("limits", () => {
  const [small, large] = [
    { feeds: 1, accounts: 1 },
    { feeds: 48_000, accounts: 1_000 },
  ];
  const needs = (use: typeof small) =>
    Object.fromEntries(limitsOf(use, stack, work).map(({ what, need }) => [what, need]));

  it("are needed as the use is large", () => {
    expect(needs(small)).toMatchObject({
      "a tick of the poller": 2,
      "resources of one stack": 82,
      secrets: 2,
    });
    expect(needs(large)).toMatchObject({
      "a tick of the poller": 1001,
      "resources of one stack": 2080,
      secrets: 1001,
    });
    expect(needs(large)["posts of one profile in 24 hours"]).toBeCloseTo((48 * 20 * 24) / 730, 6);
  });

  it("stand in a table, the one that binds first on top, those that are passed in bold", () => {
    const table = limitsTable([small, large].map((use) => ({ use, limits: limitsOf(use, stack, work) })));
    const [, , first = "", second = ""] = table.split("\n");
    expect(first).toMatch(/^\| a tick of the poller .*\| 2 \(1\.03 %\) +\| \*\*1,001 \(513 %\)\*\*/);
    expect(second).toMatch(/^\| resources of one stack .*\| 82 \(16\.4 %\) +\| \*\*2,080 \(416 %\)\*\*/);
    expect(table).toMatch(/\| events +\| 10,000 events\/s, raised on request/);
  });
});

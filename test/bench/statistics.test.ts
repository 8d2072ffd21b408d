import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { interleaved } from "../../bench/interleave.ts";
import { exactly, quantile, ratios, spreadOf } from "../../bench/statistics.ts";

describe("a quantile", () => {
  it.each([
    ["the median of an odd number of samples is the middle one", [9, 1, 5], 0.5, 5],
    ["the median of an even number lies between the middle two", [4, 1, 2, 9], 0.5, 3],
    ["the 95th percentile is drawn straight between its neighbours", [0, 10, 20, 30, 40], 0.95, 38],
    ["of one sample is that sample", [7], 0.95, 7],
    ["numbers are ordered as numbers", [100, 20, 3], 0, 3],
  ])("%s", (_, samples, part, value) => {
    expect(quantile(samples, part)).toBeCloseTo(value, 10);
  });

  it("lies between the lowest and the highest, and leaves the samples as they were", () => {
    const samples = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1 });
    fc.assert(
      fc.property(samples, fc.double({ min: 0, max: 1, noNaN: true }), (values, part) => {
        const before = [...values];
        const found = quantile(values, part);
        expect(found).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
        expect(found).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
        expect(values).toEqual(before);
      }),
    );
  });

  it("fails without samples", () => {
    expect(() => quantile([], 0.5)).toThrow("no samples");
  });
});

describe("several runs", () => {
  it("are told by their median and their extremes", () => {
    expect(spreadOf([5, 1, 3])).toEqual({ median: 3, low: 1, high: 5, runs: 3 });
    expect(exactly(4)).toEqual({ median: 4, low: 4, high: 4, runs: 1 });
  });

  it("are compared run by run", () => {
    expect(ratios([2, 9], [1, 3])).toEqual([2, 3]);
    expect(ratios([2, 9], [1])[1]).toBeNaN();
  });

  it("are made in turn, each round beginning with another contender", async () => {
    const order: string[] = [];
    const contender = (name: string) => async (round: number) => {
      order.push(name);
      return { round };
    };
    const samples = await interleaved(
      { a: contender("a"), b: contender("b") },
      { runs: 3, budgetInMs: Infinity },
    );
    expect(order.join("")).toBe("abbaab");
    expect(samples("b", "round")).toEqual([0, 1, 2]);
    expect(() => samples("b", "ms")).toThrow("b measured no ms");
  });

  it("are at least three, however long they take", async () => {
    const samples = await interleaved({ slow: async () => ({ ms: 1 }) }, { runs: 9, budgetInMs: -1 });
    expect(samples("slow", "ms")).toHaveLength(3);
  });
});

import fc from "fast-check";
import { expect, it } from "vitest";
import { consideredAt, inRoundOrder, type PollRound, roundAfter } from "../../functions/core/poll-round.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 12, minute));
const feeds = Array.from({ length: 10 }, (_, index) => ({ place: String(index) }));
const places = (round: PollRound | undefined) => inRoundOrder(feeds, round).map(({ place }) => place);

/** A run that comes to so many of the ten. */
function run(round: PollRound | undefined, minute: number, reached: number): PollRound | undefined {
  const order = places(round);
  const [stoppedBefore, last] = [order[reached], order[reached - 1]];
  return roundAfter(round, at(minute), {
    ...(stoppedBefore === undefined ? {} : { stoppedBefore }),
    ...(last === undefined ? {} : { last }),
  });
}

it("a run that came to all feeds minded all of them", () => {
  const round = run(undefined, 5, 10);
  expect(round).toEqual({ at: at(5) });
  expect(places(round).join("")).toBe("0123456789");
});

it("a run that had no time left is followed by one that begins where it stopped", () => {
  const first = run({ at: at(0) }, 5, 4);
  expect(places(first).join("")).toBe("4567890123");
  expect(consideredAt(first, "3")).toEqual(at(5));
  expect(consideredAt(first, "4")).toEqual(at(0));
  const second = run(first, 10, 3);
  expect(places(second).join("")).toBe("7890123456");
  const third = run(second, 15, 5);
  expect(places(third).join("")).toBe("2345678901");
});

it("a run that came to none leaves everything as it was", () => {
  expect(run(undefined, 5, 0)).toBeUndefined();
  expect(run({ at: at(0) }, 5, 0)).toEqual({ at: at(0) });
});

it("never takes a feed for minded later than it was, and comes to each in turn, whenever runs stop", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 10 }), { maxLength: 30 }), (reaches) => {
      const minded = new Map<string, Date>();
      let round: PollRound | undefined;
      let waited = 0;
      for (const [index, reached] of reaches.entries()) {
        const order = places(round);
        for (const place of order.slice(0, reached)) minded.set(place, at(index + 1));
        round = run(round, index + 1, reached);
        for (const { place } of feeds) {
          const known = consideredAt(round, place);
          if (known !== undefined)
            expect(known.getTime()).toBeLessThanOrEqual(minded.get(place)?.getTime() ?? 0);
        }
        waited = reached === 0 ? waited : waited + reached;
        if (waited >= 10) expect(minded.size).toBe(10);
      }
    }),
  );
});

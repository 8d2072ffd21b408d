import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHistories } from "../sweep/histories.ts";
import { localStage } from "../sweep/local-stage.ts";
import type { Spoil } from "../sweep/spoils.ts";
import { type Mode, modes, type Point, type Stage } from "../sweep/stage.ts";
import { unknowableAt } from "../sweep/unknowable.ts";

/** What `npm run sweep` finds in so many points or histories, in words. */
const short = { points: 60, histories: 45 };

/** Spread over the whole run and over all strikes, the same at each run. */
function spread(points: readonly Point[], count: number): Point[] {
  const step = points.length / count;
  return Array.from({ length: count }, (_, index) => points[Math.floor(index * step)]).filter(
    (point) => point !== undefined,
  );
}

async function findings(
  stage: Stage,
  tried: readonly Point[],
  mode: (index: number) => Mode,
): Promise<string[]> {
  const found: string[] = [];
  for (const [index, point] of tried.entries()) {
    if (unknowableAt(point, mode(index)) !== undefined) continue;
    const { words } = await stage.try(point, mode(index));
    found.push(...words.map((said) => `call ${point.number} (${point.call}), ${point.strike}: ${said}`));
  }
  return found;
}

describe("the sweep, in short", () => {
  let stage: Stage;
  let points: Point[];
  beforeAll(async () => {
    stage = await localStage();
    points = await stage.points();
  }, 60_000);
  afterAll(() => stage.close());

  it("has every kind of call and strike", () => {
    const ports = new Set(points.map(({ call }) => call.split(".")[0]));
    expect([...ports].sort()).toEqual(["bus", "feed", "ledger", "threads", "vault"]);
    expect(points.length).toBeGreaterThan(2000);
  });

  it(`finds nothing at ${short.points} points, with processes that are really killed`, async () => {
    const tried = spread(points, short.points);
    expect(tried.filter(({ strike }) => strike.startsWith("killed")).length).toBeGreaterThan(5);
    expect(await findings(stage, tried, (index) => modes[index % modes.length] ?? "same-id")).toEqual([]);
  }, 120_000);

  it(`finds nothing in ${short.histories} histories`, async () => {
    const histories = await startHistories();
    const found: string[] = [];
    for (let seed = 1; seed <= short.histories; seed += 1) found.push(...(await histories.run(seed)).words);
    await histories.close();
    expect(found).toEqual([]);
  }, 120_000);
});

/** Code that breaks the promise: if the judge does not see it, its zeros are worth nothing. */
describe("the judge", () => {
  const doubt = /^threads\.publishContainer$/;
  it.each<[Spoil, string, string]>([
    ["doubt-means-new", "a doubt answered by a new container", "cut, after"],
    ["late-id", "a container's id written down late", "killed after"],
  ])(
    "sees the doubles of %s: %s",
    async (spoil, _, strike) => {
      const spoiled = await localStage({ spoil });
      try {
        const points = await spoiled.points();
        const tried = points.filter((point) => doubt.test(point.call) && point.strike === strike).slice(0, 2);
        expect(tried).toHaveLength(2);
        const found = await findings(spoiled, tried, () => "same-id");
        expect(found.join("\n")).toMatch(/has "First text" again/);
      } finally {
        await spoiled.close();
      }
    },
    60_000,
  );

  it("sees the doubles in histories, too", async () => {
    const histories = await startHistories("doubt-means-new");
    let words: string[] = [];
    // The first one that shows it is enough.
    for (let seed = 1; seed <= 10 && !words.some((said) => said.endsWith("again")); seed += 1)
      ({ words } = await histories.run(seed));
    await histories.close();
    expect(words.join("\n")).toMatch(/has "Entry \d+" again/);
  }, 60_000);
});

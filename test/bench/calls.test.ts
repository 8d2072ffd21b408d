import { beforeAll, describe, expect, it } from "vitest";
import { type Counts, countCalls } from "../../bench/calls/count-calls.ts";
import { storedCounts } from "../../bench/calls/stored-counts.ts";
import { callsIn } from "../../bench/calls/tally.ts";

/** Costs and limits in the documentation are computed from these counts. `npm run bench -- calls --write` counts anew. */
describe("the calls of each job", () => {
  let counts: Counts;
  beforeAll(async () => {
    counts = await countCalls();
  }, 60_000);

  it("are as they are written down", () => {
    expect(counts).toEqual(storedCounts());
  });

  it("are the same few for an unchanged feed, of which a further one adds one read and no call to a store but of its batch", () => {
    const [one, many] = [counts.aws["unchanged tick"], counts.aws["unchanged tick, 200 feeds more"]];
    expect(many.readUnits - one.readUnits).toBe(200);
    expect(one.writeUnits + many.writeUnits).toBe(0);
    // A batch reads a hundred.
    expect(callsIn(many.calls, "DynamoDB") - callsIn(one.calls, "DynamoDB")).toBe(2);
    expect(callsIn(many.calls, "EventBridge") + callsIn(many.calls, "SecretsManager")).toBe(0);
  });

  it("are the same to Threads on both hosts", () => {
    for (const scene of ["text post", "image post", "carousel post of 3"] as const) {
      expect(counts.aws[scene].calls.threads).toEqual(counts.local[scene].calls.threads);
    }
  });
});

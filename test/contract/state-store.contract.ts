import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { StateStore } from "../../functions/ports/state-store.ts";
import { minutesAfter, noon } from "../support/ledger-records.ts";

/** One backing store as two processes see it. */
export interface StateStorePair {
  one: StateStore;
  other: StateStore;
  /** A store of the same kind that is out of reach. */
  broken: StateStore;
  close(): void | Promise<void>;
}

/** Every promise of `functions/ports/state-store.ts`. @param fresh - makes an empty store. */
export function stateStoreContract(name: string, fresh: () => Promise<StateStorePair>): void {
  describe(`one-time values in ${name}`, () => {
    let pair: StateStorePair;
    beforeEach(async () => {
      pair = await fresh();
    });
    afterEach(() => pair.close());

    it("are good once, wherever they are shown again", async () => {
      expect(await pair.one.useOnce("value", minutesAfter(10), noon)).toBe(true);
      expect(await pair.one.useOnce("value", minutesAfter(10), minutesAfter(1))).toBe(false);
      expect(await pair.other.useOnce("value", minutesAfter(10), minutesAfter(9))).toBe(false);
    });

    it("are each for themselves", async () => {
      expect(await pair.one.useOnce("value", minutesAfter(10), noon)).toBe(true);
      expect(await pair.other.useOnce("Value", minutesAfter(10), noon)).toBe(true);
      expect(await pair.other.useOnce("value ", minutesAfter(10), noon)).toBe(true);
    });

    it("are used by exactly one of many", async () => {
      const uses = Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? pair.one : pair.other).useOnce("value", minutesAfter(10), noon),
      );
      expect((await Promise.all(uses)).filter(Boolean)).toHaveLength(1);
    });

    it("are refused once their own time is over", async () => {
      expect(await pair.one.useOnce("value", noon, noon)).toBe(false);
      expect(await pair.one.useOnce("value", noon, minutesAfter(1))).toBe(false);
    });

    it("are used as long as they are good, whatever else is forgotten meanwhile", async () => {
      await pair.one.useOnce("long", minutesAfter(10), noon);
      await pair.one.useOnce("short", minutesAfter(1), noon);
      expect(await pair.other.useOnce("new", minutesAfter(20), minutesAfter(5))).toBe(true);
      expect(await pair.other.useOnce("long", minutesAfter(10), minutesAfter(5))).toBe(false);
    });

    it("may be of any length and script", async () => {
      const value = "漢👩‍👩‍👧".repeat(2000);
      expect(await pair.one.useOnce(value, minutesAfter(10), noon)).toBe(true);
      expect(await pair.other.useOnce(value, minutesAfter(10), noon)).toBe(false);
    });

    it("fails with STORE_UNAVAILABLE when the store is out of reach, without the value in its words", async () => {
      const failure = pair.broken.useOnce("open-sesame", minutesAfter(10), noon);
      await expect(failure).rejects.toMatchObject({
        code: "STORE_UNAVAILABLE",
        message: expect.not.stringContaining("sesame"),
      });
    });
  });
}

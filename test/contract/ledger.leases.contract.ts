import { describe, expect, it } from "vitest";
import { minutesAfter, noon } from "../support/ledger-records.ts";
import type { Pair } from "./ledger.contract.ts";
import { twentyOf } from "./ledger.feeds.contract.ts";

const account = "bronzfronz";
const later = minutesAfter(10);

export function leasesContract(pair: Pair): void {
  describe("the lease on an account", () => {
    it("is taken by exactly one of many", async () => {
      const takes = twentyOf(pair).map((ledger, index) =>
        ledger.takeLease(account, `h${index}`, noon, later),
      );
      expect((await Promise.all(takes)).filter(Boolean)).toHaveLength(1);
    });

    it("is one for each account", async () => {
      expect(await pair().one.takeLease(account, "a", noon, later)).toBe(true);
      expect(await pair().other.takeLease("another", "b", noon, later)).toBe(true);
    });

    it("is extended by its holder, and only then lasts longer", async () => {
      const { one, other } = pair();
      await one.takeLease(account, "a", noon, later);
      expect(await one.takeLease(account, "a", minutesAfter(9), minutesAfter(20))).toBe(true);
      expect(await other.takeLease(account, "b", minutesAfter(15), minutesAfter(30))).toBe(false);
      expect(await other.takeLease(account, "b", minutesAfter(21), minutesAfter(30))).toBe(true);
    });

    it("is free for others once it ran out, and lost to its former holder", async () => {
      const { one, other } = pair();
      await one.takeLease(account, "a", noon, later);
      expect(await other.takeLease(account, "b", new Date(later.getTime() - 1), minutesAfter(20))).toBe(
        false,
      );
      expect(await other.takeLease(account, "b", new Date(later.getTime() + 1), minutesAfter(20))).toBe(true);
      expect(await one.takeLease(account, "a", minutesAfter(11), minutesAfter(20))).toBe(false);
    });

    // A clock that was a month ahead and was set right left a lease that held the account up for a month.
    it("is not believed when it ends further ahead than twice what is asked for", async () => {
      const { one, other } = pair();
      await one.takeLease(account, "a", minutesAfter(60), minutesAfter(70));
      expect(await other.takeLease(account, "b", minutesAfter(50), minutesAfter(60))).toBe(false);
      expect(await other.takeLease(account, "b", minutesAfter(49), minutesAfter(59))).toBe(true);
    });

    it("is taken by exactly one of many when it ran out", async () => {
      await pair().one.takeLease(account, "a", noon, later);
      const takes = twentyOf(pair).map((ledger, index) =>
        ledger.takeLease(account, `h${index}`, minutesAfter(11), minutesAfter(20)),
      );
      expect((await Promise.all(takes)).filter(Boolean)).toHaveLength(1);
    });

    it("is free at once when its holder gives it back", async () => {
      await pair().one.takeLease(account, "a", noon, later);
      await pair().one.returnLease(account, "a");
      expect(await pair().other.takeLease(account, "b", minutesAfter(1), later)).toBe(true);
    });

    it("is not given back by one who does not have it", async () => {
      const { one, other } = pair();
      await other.returnLease(account, "b");
      await one.takeLease(account, "a", noon, later);
      await other.returnLease(account, "b");
      expect(await other.takeLease(account, "b", minutesAfter(1), later)).toBe(false);
    });
  });
}

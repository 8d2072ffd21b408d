import type { Ledger } from "../../functions/ports/ledger.ts";
import { everyCall } from "./failing-services.ts";

/** A ledger, and how often each of its methods was called since the last question. */
export function countedLedger(ledger: Ledger): { ledger: Ledger; calls(): Record<string, number> } {
  let counts: Record<string, number> = {};
  const counted = everyCall(ledger, (name, call) => {
    counts[name] = (counts[name] ?? 0) + 1;
    return call();
  });
  return {
    ledger: counted,
    calls() {
      const counted = counts;
      counts = {};
      return counted;
    },
  };
}

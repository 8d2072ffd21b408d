import type { PollerServices } from "../../functions/runtime/services.ts";

/** What a process that was killed throws from then on; nothing of it gets through. */
class Killed extends Error {}

/**
 * The services of a process that is killed at its `fatal`-th call to anything outside: just before the call, or just
 * after it took effect and before its answer is seen. Every later call fails, as no dead process makes any.
 */
export function mortalServices<Whole extends PollerServices>(
  services: Whole,
  fatal: number,
  moment: "before" | "after",
): { services: Whole; calls: () => number } {
  let calls = 0;
  const mortal = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== "function" || name === "authorizeUrl") return member;
        return async (...values: unknown[]) => {
          calls += 1;
          const isFatal = calls === fatal;
          if (calls > fatal || (isFatal && moment === "before")) throw new Killed(`killed at call ${fatal}`);
          const answer: unknown = await Reflect.apply(member, target, values);
          if (isFatal) throw new Killed(`killed after call ${fatal}`);
          return answer;
        };
      },
    });
  const { ledger, vault, bus, threads, stateStore, feedSource } = services;
  return {
    calls: () => calls,
    services: {
      ...services,
      ledger: mortal(ledger),
      vault: mortal(vault),
      bus: mortal(bus),
      threads: mortal(threads),
      stateStore: mortal(stateStore),
      feedSource: mortal(feedSource),
    },
  };
}

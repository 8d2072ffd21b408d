import { FeedloomError } from "../../functions/core/errors.ts";
import type { ThreadsApi } from "../../functions/ports/threads-api.ts";
import type { Services } from "../../functions/runtime/services.ts";
import type { CallKind, FaultAnswer, FaultPlan } from "../../sandbox/faults.ts";
import type { Sandbox } from "../../sandbox/start-sandbox.ts";
import type { Chance } from "./seeded-chance.ts";

/** Every way in which Meta was seen to fail that says nothing about the token. */
const passingFaults: readonly FaultAnswer[] = [
  { kind: "reset" },
  { kind: "empty-500" },
  { kind: "html-502" },
  { kind: "error", http: 400, code: 1 },
  { kind: "error", http: 500, code: 1 },
  { kind: "error", http: 500, code: 2 },
  { kind: "error", http: 400, code: 4 },
  { kind: "error", http: 400, code: 10 },
  { kind: "error", http: 503, code: 10 },
  { kind: "error", http: 400, code: 17 },
  { kind: "error", http: 400, code: 24, subcode: 4279009 },
  { kind: "error", http: 400, code: 613, subcode: 4279002 },
  { kind: "error", http: 418, code: 4711, subcode: 815 },
];

/** How the sandbox calls what these methods ask. */
const kinds: Partial<Record<keyof ThreadsApi, CallKind>> = {
  refresh: "refresh",
  me: "me",
  inspect: "debug-token",
  exchangeCode: "exchange-code",
  exchangeForLongLived: "exchange-long",
  createContainer: "create",
  containerStatus: "status",
  publishContainer: "publish",
  publishingQuota: "limit",
  ownPosts: "own-posts",
  conversation: "conversation",
  post: "post",
};

/**
 * The services on a bad day: each call fails with the given chance, before it takes effect or after. Calls to Threads fail
 * on the wire, in a way drawn from {@link passingFaults}; calls to stores as their adapters say it.
 */
export function failingServices<Whole extends Services>(
  services: Whole,
  sandbox: Sandbox,
  chance: Chance,
  rate: number,
): Whole {
  const { vault, ledger, bus, threads } = services;
  return {
    ...services,
    vault: everyCall(vault, (name, call) => store(name, call)),
    ledger: everyCall(ledger, (name, call) => store(name, call)),
    bus: everyCall(bus, (name, call) => store(name, call)),
    threads: everyCall(threads, async (name, call) => {
      const kind = callKindOf(name);
      if (kind !== undefined && chance.happens(rate)) sandbox.faults.plan(drawFault(kind, chance));
      return call();
    }),
  };

  async function store(name: string, call: () => Promise<unknown>): Promise<unknown> {
    if (!chance.happens(rate)) return call();
    if (chance.happens(0.5)) await call();
    throw new FeedloomError("STORE_UNAVAILABLE", `${name} failed`);
  }
}

export function callKindOf(method: string): CallKind | undefined {
  return Object.entries(kinds).find(([name]) => name === method)?.[1];
}

function drawFault(call: CallKind, chance: Chance): FaultPlan {
  return { call, effect: chance.oneOf(["before", "after"]), answer: chance.oneOf(passingFaults) };
}

/** A port all of whose calls go through `around`. */
export function everyCall<Port extends object>(
  port: Port,
  around: (name: string, call: () => Promise<unknown>, values: unknown[]) => Promise<unknown>,
): Port {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      // Asks nobody anything.
      if (name === "authorizeUrl") return member.bind(target);
      return (...values: unknown[]) =>
        around(String(name), async () => Reflect.apply(member, target, values), values);
    },
  });
}

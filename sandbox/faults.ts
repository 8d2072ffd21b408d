/** The steps of a client, as faults and the record name them. */
export type CallKind =
  | "exchange-code"
  | "exchange-long"
  | "refresh"
  | "app-token"
  | "debug-token"
  | "me"
  | "create"
  | "status"
  | "publish"
  | "limit"
  | "own-posts"
  | "post"
  | "delete"
  | "other";

export type FaultAnswer =
  | { kind: "error"; http: number; code?: number; subcode?: number; message?: string; type?: string }
  | { kind: "empty-500" }
  | { kind: "html-502" }
  /** The connection is cut without an answer. */
  | { kind: "reset" }
  /** No answer until the sandbox closes. */
  | { kind: "hang" };

export interface FaultPlan {
  call: CallKind;
  /** The first call of this kind that is hit, counted from when the fault is planned; 1 by default. */
  nth?: number;
  /** How many calls in a row are hit; 1 by default, `Infinity` until cleared. */
  times?: number;
  /** `after`: the call takes effect, and only its answer is lost. */
  effect: "before" | "after";
  answer: FaultAnswer;
}

interface Planned {
  plan: FaultPlan;
  seen: number;
}

const firstHit = (plan: FaultPlan): number => plan.nth ?? 1;
const lastHit = (plan: FaultPlan): number => firstHit(plan) + (plan.times ?? 1) - 1;

/** Faults on demand. Every plan counts calls for itself; of several that hit one call, the oldest is served. */
export class Faults {
  #planned: Planned[] = [];

  plan(plan: FaultPlan): void {
    this.#planned.push({ plan, seen: 0 });
  }

  /** Plans that will still hit a call. */
  pending(): readonly FaultPlan[] {
    return this.#planned.map(({ plan }) => plan);
  }

  clear(): void {
    this.#planned = [];
  }

  /** Counts a call and says which fault, if any, it meets. */
  meet(call: CallKind): FaultPlan | undefined {
    const counted = this.#planned.filter(({ plan }) => plan.call === call);
    for (const planned of counted) planned.seen += 1;
    const hit = counted.find(({ plan, seen }) => seen >= firstHit(plan));
    this.#planned = this.#planned.filter(({ plan, seen }) => seen < lastHit(plan));
    return hit?.plan;
  }
}

import type { ContainerFailure } from "./world.ts";

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
  | "replies"
  | "conversation"
  | "delete"
  | "other";

export type FaultAnswer =
  | { kind: "error"; http: number; code?: number | string; subcode?: number; message?: string; type?: string }
  | { kind: "empty-500" }
  | { kind: "html-502" }
  /** An answer that is none of Threads': a web page, or nothing at all, whatever the status; 302 leads to a login page. */
  | { kind: "page" | "nothing"; http: number }
  /** The connection is cut without an answer. */
  | { kind: "reset" }
  /** No answer until the sandbox closes. */
  | { kind: "hang" };

/** What becomes of the thing a call makes, though the call itself is answered as if all were well. */
export type Twist =
  /** The container ends in ERROR once it is processed. */
  | { kind: "container-error"; errorMessage: ContainerFailure }
  /** The container stays IN_PROGRESS for this long; from a day on it expires first. */
  | { kind: "container-slow"; readyAfterSeconds: number }
  /** The container is FINISHED, and publishing it says 24/4279009 each time, as some never recover. */
  | { kind: "container-never-found" }
  /** The container is what it is, and reads as something else for this once. */
  | { kind: "status-reads"; status: "IN_PROGRESS" | "FINISHED" | "ERROR" | "EXPIRED" }
  /** The post is taken away again, as a spam filter does. */
  | { kind: "post-vanishes"; afterSeconds: number };

interface Aim {
  call: CallKind;
  /** The first call of this kind that is hit, counted from when the fault is planned; 1 by default. */
  nth?: number;
  /** How many calls in a row are hit; 1 by default, `Infinity` until cleared. */
  times?: number;
}

export type FaultPlan =
  | (Aim & {
      /** `after`: the call takes effect, and only its answer is lost. */
      effect: "before" | "after";
      answer: FaultAnswer;
    })
  /** The call takes effect so much later, as a publish was seen to; its answer is given up on before. */
  | (Aim & { call: "publish"; effect: "late"; afterSeconds: number; answer: FaultAnswer })
  /** For `create` (the containers' twists), `publish` and `status`; other calls have nothing to twist. */
  | (Aim & { effect: "twisted"; twist: Twist });

/** A plan and how far off it is. */
export interface Upcoming {
  plan: FaultPlan;
  /** 1: the next call of its kind is hit. */
  next: number;
  /** How many calls in a row are still hit; `Infinity` until cleared. */
  left: number;
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

  /** As {@link pending}, counted from now. */
  upcoming(): readonly Upcoming[] {
    return this.#planned.map(({ plan, seen }) => {
      const next = Math.max(1, firstHit(plan) - seen);
      return { plan, next, left: lastHit(plan) - seen - next + 1 };
    });
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

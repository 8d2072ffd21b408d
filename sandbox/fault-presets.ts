import type { FaultAnswer, FaultPlan, Twist } from "./faults.ts";

const error = (http: number, code: number, subcode?: number, message?: string): FaultAnswer => ({
  kind: "error",
  http,
  code,
  ...(subcode === undefined ? {} : { subcode }),
  ...(message === undefined ? {} : { message }),
});
const cut: FaultAnswer = { kind: "reset" };
const hang: FaultAnswer = { kind: "hang" };
const empty: FaultAnswer = { kind: "empty-500" };
const page: FaultAnswer = { kind: "html-502" };
const notFound = error(400, 24, 4279009);
const deadToken = error(400, 190, 463);
const tooMany = error(400, 613, 4279002);

const before = (call: FaultPlan["call"], answer: FaultAnswer, times = 1): FaultPlan => ({
  call,
  effect: "before",
  answer,
  times,
});
const after = (call: FaultPlan["call"], answer: FaultAnswer): FaultPlan => ({
  call,
  effect: "after",
  answer,
});
const late = (afterSeconds: number, answer: FaultAnswer = cut): FaultPlan => ({
  call: "publish",
  effect: "late",
  afterSeconds,
  answer,
});
const twisted = (call: "create" | "publish" | "status", twist: Twist): FaultPlan => ({
  call,
  effect: "twisted",
  twist,
});

/**
 * Faults that were seen on Threads, or that any network has, by name; `…-unheard` ones take effect and only
 * their answer is lost. Plan one as it is, or aim it: `{ ...faultPresets["publish-cut-unheard"], nth: 3 }`.
 *
 * Calls are counted by kind: of a carousel with two pictures the parent is the third `create`.
 */
export const faultPresets = {
  "create-cut": before("create", cut),
  "create-cut-unheard": after("create", cut),
  "create-hang-unheard": after("create", hang),
  "create-empty": before("create", empty),
  "create-html": before("create", page),
  "create-unknown-error": before("create", error(500, 1)),
  "create-temporary-error": before("create", error(500, 2)),
  "create-not-found": before("create", notFound, 2),
  "create-bad-link": before("create", error(400, -1, 4279047)),
  "create-bad-media": before("create", error(400, 1, 2207052)),
  "create-bad-children": before("create", error(400, 100, 4279004)),
  "create-link-limit": before("create", error(400, 100, undefined, "THREADS_API__LINK_LIMIT_EXCEEDED")),
  "create-bad-parameter": before("create", error(400, 100)),
  /** Every post of a line was refused so, none of them for anything in it. */
  "create-refused-for-all": before("create", error(400, 100), Number.POSITIVE_INFINITY),
  "create-page-200": before("create", { kind: "page", http: 200 }),
  "create-nothing-200": before("create", { kind: "nothing", http: 200 }),
  "create-forbidden-page": before("create", { kind: "page", http: 403 }),
  "create-redirect": before("create", { kind: "page", http: 302 }),
  "create-no-permission-503": before("create", error(503, 10)),
  "create-rate-limited": before("create", tooMany),
  "create-no-permission": before("create", error(400, 10)),
  "create-no-access-tier": before("create", error(400, 10, 4279067)),
  "create-dead-token": before("create", deadToken),

  "container-error": twisted("create", { kind: "container-error", errorMessage: "UNKNOWN" }),
  "container-video-error": twisted("create", {
    kind: "container-error",
    errorMessage: "FAILED_PROCESSING_VIDEO",
  }),
  "container-slow": twisted("create", { kind: "container-slow", readyAfterSeconds: 180 }),
  "container-stuck": twisted("create", { kind: "container-slow", readyAfterSeconds: 2 * 24 * 3600 }),
  "container-never-found": twisted("create", { kind: "container-never-found" }),

  "status-cut": before("status", cut),
  "status-empty": before("status", empty),
  "status-html": before("status", page),
  "status-unknown-error": before("status", error(500, 1)),
  "status-rate-limited": before("status", tooMany),
  /** UNKNOWN was reported to be transient; the other was never reported, and cannot be true of a fresh container. */
  "status-reads-error": twisted("status", { kind: "status-reads", status: "ERROR" }),
  "status-reads-expired": twisted("status", { kind: "status-reads", status: "EXPIRED" }),

  "publish-cut": before("publish", cut),
  "publish-cut-unheard": after("publish", cut),
  /** The longest publish on record. @see https://github.com/zernio-dev/zernio-python/issues/42 (2026) */
  "publish-late": late(222),
  "publish-very-late": late(600),
  "publish-hang": before("publish", hang),
  "publish-hang-unheard": after("publish", hang),
  "publish-empty": before("publish", empty),
  "publish-empty-unheard": after("publish", empty),
  "publish-html": before("publish", page),
  "publish-html-unheard": after("publish", page),
  "publish-unknown-error": before("publish", error(400, 1)),
  "publish-unknown-error-unheard": after("publish", error(500, 1)),
  "publish-temporary-error": before("publish", error(500, 2)),
  "publish-temporary-error-unheard": after("publish", error(500, 2)),
  "publish-no-permission": before("publish", error(400, 10)),
  /** Carousels went out and were answered this in May 2026. */
  "publish-no-permission-unheard": after("publish", error(503, 10)),
  "publish-not-found": before("publish", notFound, 2),
  "publish-never-found": before("publish", notFound, Number.POSITIVE_INFINITY),
  "publish-not-found-unheard": after("publish", notFound),
  /** "Not found", and the post appears a minute later: nobody guarantees the contrary. */
  "publish-not-found-late": late(60, notFound),
  "publish-bad-children-late": late(60, error(400, 100, 4279004)),
  "publish-bad-link": before("publish", error(400, -1, 4279047)),
  "publish-bad-children": before("publish", error(400, 100, 4279004)),
  "publish-rate-limited": before("publish", tooMany),
  "publish-dead-token": before("publish", deadToken),
  "publish-restricted": before(
    "publish",
    error(400, 1, 2207051, "We restrict certain activity to protect our community."),
  ),
  "publish-bad-media": before("publish", error(400, 1, 2207052)),
  "post-vanishes": twisted("publish", { kind: "post-vanishes", afterSeconds: 30 }),

  "list-cut": before("own-posts", cut),
  "list-empty": before("own-posts", empty),
  "post-not-found": before("post", error(400, 100, 33)),
  "limit-empty": before("limit", empty),
  "refresh-cut-unheard": after("refresh", cut),
  "refresh-temporary-error": before("refresh", error(500, 2)),
  "me-dead-token": before("me", deadToken),
} as const satisfies Record<string, FaultPlan>;

export type FaultPresetName = keyof typeof faultPresets;

export function isFaultPreset(name: string): name is FaultPresetName {
  return Object.hasOwn(faultPresets, name);
}

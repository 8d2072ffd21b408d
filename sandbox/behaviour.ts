/** Languages in which the sandbox can write the texts Meta localizes to the account. */
export type UserLanguage = "none" | "en" | "de" | "ja";

/**
 * Everything about Threads that is unknown, contradictory or known to vary, as switches.
 *
 * A client that is right must pass under every setting. They may be changed while the
 * sandbox runs and hold from the next call on.
 */
export interface SandboxBehaviour {
  /** What a person really grants; Meta silently drops scopes whose use case is not enabled. */
  grantedScopes: "as-requested" | readonly string[];
  /** A code used again: the documented flat body, or the Graph envelope 100/4279030 seen live in April 2026. */
  usedCodeAnswer: "flat" | "graph";
  /** A redirect URI that is not registered: flat like its neighbours, or in a Graph `error` object as once seen. */
  badRedirectAnswer: "flat" | "graph";
  /** Documented: a token younger than a day is not refreshed. One report says it is. */
  refreshBeforeADay: "refuse" | "allow";
  oldTokenAfterRefresh: "valid" | "invalid";
  /** HTTP status of code 190; 400 mostly, 401 in some reports. */
  deadTokenStatus: 400 | 401;
  missingPermission: "code-10" | "empty-500";
  /** One third party found `debug_token` closed to app tokens. */
  appTokenForDebug: "accept" | "refuse";

  /** Documented: emoji count as their UTF-8 bytes, all else as one. Refusals seen in 2026 suggest bytes for all. */
  textCount: "docs" | "bytes" | "code-points";
  /** Documented as 5; failures from 4 on were reported. */
  linkLimit: number;
  /** Where `THREADS_API__LINK_LIMIT_EXCEEDED` stands: in `message` beside code 100, or as `code` itself. */
  linkLimitAnswer: "message" | "code";
  textReadySeconds: number;
  imageReadySeconds: number;
  /** An image that cannot be used: container `ERROR` later, or 1/2207052 at creation. */
  badImage: "error-later" | "refuse-at-creation";
  imageRedirects: "refuse" | "follow";
  /** A link page that cannot be read: a plain card, or -1/4279047 at creation. */
  badLinkCard: "plain-card" | "refuse-at-creation";

  /** A container published again; only "same-id" was ever measured, once. */
  republish: "same-id" | "error" | "second-post";
  /** Posts per profile in any 24 hours, enforced at publish. */
  postQuota: number;
  replyQuota: number;
  deleteQuota: number;
  /** Nobody published what Meta answers when a quota is used up. */
  quotaAnswer: { http: number; code: number; subcode?: number; message: string };
  /** When set, a new post is taken away this long after it went out, as a spam filter does. */
  vanishAfterSeconds: number | null;

  /** How long a new post is missing from its author's list, and a deleted one still in it. */
  feedLagSeconds: number;
  deletedLingerSeconds: number;
  permalinkDelaySeconds: number;
  quotaLagSeconds: number;
  /** Calls per person in any 24 hours before 613/4279002. */
  callAllowance: number;
  userLanguage: UserLanguage;
}

export const usualBehaviour: SandboxBehaviour = {
  grantedScopes: "as-requested",
  usedCodeAnswer: "flat",
  badRedirectAnswer: "flat",
  refreshBeforeADay: "refuse",
  oldTokenAfterRefresh: "valid",
  deadTokenStatus: 400,
  missingPermission: "code-10",
  appTokenForDebug: "accept",
  textCount: "docs",
  linkLimit: 5,
  linkLimitAnswer: "message",
  textReadySeconds: 0,
  imageReadySeconds: 2,
  badImage: "error-later",
  imageRedirects: "refuse",
  badLinkCard: "plain-card",
  republish: "same-id",
  // Quotas: https://developers.facebook.com/docs/threads/overview (read 2026-04)
  postQuota: 250,
  replyQuota: 1000,
  deleteQuota: 100,
  quotaAnswer: {
    http: 400,
    code: 613,
    subcode: 4279002,
    message: "Calls to this api have exceeded the rate limit.",
  },
  vanishAfterSeconds: null,
  feedLagSeconds: 0,
  deletedLingerSeconds: 0,
  permalinkDelaySeconds: 0,
  quotaLagSeconds: 0,
  // 4,800 calls for each impression, reckoned with at least 10 impressions (same page).
  callAllowance: 48_000,
  userLanguage: "none",
};

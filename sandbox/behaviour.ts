import type { ContainerFailure } from "./world.ts";

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
  /** Whether `example.com` without a scheme counts as a link, which nobody has said. */
  bareLinks: "ignore" | "count";
  /** Where `THREADS_API__LINK_LIMIT_EXCEEDED` stands: in `message` beside code 100, or as `code` itself. */
  linkLimitAnswer: "message" | "code";
  textReadySeconds: number;
  imageReadySeconds: number;
  /** Seconds for the small ones, up to three minutes were seen. */
  videoReadySeconds: number;
  /** Of a carousel's parent, counted from when it is made. */
  carouselReadySeconds: number;
  /** An image that cannot be used: container `ERROR` later, or 1/2207052 at creation. */
  badImage: "error-later" | "refuse-at-creation";
  /** The same for a video. */
  badVideo: "error-later" | "refuse-at-creation";
  /** When set, every video made ends in `ERROR` with this, whatever it is. */
  videoFailure: ContainerFailure | null;
  /** For pictures and videos. */
  imageRedirects: "refuse" | "follow";
  /**
   * A carousel of children that are not FINISHED: 100/4279004 only when it is published, as Meta's own sample
   * takes it, or when the parent is made already. A child that never could be one is refused when the parent is made in either case.
   */
  unreadyChildren: "refuse-at-creation" | "refuse-at-publish";
  /**
   * What children say once their carousel is published, which is not known. "finished", the worse case, lets
   * a client that makes a second parent of them post twice.
   */
  usedChildren: "finished" | "published";
  /** A link page that cannot be read: a plain card, or -1/4279047 at creation. */
  badLinkCard: "plain-card" | "refuse-at-creation";

  /** How long a new post is too new to be replied to: 24/4279009 when the reply's container is made. */
  parentDelaySeconds: number;
  /**
   * A reply to one's own post by a token without `threads_manage_replies`. Meta's texts disagree on whether
   * creating replies needs it, so a client should ask for it.
   */
  replyWithoutPermission: "refuse" | "allow-own";
  /** An app in development mode was told by `/replies` to go live first, while `/conversation` answered. */
  repliesList: "answer" | "refuse-in-development";

  /** How a published container reads when its day is over: nobody has said. */
  publishedAfterADay: "published" | "expired" | "gone";
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
  bareLinks: "ignore",
  linkLimitAnswer: "message",
  textReadySeconds: 0,
  imageReadySeconds: 2,
  videoReadySeconds: 5,
  carouselReadySeconds: 2,
  badImage: "error-later",
  badVideo: "error-later",
  videoFailure: null,
  imageRedirects: "refuse",
  unreadyChildren: "refuse-at-publish",
  usedChildren: "finished",
  badLinkCard: "plain-card",
  parentDelaySeconds: 0,
  replyWithoutPermission: "refuse",
  repliesList: "answer",
  publishedAfterADay: "published",
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

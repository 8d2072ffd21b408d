import type { ContainerRequest } from "../core/container-request.ts";
import type { Secret } from "../core/secret.ts";
import type { ThreadsResult } from "../core/threads-fault.ts";
import type { AppSecret } from "../core/token.ts";

export type ContainerStatus = "IN_PROGRESS" | "FINISHED" | "PUBLISHED" | "ERROR" | "EXPIRED";

/** One of the profile's own posts, as far as finding a lost one needs it. */
export interface OwnPost {
  id: string;
  text?: string;
  /** As Threads calls it, such as `TEXT_POST`. */
  mediaType?: string;
  permalink?: string;
  /** The page that its card shows. */
  link?: string;
  timestamp?: Date;
  /** The media id of the post that it answers. */
  repliedTo?: string;
}

/** A token straight from Meta. */
export interface GrantedToken {
  accessToken: Secret;
  /** Absent for the short-lived token, which Meta sends without one: it lives an hour. */
  expiresInSeconds?: number;
}

export interface Profile {
  userId: string;
  username: string;
}

/**
 * Meta's Threads API, one method per call. An answer is never thrown: what Meta says, or that it says nothing,
 * is a result, and `core/threads-verdict.ts` decides what it means at the step where it came.
 *
 * No call is repeated by the adapter: only the caller knows whether repeating is harmless.
 */
export interface ThreadsApi {
  /** Where the browser is sent to be asked; the whole address. */
  authorizeUrl(app: AppSecret, request: { redirectUri: string; scopes: string[]; state: string }): string;
  exchangeCode(
    app: AppSecret,
    grant: { code: Secret; redirectUri: string },
  ): Promise<ThreadsResult<GrantedToken>>;
  exchangeForLongLived(app: AppSecret, shortLived: Secret): Promise<ThreadsResult<GrantedToken>>;
  refresh(longLived: Secret): Promise<ThreadsResult<GrantedToken>>;
  /** Who the token speaks for. */
  me(token: Secret): Promise<ThreadsResult<Profile>>;
  /** What the token may do, and until when; Meta drops scopes without a word. */
  inspect(token: Secret): Promise<ThreadsResult<{ scopes: string[]; expiresAt?: Date; issuedAt?: Date }>>;

  /** Makes a container: not public, gone after 24 hours. @returns its id. */
  createContainer(token: Secret, request: ContainerRequest): Promise<ThreadsResult<string>>;
  containerStatus(
    token: Secret,
    containerId: string,
  ): Promise<ThreadsResult<{ status: ContainerStatus; errorMessage?: string }>>;
  /** Makes a container public. @returns the media id, which is not the container's. */
  publishContainer(token: Secret, containerId: string): Promise<ThreadsResult<string>>;
  /** How many posts may still go out in the rolling 24 hours. */
  publishingQuota(token: Secret): Promise<ThreadsResult<{ used: number; total: number }>>;
  /** The profile's newest posts since then, newest first, at most 100. */
  ownPosts(token: Secret, since: Date): Promise<ThreadsResult<OwnPost[]>>;
  /** What was said under one of the profile's root posts, newest first, at most 100; needs `threads_read_replies`. */
  conversation(token: Secret, rootId: string): Promise<ThreadsResult<OwnPost[]>>;
  post(token: Secret, mediaId: string): Promise<ThreadsResult<OwnPost>>;
}

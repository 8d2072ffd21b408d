/** What is announced on the bus: the detail types and their details. No secret, and nothing anybody must act on to be safe. */
export type FeedloomEvent =
  | { type: "PostsPending"; detail: { account: string } }
  | {
      type: "PostPublished";
      detail: PostDetail & { permalink?: string; mediaId?: string; without?: string[] };
    }
  | { type: "PostFailed"; detail: PostDetail & { reason: string; words: string } }
  | { type: "PostHeld"; detail: PostDetail & { reason: string; words: string } }
  | { type: "AccountConnected"; detail: { account: string; expiresAt: string } }
  | { type: "AccountDisconnected"; detail: { account: string; words: string } }
  | { type: "TokenRefreshed"; detail: { account: string; expiresAt: string } }
  | { type: "TokenRefreshFailed"; detail: { account: string; daysLeft: number; words: string } }
  | { type: "FeedFailing"; detail: { feed: string; code: string; words: string } };

interface PostDetail {
  account: string;
  feed: string;
  post: string;
  /** The entry's title, or the start of its text. */
  title: string;
  link?: string;
}

/** The bus's source, which rules match on. */
export const eventSource = "feedloom";

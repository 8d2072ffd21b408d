/** What is announced on the bus: the detail types and their details. No secret, and nothing anybody must act on to be safe. */
export type FeedloomEvent =
  | { type: "PostsPending"; detail: { account: string } }
  | {
      type: "PostPublished";
      detail: PostDetail & { permalink?: string; mediaId?: string; without?: string[] };
    }
  | { type: "PostFailed"; detail: PostDetail & { reason: string; words: string } }
  /** Where one look set several aside for one reason, it is told once: `posts` says how many, the other fields name the newest. */
  | { type: "PostHeld"; detail: PostDetail & { posts?: number; reason: string; words: string } }
  | { type: "AccountConnected"; detail: { account: string; expiresAt: string; words?: string } }
  | { type: "AccountDisconnected"; detail: { account: string; words: string } }
  | { type: "TokenRefreshed"; detail: { account: string; expiresAt: string } }
  | { type: "TokenRefreshFailed"; detail: { account: string; daysLeft: number; words: string } }
  | { type: "FeedFailing"; detail: FeedDetail };

interface PostDetail {
  account: string;
  feed: string;
  post: string;
  /** The entry's title, or the start of its text. */
  title: string;
  link?: string;
}

/**
 * Told once when a feed's trouble begins (its third failure in a row, the first of one that was never read, hours of 429,
 * 410), and once when it is over.
 */
interface FeedDetail {
  /** Its configured address, without what opens a private feed. */
  feed: string;
  /** As far as it is known: it tells feeds of one address and other queries apart. */
  title?: string;
  code: string;
  words: string;
  /** It is well again: `code` and `words` say what the trouble was. */
  recovered?: true;
}

/** The bus's source, which rules match on. */
export const eventSource = "feedloom";

/** What a caller can do about a failure. Handlers branch on this; people look up the `code`. */
export type Remedy =
  /** May work later, unchanged. */
  | "retry"
  /** This item never will; give it up and say so. */
  | "drop"
  /** The profile's owner must connect again. */
  | "reauthorize"
  /** Somebody who runs Feedloom must change something. */
  | "fix";

const remedies = {
  FEED_UNREACHABLE: "retry",
  FEED_MALFORMED: "fix",
  FEED_REFUSED: "fix",
  REQUEST_INVALID: "drop",
  TOKEN_LOST: "reauthorize",
  THREADS_BUSY: "retry",
  STORE_UNAVAILABLE: "retry",
  RECORD_UNREADABLE: "fix",
  CONFIG_MISSING: "fix",
  CONFIG_INVALID: "fix",
} as const satisfies Record<string, Remedy>;

export type ErrorCode = keyof typeof remedies;

/**
 * The one error class. Its message says what went wrong, the value got, and what to do: lower case, no final
 * full stop, and never a token, code or secret.
 */
export class FeedloomError extends Error {
  override readonly name = "FeedloomError";
  readonly code: ErrorCode;
  readonly remedy: Remedy;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.remedy = remedies[code];
  }
}

/** A refusal or silence of Meta's API, as numbers: its words are translated to the account's language. */
export interface ThreadsFault {
  /**
   * What came back: `error` - one of Meta's error bodies; `unreadable` - an answer that is none of them (an
   * empty 500, a page from an edge); `no-answer` - the request went out and nothing readable returned;
   * `not-sent` - no connection was made, so nothing can have happened.
   */
  kind: "error" | "unreadable" | "no-answer" | "not-sent";
  httpStatus?: number;
  code?: number;
  subcode?: number;
  /** A name where Meta sends one instead of a number, such as `THREADS_API__LINK_LIMIT_EXCEEDED`. */
  name?: string;
  /** Minutes until calls are taken again, where the answer's usage header says so. */
  regainInMinutes?: number;
  /** For people: Meta's message, without any token. */
  words: string;
}

/** How much of the app's allowance is used, from `X-Business-Use-Case-Usage`. */
export interface ThreadsUsage {
  /** The largest of the three figures, in percent. */
  percent: number;
  minutesToRegainAccess: number;
}

/** `at`: when it was answered, by Meta's clock; what Meta dates is compared with that, never with our clock. */
export type ThreadsResult<T> =
  | { ok: true; value: T; usage?: ThreadsUsage; at?: Date }
  | { ok: false; fault: ThreadsFault; usage?: ThreadsUsage; at?: Date };

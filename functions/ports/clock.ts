/** The time, and waiting for it. The only source of both: tests turn it by hand. */
export interface Clock {
  now(): Date;
  /** Resolves once `now()` has advanced by this much, or at once when `signal` is aborted. Never rejects. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Remembers which one-time values were used. */
export interface StateStore {
  /**
   * Uses a value up. Of any number of simultaneous callers with the same value exactly one is told `true`.
   * May be forgotten after `until`: the value itself must be refused from then on.
   *
   * @throws FeedloomError `STORE_UNAVAILABLE` - whether it was used is unknown; the caller must refuse.
   */
  useOnce(value: string, until: Date, now: Date): Promise<boolean>;
}

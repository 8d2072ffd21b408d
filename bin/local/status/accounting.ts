import type { Shelf } from "../../../functions/core/post.ts";

/** Where the entries are that were ever seen for an account: the first is the sum of the others. */
export interface Accounting {
  seen: number;
  published: number;
  pending: number;
  held: number;
  skipped: number;
  failed: number;
}

export function accountingOf(tally: Record<Shelf, number>): Accounting {
  const { open, reconnect, held, failed, published, skipped } = tally;
  return {
    seen: Object.values(tally).reduce((sum, count) => sum + count, 0),
    published,
    pending: open,
    held: held + reconnect,
    skipped,
    failed,
  };
}

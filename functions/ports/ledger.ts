import type { AccountRecord } from "../core/account-record.ts";
import type { EntryMark } from "../core/entry-mark.ts";
import type { FeedRecord } from "../core/feed-record.ts";
import type { PollRound } from "../core/poll-round.ts";
import type { Post, Shelf } from "../core/post.ts";
import type { UnreadableRecord } from "../core/unreadable-record.ts";

export interface Polling {
  records: Map<string, FeedRecord>;
  round?: PollRound;
  /** By feed: something is known of it, and nobody can read what. */
  unreadable?: Map<string, UnreadableRecord>;
}

export interface PostsOptions {
  limit: number;
  newestFirst?: boolean;
  after?: Post;
}

/**
 * What we know of feeds, entries, posts and accounts: the queue and the only truth.
 *
 * Every write touches one record and either happened or did not. A caller that dies between two writes is
 * made harmless by their order (posts first, then the entry's mark), never by a transaction.
 *
 * Every method fails with FeedloomError `STORE_UNAVAILABLE` - whether a write happened is then unknown, and
 * repeating it is harmless.
 *
 * A record that cannot be read stops nobody but itself: lists pass it over, and where it alone was asked for they
 * fail with `RECORD_UNREADABLE`, which names it.
 */
export interface Ledger {
  /** The records of those of these feeds that were ever written, by feed. */
  readFeeds(feeds: string[]): Promise<Map<string, FeedRecord>>;

  /** As `readFeeds`, and how far the poller came, in as few questions as the store allows. */
  readPolling(feeds: string[]): Promise<Polling>;

  /** Notes how far the poller came. The last word counts: where two say it, feeds are looked at once too often. */
  writeRound(round: PollRound): Promise<void>;

  /**
   * Writes a feed's record if it still has the version that `record.version` names (0: never written); what is
   * stored counts one more.
   *
   * @returns false when somebody else wrote in between; nothing was changed.
   */
  writeFeed(record: FeedRecord): Promise<boolean>;

  /**
   * The marks that these entry keys carry in this feed. @param keys - any number, at most 128 characters each.
   *
   * @param feed - a feed's address; or `@` and an account's name, for the marks that it keeps over all its feeds.
   */
  knownEntries(feed: string, keys: string[]): Promise<Map<string, EntryMark>>;

  /**
   * Marks an entry as taken in, for ever. The first mark stays: again is harmless, and only adds facts to a mark that has
   * none.
   *
   * @returns the mark that stands: of any number of simultaneous callers, all are told the same one.
   */
  markEntry(feed: string, entryKey: string, mark: EntryMark): Promise<EntryMark>;

  /** Adds a post unless one with its account and id is there. @returns false when it was; that one is untouched. */
  addPost(post: Post): Promise<boolean>;

  readPost(account: string, id: string): Promise<Post | undefined>;

  /**
   * Puts `post` in the place of its former version: succeeds only while the stored version is one less than
   * `post.version`. Of any number of simultaneous callers with the same version exactly one is told `true`.
   *
   * @returns false when somebody else changed it in between (or it is not there); nothing was changed.
   */
  replacePost(post: Post): Promise<boolean>;

  /**
   * The posts of an account on one shelf, in their order (or the reverse), at most `limit`: all that were written
   * before the call, since the order in which posts go out rests on seeing the first one.
   *
   * @param options.after - only those behind the place of this one, wherever it is by now.
   */
  posts(account: string, shelf: Shelf, options: PostsOptions): Promise<Post[]>;

  /** How many posts of an account stand on each shelf. */
  tally(account: string): Promise<Record<Shelf, number>>;

  /**
   * Takes or extends the lease on an account: succeeds when nobody holds it, when `holder` does, when it ran
   * out before `now`, or when it ends further ahead than twice what is asked for: then a clock was wrong when it was
   * taken. Of simultaneous holders exactly one is told `true`.
   */
  takeLease(account: string, holder: string, now: Date, until: Date): Promise<boolean>;

  /** Gives the lease back if `holder` still has it; harmless otherwise. */
  returnLease(account: string, holder: string): Promise<void>;

  readAccount(account: string): Promise<AccountRecord | undefined>;
  writeAccount(record: AccountRecord): Promise<void>;

  /** Takes off the disk what is left of records that were replaced, where the store keeps any of it. Again is harmless. */
  settle(): Promise<void>;
}

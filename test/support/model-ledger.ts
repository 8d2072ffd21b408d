import type { AccountRecord } from "../../functions/core/account-record.ts";
import type { EntryMark } from "../../functions/core/entry-mark.ts";
import type { FeedRecord } from "../../functions/core/feed-record.ts";
import type { PollRound } from "../../functions/core/poll-round.ts";
import { type Post, type Shelf, shelfOf } from "../../functions/core/post.ts";
import type { Ledger, PostsOptions } from "../../functions/ports/ledger.ts";

/** What the port promises, in the plainest words: the measure for the real ledgers under random histories. */
export class ModelLedger implements Ledger {
  readonly #feeds = new Map<string, FeedRecord>();
  #round: PollRound | undefined;
  readonly #entries = new Map<string, EntryMark>();
  readonly #posts = new Map<string, Post>();
  readonly #leases = new Map<string, { holder: string; until: Date }>();
  readonly #accounts = new Map<string, AccountRecord>();

  async readFeeds(feeds: string[]) {
    return new Map([...this.#feeds].filter(([feed]) => feeds.includes(feed)));
  }

  async readPolling(feeds: string[]) {
    const records = await this.readFeeds(feeds);
    return this.#round === undefined ? { records } : { records, round: this.#round };
  }

  async writeRound(round: PollRound) {
    this.#round = round;
  }

  async writeFeed(record: FeedRecord) {
    if ((this.#feeds.get(record.feed)?.version ?? 0) !== record.version) return false;
    this.#feeds.set(record.feed, { ...record, version: record.version + 1 });
    return true;
  }

  async knownEntries(feed: string, keys: string[]) {
    return new Map(
      keys.flatMap((key): [string, EntryMark][] => {
        const mark = this.#entries.get(`${feed} ${key}`);
        return mark === undefined ? [] : [[key, mark]];
      }),
    );
  }

  async markEntry(feed: string, entryKey: string, mark: EntryMark) {
    const name = `${feed} ${entryKey}`;
    const former = this.#entries.get(name);
    const hasFacts = former !== undefined && Object.keys(former).length > 1;
    const standing = hasFacts ? former : { ...mark, ...former };
    this.#entries.set(name, standing);
    return standing;
  }

  async addPost(post: Post) {
    const name = `${post.account} ${post.id}`;
    if (this.#posts.has(name)) return false;
    this.#posts.set(name, post);
    return true;
  }

  async readPost(account: string, id: string) {
    return this.#posts.get(`${account} ${id}`);
  }

  async replacePost(post: Post) {
    const name = `${post.account} ${post.id}`;
    if (this.#posts.get(name)?.version !== post.version - 1) return false;
    this.#posts.set(name, post);
    return true;
  }

  async posts(account: string, shelf: Shelf, options: PostsOptions) {
    const place = (post: Post) => `${post.orderKey} ${post.id}`;
    const there = [...this.#posts.values()]
      .filter((post) => post.account === account && shelfOf(post.life) === shelf)
      .toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
    const { after, newestFirst } = options;
    const inOrder = newestFirst ? there.toReversed() : there;
    const isBehind = (post: Post) =>
      after === undefined || (newestFirst ? place(post) < place(after) : place(post) > place(after));
    return inOrder.filter(isBehind).slice(0, options.limit);
  }

  async tally(account: string) {
    const counts = { open: 0, reconnect: 0, held: 0, failed: 0, published: 0, skipped: 0 };
    for (const post of this.#posts.values()) if (post.account === account) counts[shelfOf(post.life)] += 1;
    return counts;
  }

  async takeLease(account: string, holder: string, now: Date, until: Date) {
    const lease = this.#leases.get(account);
    const isBelieved = (at: Date) =>
      at > now && at.getTime() - now.getTime() <= 2 * (until.getTime() - now.getTime());
    if (lease !== undefined && lease.holder !== holder && isBelieved(lease.until)) return false;
    this.#leases.set(account, { holder, until });
    return true;
  }

  async returnLease(account: string, holder: string) {
    if (this.#leases.get(account)?.holder === holder) this.#leases.delete(account);
  }

  async readAccount(account: string) {
    return this.#accounts.get(account);
  }

  async writeAccount(record: AccountRecord) {
    this.#accounts.set(record.account, record);
  }

  async settle() {}
}

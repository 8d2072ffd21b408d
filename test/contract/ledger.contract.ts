import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Ledger } from "../../functions/ports/ledger.ts";
import { aFeed, anAccount, aPost, minutesAfter, noon } from "../support/ledger-records.ts";
import { entriesContract, feedsContract, roundContract } from "./ledger.feeds.contract.ts";
import { leasesContract } from "./ledger.leases.contract.ts";
import { postsContract } from "./ledger.posts.contract.ts";

/** One backing store as two processes see it. */
export interface LedgerPair {
  one: Ledger;
  other: Ledger;
  /** A ledger of the same kind whose store is out of reach. */
  broken: Ledger;
  close(): void | Promise<void>;
}

export interface LedgerDifferences {
  /** A larger record is refused as a whole. Absent: no limit that a feed could reach. */
  largestRecordInKilobytes?: number;
}

/** What the tests of one subject ask for: the pair of this test. */
export type Pair = () => LedgerPair;

/** Every promise of `functions/ports/ledger.ts`. @param fresh - makes an empty store. */
export function ledgerContract(
  name: string,
  fresh: () => Promise<LedgerPair>,
  differences: LedgerDifferences,
): void {
  describe(`the ledger in ${name}`, () => {
    let pair: LedgerPair;
    beforeEach(async () => {
      pair = await fresh();
    });
    afterEach(() => pair.close());

    feedsContract(() => pair);
    roundContract(() => pair);
    entriesContract(() => pair);
    postsContract(() => pair, differences);
    leasesContract(() => pair);

    describe("an account's record", () => {
      it("is absent until it is written", async () => {
        expect(await pair.one.readAccount("bronzfronz")).toBeUndefined();
      });

      it("is read back as it was last written, by others too", async () => {
        await pair.one.writeAccount(anAccount({ words: "its owner took the right back" }));
        const renewed = anAccount({ changedAt: minutesAfter(1), tokenExpiresAt: minutesAfter(60) });
        await pair.one.writeAccount(renewed);
        expect(await pair.other.readAccount("bronzfronz")).toEqual(renewed);
        expect(await pair.other.readAccount("bronz")).toBeUndefined();
      });
    });

    describe("a store out of reach", () => {
      it.each<[string, (ledger: Ledger) => Promise<unknown>]>([
        ["reading feeds", (ledger) => ledger.readFeeds(["https://blog.example/feed.xml"])],
        ["writing a feed", (ledger) => ledger.writeFeed(aFeed())],
        ["looking entries up", (ledger) => ledger.knownEntries("https://blog.example/feed.xml", ["a"])],
        [
          "marking an entry",
          (ledger) => ledger.markEntry("https://blog.example/feed.xml", "a", { seenAt: noon }),
        ],
        ["adding a post", (ledger) => ledger.addPost(aPost())],
        ["reading a post", (ledger) => ledger.readPost("bronzfronz", "post-1")],
        ["replacing a post", (ledger) => ledger.replacePost(aPost({ version: 2 }))],
        ["listing posts", (ledger) => ledger.posts("bronzfronz", "open", { limit: 1 })],
        ["counting posts", (ledger) => ledger.tally("bronzfronz")],
        ["taking a lease", (ledger) => ledger.takeLease("bronzfronz", "a", noon, minutesAfter(1))],
        ["returning a lease", (ledger) => ledger.returnLease("bronzfronz", "a")],
        ["reading an account", (ledger) => ledger.readAccount("bronzfronz")],
        ["writing an account", (ledger) => ledger.writeAccount(anAccount())],
      ])("fails with STORE_UNAVAILABLE when %s, and says why", async (_what, action) => {
        await expect(action(pair.broken)).rejects.toMatchObject({
          name: "FeedloomError",
          code: "STORE_UNAVAILABLE",
          cause: expect.any(Error),
        });
      });
    });
  });
}

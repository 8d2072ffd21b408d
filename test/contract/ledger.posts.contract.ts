import { describe, expect, it } from "vitest";
import { type Post, shelves, withLife } from "../../functions/core/post.ts";
import { aPost, lifeOn, lives } from "../support/ledger-records.ts";
import type { LedgerDifferences, Pair } from "./ledger.contract.ts";
import { twentyOf } from "./ledger.feeds.contract.ts";

const account = "bronzfronz";
const idsOf = (posts: Post[]) => posts.map((post) => post.id);

export function postsContract(pair: Pair, differences: LedgerDifferences): void {
  describe("a post", () => {
    it("is absent until it is added", async () => {
      expect(await pair().one.readPost(account, "post-1")).toBeUndefined();
    });

    it.each(Object.entries(lives))("is read back whole when it is %s", async (_state, life) => {
      const post = aPost({ life });
      expect(await pair().one.addPost(post)).toBe(true);
      expect(await pair().other.readPost(account, post.id)).toEqual(post);
    });

    it("is left alone when it is added again", async () => {
      const { one, other } = pair();
      const later = withLife(aPost(), lives.published);
      await one.addPost(aPost());
      await one.replacePost(later);
      expect(await other.addPost(aPost())).toBe(false);
      expect(await other.readPost(account, "post-1")).toEqual(later);
    });

    it("is another one in another account", async () => {
      await pair().one.addPost(aPost());
      expect(await pair().other.addPost(aPost({ account: "another" }))).toBe(true);
      expect(await pair().other.readPost("anothe", "post-1")).toBeUndefined();
    });

    it("is added by exactly one of many", async () => {
      const adds = twentyOf(pair).map((ledger) => ledger.addPost(aPost()));
      expect((await Promise.all(adds)).filter(Boolean)).toHaveLength(1);
    });

    it("is replaced by exactly one of many who had read the same version", async () => {
      await pair().one.addPost(aPost());
      const next = twentyOf(pair).map((ledger, index) =>
        ledger.replacePost(withLife(aPost(), { ...lives.container, containerId: String(index) })),
      );
      const told = await Promise.all(next);
      expect(told.filter(Boolean)).toHaveLength(1);
      const stored = await pair().other.readPost(account, "post-1");
      expect(stored?.life).toMatchObject({ containerId: String(told.indexOf(true)) });
    });

    it("is not replaced from an older version, a later one, or when it is not there", async () => {
      const { one, other } = pair();
      expect(await one.replacePost(aPost({ version: 2 }))).toBe(false);
      await one.addPost(aPost());
      const second = withLife(aPost(), lives.container);
      await one.replacePost(second);
      for (const version of [1, 2, 4]) expect(await other.replacePost(aPost({ version }))).toBe(false);
      expect(await other.readPost(account, "post-1")).toEqual(second);
    });

    const limit = differences.largestRecordInKilobytes;
    if (limit !== undefined) {
      it("fails with STORE_UNAVAILABLE when it is too large, unwritten", async () => {
        const { entry } = aPost();
        const large = aPost({ entry: { ...entry, summary: "x".repeat(limit * 1024) } });
        await expect(pair().one.addPost(large)).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
        expect(await pair().one.readPost(account, large.id)).toBeUndefined();
      });
    }
  });

  describe("the posts of an account on a shelf", () => {
    const inOrder = [
      aPost({ id: "d", orderKey: "2025-01-01T00:00:00.000Z#000009" }),
      aPost({ id: "b", orderKey: "2026-01-01T00:00:00.000Z#000001" }),
      aPost({ id: "c", orderKey: "2026-01-01T00:00:00.000Z#000001" }),
      aPost({ id: "a", orderKey: "2026-01-01T00:00:00.000Z#000002" }),
    ];
    const addAll = async () => {
      for (const index of [2, 0, 3, 1]) await pair().one.addPost(inOrder[index]!);
    };

    it("come in their order, and by id where that is the same", async () => {
      await addAll();
      expect(await pair().other.posts(account, "open", { limit: 10 })).toEqual(inOrder);
    });

    it("come newest first when asked so", async () => {
      await addAll();
      const newestFirst = await pair().other.posts(account, "open", { limit: 10, newestFirst: true });
      expect(newestFirst).toEqual(inOrder.toReversed());
    });

    it.each([false, true])(
      "come page by page, each behind the last (newest first: %s)",
      async (newestFirst) => {
        await addAll();
        const { other } = pair();
        const found = [];
        let page = await other.posts(account, "open", { limit: 3, newestFirst });
        while (page.length > 0) {
          found.push(...page);
          page = await other.posts(account, "open", { limit: 3, newestFirst, after: page.at(-1)! });
        }
        expect(found).toEqual(newestFirst ? inOrder.toReversed() : inOrder);
      },
    );

    it("are at most as many as asked for", async () => {
      await addAll();
      const { other } = pair();
      expect(idsOf(await other.posts(account, "open", { limit: 1 }))).toEqual(["d"]);
      expect(idsOf(await other.posts(account, "open", { limit: 3 }))).toEqual(["d", "b", "c"]);
      expect(idsOf(await other.posts(account, "open", { limit: 2, newestFirst: true }))).toEqual(["a", "c"]);
      expect(await other.posts(account, "open", { limit: 0 })).toEqual([]);
    });

    it("are those of this account and this shelf", async () => {
      await addAll();
      await pair().one.addPost(aPost({ account: "bronz", id: "other" }));
      for (const shelf of shelves) {
        await pair().one.addPost(aPost({ id: `on ${shelf}`, orderKey: "2020", life: lifeOn[shelf] }));
      }
      for (const shelf of shelves) {
        expect(idsOf(await pair().other.posts(account, shelf, { limit: 1 }))).toEqual([`on ${shelf}`]);
      }
      expect(idsOf(await pair().other.posts("bronz", "open", { limit: 9 }))).toEqual(["other"]);
    });

    it("follow their posts from shelf to shelf", async () => {
      const { one, other } = pair();
      await one.addPost(aPost());
      await one.replacePost(withLife(aPost(), lives.container));
      expect(idsOf(await other.posts(account, "open", { limit: 9 }))).toEqual(["post-1"]);
      await one.replacePost({ ...aPost(), life: lives.published, version: 3 });
      expect(await other.posts(account, "open", { limit: 9 })).toEqual([]);
      expect(idsOf(await other.posts(account, "published", { limit: 9 }))).toEqual(["post-1"]);
    });

    it("may be more than one question holds", async () => {
      const many = Array.from({ length: 130 }, (_, index) => aPost({ id: String(1000 + index) }));
      await Promise.all(many.map((post) => pair().one.addPost(post)));
      expect(idsOf(await pair().other.posts(account, "open", { limit: 125 }))).toEqual(
        idsOf(many).slice(0, 125),
      );
    });

    it("are counted, shelf by shelf", async () => {
      const none = { open: 0, reconnect: 0, held: 0, failed: 0, published: 0, skipped: 0 };
      expect(await pair().other.tally(account)).toEqual(none);
      await pair().one.addPost(aPost({ account: "another" }));
      for (const [name, life] of Object.entries(lives)) await pair().one.addPost(aPost({ id: name, life }));
      expect(await pair().other.tally(account)).toEqual({
        open: 3,
        reconnect: 1,
        held: 1,
        failed: 1,
        published: 1,
        skipped: 1,
      });
    });
  });
}

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FeedSource } from "../../functions/ports/feed-source.ts";

/** One feed that a test may change, as its source sees it. */
export interface ServedFeed {
  source: FeedSource;
  url: string;
  /** Where there is no feed. */
  missingUrl: string;
  /** An address that this source never fetches. */
  foreignUrl: string;
  publish(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

const maxBytes = 1_000;
const first = Buffer.from("<rss><channel><title>first</title></channel></rss>");
const second = Buffer.from("<rss><channel><title>other</title></channel></rss>");

/** What `functions/ports/feed-source.ts` promises of every source. @param serve - with a limit of `maxBytes`. */
export function feedSourceContract(name: string, serve: (maxBytes: number) => Promise<ServedFeed>): void {
  describe(`a feed source of ${name}`, () => {
    let served: ServedFeed;
    beforeEach(async () => {
      served = await serve(maxBytes);
      await served.publish(first);
    });
    afterEach(() => served.close());

    it("gives the bytes as published, and where they came from", async () => {
      const answer = await served.source.fetch(served.url, {});
      expect(answer).toMatchObject({ kind: "body", finalUrl: served.url });
      expect(answer.kind === "body" && Buffer.from(answer.bytes).equals(first)).toBe(true);
    });

    it("says that nothing changed to whoever sends back what it was told", async () => {
      const answer = await served.source.fetch(served.url, {});
      const validators = answer.kind === "body" ? answer.validators : {};
      expect(validators).not.toEqual({});
      expect(await served.source.fetch(served.url, validators)).toEqual({ kind: "not-modified", validators });
    });

    it("gives the new bytes after a change, though they are as many as before", async () => {
      const before = await served.source.fetch(served.url, {});
      await served.publish(second);
      const after = await served.source.fetch(served.url, before.kind === "body" ? before.validators : {});
      expect(after.kind === "body" && Buffer.from(after.bytes).equals(second)).toBe(true);
      expect(after).not.toMatchObject({ validators: before.kind === "body" ? before.validators : {} });
    });

    it("fails with FEED_UNREACHABLE where there is no feed", async () => {
      await expect(served.source.fetch(served.missingUrl, {})).rejects.toMatchObject({
        code: "FEED_UNREACHABLE",
      });
    });

    it("fails with FEED_UNREACHABLE for a feed beyond its limit, and reads one that just fits", async () => {
      await served.publish(Buffer.alloc(maxBytes, 0x20));
      expect(await served.source.fetch(served.url, {})).toMatchObject({ kind: "body" });
      await served.publish(Buffer.alloc(maxBytes + 1, 0x20));
      await expect(served.source.fetch(served.url, {})).rejects.toMatchObject({ code: "FEED_UNREACHABLE" });
    });

    it("refuses an address of another kind with FEED_REFUSED", async () => {
      await expect(served.source.fetch(served.foreignUrl, {})).rejects.toMatchObject({
        code: "FEED_REFUSED",
      });
      await expect(served.source.fetch("no address", {})).rejects.toMatchObject({ code: "FEED_REFUSED" });
    });
  });
}

import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { ParsedFeed } from "../../functions/core/entry.ts";
import { FeedloomError } from "../../functions/core/errors.ts";
import { parseFeed } from "../../functions/core/parse-feed.ts";

const folder = new URL("feeds/", import.meta.url);
const documents = readdirSync(folder)
  .filter((name) => !name.endsWith(".expected.json"))
  .map((name) => readFileSync(new URL(name, folder)));

/** What goes wrong with bytes: some are changed, lost, doubled, or come from another feed. */
const damage = fc.record({
  kind: fc.constantFrom("flip", "cut", "repeat", "splice", "truncate", "insert"),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 400 }),
  byte: fc.integer({ min: 0, max: 255 }),
  other: fc.constantFrom(...documents),
  markup: fc.constantFrom(
    "<",
    ">",
    "&",
    "]]>",
    "<![CDATA[",
    "<!--",
    "</item>",
    "<item>",
    "</",
    "&#x0;",
    '"',
    "\0",
    "{",
    "[",
    "\uFEFF",
  ),
});
type Damage = typeof damage extends fc.Arbitrary<infer Value> ? Value : never;

function damaged(bytes: Uint8Array, { kind, at, length, byte, other, markup }: Damage): Uint8Array {
  const from = Math.floor(at * bytes.length);
  const [before, after] = [bytes.subarray(0, from), bytes.subarray(from)];
  switch (kind) {
    case "flip":
      return Buffer.concat([before, Uint8Array.of(byte), after.subarray(1)]);
    case "cut":
      return Buffer.concat([before, after.subarray(length)]);
    case "repeat":
      return Buffer.concat([before, after.subarray(0, length), after]);
    case "splice":
      return Buffer.concat([
        before,
        other.subarray(Math.floor(at * other.length)).subarray(0, length),
        after,
      ]);
    case "truncate":
      return before;
    case "insert":
      return Buffer.concat([before, Buffer.from(markup), after]);
  }
}

function outcomeOf(bytes: Uint8Array): ParsedFeed | undefined {
  try {
    return parseFeed({ bytes, url: "https://blog.example/feed" });
  } catch (error) {
    if (error instanceof FeedloomError && error.code === "FEED_MALFORMED") return undefined;
    throw error;
  }
}

it("a damaged feed gives clean entries or fails with FEED_MALFORMED, whatever the damage", () => {
  fc.assert(
    fc.property(fc.constantFrom(...documents), fc.array(damage, { maxLength: 6 }), (document, damages) => {
      const feed = outcomeOf(damages.reduce<Uint8Array>(damaged, document));
      for (const entry of feed?.entries ?? []) {
        const { title, link, summary, publishedAt, images, enclosures } = entry;
        expect(title ?? "x").toMatch(/^[^\u0000-\u001f\u007f-\u009f]+$/);
        expect(summary ?? "x").toMatch(/^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f]+$/);
        for (const url of [
          link,
          ...images.map((image) => image.url),
          ...enclosures.map((file) => file.url),
        ]) {
          if (url !== undefined) expect(url).toMatch(/^https?:\/\//);
        }
        if (publishedAt !== undefined) expect(publishedAt.getTime()).not.toBeNaN();
      }
    }),
    { numRuns: 500 },
  );
});

it("any bytes at all are a feed or fail with FEED_MALFORMED", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (bytes, contentType) => {
      try {
        parseFeed({
          bytes,
          contentType: `text/xml; charset=${contentType}`,
          url: "https://blog.example/feed",
        });
      } catch (error) {
        expect(error).toMatchObject({ code: "FEED_MALFORMED" });
      }
    }),
    { numRuns: 300 },
  );
});

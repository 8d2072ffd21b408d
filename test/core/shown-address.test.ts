import fc from "fast-check";
import { expect, it } from "vitest";
import { shownAddress } from "../../functions/core/shown-address.ts";

it.each([
  ["https://blog.example/feed.xml", "https://blog.example/feed.xml"],
  ["https://blog.example/feed?token=s3cret", "https://blog.example/feed?token=…"],
  ["https://blog.example/feed?format=rss&key=s3cret", "https://blog.example/feed?format=…&key=…"],
  ["https://blog.example/feed?s3cret", "https://blog.example/feed?…"],
  ["https://blog.example/feed?key=a=b?c/d@e", "https://blog.example/feed?key=…"],
  ["https://ann:s3cret@blog.example/feed", "https://…@blog.example/feed"],
  ["https://s3cret@blog.example:8443/feed", "https://…@blog.example:8443/feed"],
  ["https://ann:s3@cret@blog.example?a=b", "https://…@blog.example?a=…"],
  ["https://blog.example/@ann/feed#s3cret", "https://blog.example/@ann/feed"],
  ["HTTP://blog.example", "HTTP://blog.example"],
  ["file:///home/ann/feed.xml", "file:///home/ann/feed.xml"],
  ["no address", "no address"],
  ["", ""],
])("%s is shown as %s", (address, shown) => {
  expect(shownAddress(address)).toBe(shown);
});

it("never shows what stands in a query, before the host or behind the mark of a place", () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9%+._~-]{8,40}$/);
  const place = fc.constantFrom(
    (text: string) => `https://blog.example/feed?key=${text}`,
    (text: string) => `https://blog.example/feed?a=1&${text}`,
    (text: string) => `https://ann:${text}@blog.example/feed`,
    (text: string) => `https://blog.example/feed#${text}`,
  );
  fc.assert(
    fc.property(secret, place, (text, put) => {
      expect(shownAddress(put(text))).not.toContain(text);
    }),
  );
});

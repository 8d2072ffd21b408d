import { describe, expect, it } from "vitest";
import { describeAddress, isWebAddress, resolveAddress } from "../../functions/core/feed-addresses.ts";

const base = "https://blog.example/2026/feed.xml";

describe("an address in a feed becomes whole", () => {
  it.each([
    ["https://other.example/a", "https://other.example/a"],
    ["/a", "https://blog.example/a"],
    ["a?b=c", "https://blog.example/2026/a?b=c"],
    ["../a", "https://blog.example/a"],
    ["//cdn.example/a.jpg", "https://cdn.example/a.jpg"],
    ["?p=1", "https://blog.example/2026/feed.xml?p=1"],
    ["  https://blog.example/a \n", "https://blog.example/a"],
    ["https://blog.example/a\n      /b", "https://blog.example/a/b"],
    ["https://blog.example/?a=1&amp;b=2", "https://blog.example/?a=1&b=2"],
    ["https://blog.example/two words", "https://blog.example/two%20words"],
    ["https://blog.example/ü", "https://blog.example/%C3%BC"],
    ["HTTPS://Blog.Example/A", "https://blog.example/A"],
    ["https://bücher.example/", "https://xn--bcher-kva.example/"],
    ["localhost/a", "http://localhost/a"],
    ["localhost:4000/a", "http://localhost:4000/a"],
    ["10.0.0.7:80/a", "http://10.0.0.7/a"],
    ["[::1]:4000/a", "http://[::1]:4000/a"],
    ["blog.example:8443/a", "http://blog.example:8443/a"],
    ["localhost.html", "https://blog.example/2026/localhost.html"],
    ["1.2.3/a", "https://blog.example/2026/1.2.3/a"],
  ])("%j is %s", (written, whole) => {
    expect(resolveAddress(written, base)).toBe(whole);
  });

  it.each([
    undefined,
    "",
    "  ",
    "mailto:a@blog.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "C:\\blog\\a.html",
    "http://",
    "https://[",
    `/${"a".repeat(9_000)}`,
  ])("%j is none", (written) => {
    expect(resolveAddress(written, base)).toBeUndefined();
  });

  it("without anything to be relative to, only a whole one is one", () => {
    expect(resolveAddress("/a", undefined)).toBeUndefined();
    expect(resolveAddress("/a", "file:///tmp/feed.xml")).toBeUndefined();
    expect(resolveAddress("https://blog.example/a", undefined)).toBe("https://blog.example/a");
  });
});

it.each([
  ["https://blog.example/?p=1", true],
  [" HTTP://blog.example ", true],
  ["tag:blog.example,2026:1", false],
  ["two https://blog.example", false],
  ["https://blog.example and more", false],
  [undefined, false],
])("whether %j may be a link by itself: %s", (text, expected) => {
  expect(isWebAddress(text)).toBe(expected);
});

it.each([
  ["https://blog.example/feed.xml", "blog.example/feed.xml"],
  ["https://blog.example/", "blog.example"],
  ["https://blog.example:8443/feed?token=secret#x", "blog.example:8443/feed"],
  ["https://ann:secret@blog.example/feed", "blog.example/feed"],
  ["file:///home/ann/feed.xml", "/home/ann/feed.xml"],
  ["no address?token=secret", '"no address"'],
  ["http://ann:secret@[", '"…@["'],
  ["ann:secret@blog.example", '"ann:…"'],
])("%s is told to people as %s", (address, shown) => {
  expect(describeAddress(address)).toBe(shown);
});

import { expect, it } from "vitest";
import { guardedAddress, openOrigins } from "../../functions/adapters/http/address-guard.ts";
import { fetchFailure } from "../../functions/adapters/http/fetch-failure.ts";
import { FeedloomError } from "../../functions/core/errors.ts";

const secure = new URL("https://blog.example/feed");

it("an address may be relative to the one that redirected to it", () => {
  expect(guardedAddress("/other", secure, []).href).toBe("https://blog.example/other");
});

it("from http to https is a redirect like any other", () => {
  expect(guardedAddress("https://blog.example/", new URL("http://blog.example/"), []).protocol).toBe(
    "https:",
  );
});

it("refuses to go from https back to http with FEED_REFUSED, even where that one is open", () => {
  expect(() => guardedAddress("http://blog.example/", secure, ["http://blog.example"])).toThrow(
    expect.objectContaining({ code: "FEED_REFUSED", message: expect.stringMatching(/from https to http/) }),
  );
});

it.each([
  "http://blog.example:80/",
  "http://blog.example:443/",
  "https://blog.example:443/",
  "https://8.8.8.8/",
  "https://[2606:4700::1111]/",
])("%s is an address of the public web", (address) => {
  expect(guardedAddress(address, undefined, []).hostname).not.toBe("");
});

function networkError(code: string): Error {
  return new TypeError("fetch failed", { cause: Object.assign(new Error("details"), { code }) });
}

it.each([
  ["ENOTFOUND", "the name does not resolve; check the address"],
  ["EAI_AGAIN", "the name service does not answer; try later"],
  ["ECONNREFUSED", "connection refused; check the address and whether the server runs"],
  ["UND_ERR_SOCKET", "the server cut the connection; try later"],
  ["UND_ERR_CONNECT_TIMEOUT", "the server does not take connections; try later"],
  ["CERT_HAS_EXPIRED", "its certificate has expired; its owner must renew it"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "its certificate is for another name; check the address"],
  [
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "its certificate is self-signed; its owner must use one that browsers accept",
  ],
  [
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "its certificate can't be verified; its owner must send the whole chain",
  ],
  ["UND_ERR_HEADERS_OVERFLOW", "its answer has too many headers; check what the address serves"],
  ["E_NEVER_SEEN", "details (E_NEVER_SEEN); try later"],
])("a fetch that fails with %s fails with FEED_UNREACHABLE in a sentence", (code, sentence) => {
  const failure = fetchFailure(networkError(code), "https://blog.example/feed?key=secret");
  expect(failure.code).toBe("FEED_UNREACHABLE");
  expect(failure.message).toBe(`cannot reach blog.example/feed: ${sentence}`);
});

it("a failure of several addresses of one name counts as that of the first", () => {
  const several = new AggregateError([Object.assign(new Error("no"), { code: "EHOSTUNREACH" })]);
  const failure = fetchFailure(new TypeError("fetch failed", { cause: several }), "https://blog.example/");
  expect(failure.message).toBe("cannot reach blog.example: there is no way to it from here; try later");
});

it("a refusal by the guard stays one, however deep it is wrapped", () => {
  const refusal = new FeedloomError("FEED_REFUSED", "no");
  expect(fetchFailure(new TypeError("fetch failed", { cause: refusal }), "https://blog.example/")).toBe(
    refusal,
  );
});

it.each<[why: string, feed: string | undefined, allowed: boolean | string[], open: string[]]>([
  ["no feed without the setting", "http://127.0.0.1:1/feed.xml", false, []],
  ["each feed at its own origin with it", "http://127.0.0.1:1/feed.xml", true, ["http://127.0.0.1:1"]],
  [
    "a named feed at every named origin",
    "http://127.0.0.1:1/feed.xml",
    ["http://127.0.0.1:1/", "http://127.0.0.1:2/x"],
    ["http://127.0.0.1:1", "http://127.0.0.1:2"],
  ],
  ["a public feed at none of the named", "https://blog.example/feed.xml", ["http://127.0.0.1:1/"], []],
  ["what no feed led to at none", undefined, ["http://127.0.0.1:1/"], []],
])("private addresses are open to %s", (_, feed, allowed, open) => {
  expect(openOrigins(feed, allowed)).toEqual(open);
});

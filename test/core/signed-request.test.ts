import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Secret } from "../../functions/core/secret.ts";
import { readSignedRequest, signedRequestLimit } from "../../functions/core/signed-request.ts";
import { readAppSecretText, signingSecrets } from "../../functions/core/token.ts";
import { signedAs, signedRequest, tamperings } from "../../sandbox/signed-request.ts";

const text = "5a4d0b0ec5a1f3c0a97d6f3b8e2c4d17";
const secret = new Secret(text);
const payload = { user_id: "24500000000000001", algorithm: "HMAC-SHA256", issued_at: 1_291_836_800 };
const kindOf = (request: string, secrets = [secret]) => readSignedRequest(request, secrets).kind;
const withPayload = (change: object) => signedRequest({ ...payload, ...change }, text);

describe("a signed request", () => {
  it("is genuine when the app's secret signed it", () => {
    expect(readSignedRequest(signedRequest(payload, text), [secret])).toEqual({
      kind: "genuine",
      request: { userId: "24500000000000001", issuedAt: new Date("2010-12-08T19:33:20Z") },
    });
  });

  it("is read to the letter of Meta's scheme, reckoned here by hand", () => {
    const encoded = "eyJ1c2VyX2lkIjoiMTciLCJhbGdvcml0aG0iOiJITUFDLVNIQTI1NiIsImlzc3VlZF9hdCI6MX0";
    const signature = createHmac("sha256", "secret").update(encoded).digest("base64url");
    expect(signature).toHaveLength(43);
    expect(readSignedRequest(`${signature}.${encoded}`, [new Secret("secret")])).toEqual({
      kind: "genuine",
      request: { userId: "17", issuedAt: new Date(1000) },
    });
  });

  it("may be signed by either of two secrets, and by no third", () => {
    const other = new Secret("9c1d6fe0b25a4873a0de5b7c41f2a698");
    const request = signedRequest(payload, text);
    for (const secrets of [
      [secret, other],
      [other, secret],
    ])
      expect(kindOf(request, secrets)).toBe("genuine");
    expect(kindOf(request, [other, new Secret("a third one")])).toBe("bad-signature");
  });

  it("is a forgery where there is no secret to check it with", () => {
    expect(kindOf(signedRequest(payload, text), [])).toBe("bad-signature");
    expect(kindOf(signedRequest(payload, ""), [])).toBe("bad-signature");
  });

  it("may say more than we read, and write the algorithm in small letters", () => {
    expect(kindOf(withPayload({ expires: 1, user: { country: "np" }, algorithm: "hmac-sha256" }))).toBe(
      "genuine",
    );
  });

  it.each([
    ["the first second of all", 0],
    ["a time long past", 1_000_000_000],
    ["a time to come", 4_000_000_000],
    ["the last second of all dates", 8_640_000_000_000],
  ])("is genuine whatever its age: %s", (_, issued_at) => {
    const verdict = readSignedRequest(withPayload({ issued_at }), [secret]);
    expect(verdict.kind === "genuine" && verdict.request.issuedAt.getTime()).toBe(issued_at * 1000);
  });

  it.each<[string, unknown, string | undefined]>([
    ["digits", "218471", "218471"],
    ["digits beyond 2^53", "24500000000000001", "24500000000000001"],
    ["a number", 218471, "218471"],
    ["the largest number that is kept", Number.MAX_SAFE_INTEGER, "9007199254740991"],
    ["the first number that is not", Number.MAX_SAFE_INTEGER + 1, undefined],
    ["a number with an exponent", 1e21, undefined],
    ["a number below zero", -1, undefined],
    ["a fraction", 0.5, undefined],
    ["letters", "me", undefined],
    ["digits with a sign", "+218471", undefined],
    ["digits with a line end", "218471\n", undefined],
    ["digits in hexadecimal", "0x35567", undefined],
    ["full-width digits", "２１８", undefined],
    ["nothing", "", undefined],
    ["null", null, undefined],
    ["yes", true, undefined],
    ["an object", { id: "218471" }, undefined],
  ])("names the person by %s", (_, user_id, userId) => {
    const verdict = readSignedRequest(withPayload({ user_id }), [secret]);
    expect(verdict.kind === "genuine" ? verdict.request.userId : verdict.kind).toBe(userId ?? "no-user");
  });

  it("never rounds an id that came as a number", () => {
    const raw = signedRequest(`{"user_id":24500000000000001,"algorithm":"HMAC-SHA256","issued_at":1}`, text);
    expect(kindOf(raw)).toBe("no-user");
  });

  it.each(Object.entries(tamperings))("is not genuine any more with its %s", (_, tamper) => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 20n }), fc.nat(), (id, issued_at) => {
        const genuine = signedRequest({ ...payload, user_id: String(id), issued_at }, text);
        const tampered = tamper(genuine);
        expect(tampered).not.toBe(genuine);
        expect(["malformed", "bad-signature"]).toContain(kindOf(tampered));
      }),
    );
  });

  it("is not genuine any more with any single letter changed", () => {
    const genuine = signedRequest(payload, text);
    fc.assert(
      fc.property(fc.nat(genuine.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (index, letter) => {
        fc.pre(genuine[index] !== letter);
        expect(kindOf(genuine.slice(0, index) + letter + genuine.slice(index + 1))).not.toBe("genuine");
      }),
      { numRuns: 2000 },
    );
  });

  it("is not genuine any more cut off anywhere", () => {
    const genuine = signedRequest(payload, text);
    for (let length = 0; length < genuine.length; length += 1)
      expect(kindOf(genuine.slice(0, length))).not.toBe("genuine");
  });

  it("is never genuine by chance, and never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (one, other) => {
        expect(kindOf(one)).not.toBe("genuine");
        expect(kindOf(`${one}.${other}`)).not.toBe("genuine");
      }),
    );
  });

  it("is not read further than its limit, nor looked into before its signature is good", () => {
    const long = (length: number) => `${"a".repeat(43)}.${"a".repeat(length - 44)}`;
    expect(kindOf(long(signedRequestLimit))).toBe("bad-signature");
    expect(kindOf(long(signedRequestLimit + 1))).toBe("too-long");
    expect(kindOf(signedRequest("no JSON", "another"))).toBe("bad-signature");
    expect(kindOf(signedRequest({ ...payload, algorithm: "none" }, "another"))).toBe("bad-signature");
  });

  it.each([
    ["padding, and too little of it", (encoded: string) => `${encoded}=`],
    ["stray bits", (encoded: string) => encoded.replace(/.$/, "R")],
  ])("must be written as base64url writes it, even when it is signed: %s", (_, change) => {
    const encoded = Buffer.from('{"a":1}').toString("base64url");
    expect(encoded.endsWith("Q")).toBe(true);
    expect(kindOf(signedAs(change(encoded), text))).toBe("malformed");
  });
});

describe("a signed request with padding", () => {
  const bare = (length: number) => Buffer.from(JSON.stringify({ ...payload, a: "a".repeat(length) }));
  const padded = (one: string) => one.padEnd(Math.ceil(one.length / 4) * 4, "=");

  it.each([0, 1, 2])("is genuine, padded before it was signed or after: %d", (length) => {
    const encoded = bare(length).toString("base64url");
    const [signature = "", ...rest] = signedAs(encoded, text).split(".");
    expect(kindOf(`${signature}.${padded(encoded)}`)).toBe("genuine");
    expect(kindOf(`${padded(signature)}.${rest.join()}`)).toBe("genuine");
    expect(kindOf(`${padded(signature)}.${padded(encoded)}`)).toBe("genuine");
    expect(kindOf(signedAs(padded(encoded), text))).toBe("genuine");
  });

  it("is none when another secret signed it", () => {
    const encoded = padded(bare(1).toString("base64url"));
    expect(kindOf(signedAs(encoded, "another secret"))).toBe("bad-signature");
  });
});

describe("the secrets that Meta may sign with", () => {
  const app = { clientId: "1", clientSecret: text };
  const read = (more: object) =>
    signingSecrets(readAppSecretText(JSON.stringify({ ...app, ...more }))).map((one) => one.reveal());

  it.each<[string, object, string[]]>([
    ["the Threads app's", {}, [text]],
    [
      "the Meta app's as well, where it is filled in",
      { metaClientSecret: "0123456789" },
      [text, "0123456789"],
    ],
    ["not one that is empty", { metaClientSecret: "" }, [text]],
    ["not one of a few letters", { metaClientSecret: "…" }, [text]],
    ["not one that is no text", { metaClientSecret: 12345678 }, [text]],
  ])("are %s", (_, more, secrets) => {
    expect(read(more)).toEqual(secrets);
  });

  it("are none where nobody filled them in", () => {
    expect(signingSecrets(undefined)).toEqual([]);
  });
});

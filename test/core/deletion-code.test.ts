import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeState } from "../../functions/core/connect-state.ts";
import { makeDeletionCode, readDeletionCode } from "../../functions/core/deletion-code.ts";
import { Secret } from "../../functions/core/secret.ts";

const secret = new Secret("5a4d0b0ec5a1f3c0a97d6f3b8e2c4d17");
const noon = new Date("2026-11-24T12:00:00Z");
const request = { userId: "24500000000000001", issuedAt: new Date("2026-11-24T11:59:00Z") };
const code = makeDeletionCode(secret, request, noon);

describe("a deletion's confirmation code", () => {
  it("tells the day, and is of letters and digits", () => {
    expect(readDeletionCode(secret, code)).toBe("2026-11-24");
    expect(code).toMatch(/^[0-9a-z]{48}$/);
  });

  it("is the same for the same request on the same day, and another for another", () => {
    const midnight = new Date("2026-11-24T23:59:59.999Z");
    expect(makeDeletionCode(secret, request, midnight)).toBe(code);
    const others = [
      makeDeletionCode(secret, request, new Date("2026-11-25T00:00:00Z")),
      makeDeletionCode(secret, { ...request, userId: "24500000000000002" }, noon),
      makeDeletionCode(secret, { ...request, issuedAt: noon }, noon),
      makeDeletionCode(new Secret("another secret"), request, noon),
      code,
    ];
    expect(new Set(others).size).toBe(5);
  });

  it("tells neither the person nor the secret", () => {
    expect(code).not.toContain(request.userId);
    expect(code).not.toContain(secret.reveal());
  });

  it("is unknown with any single letter changed", () => {
    fc.assert(
      fc.property(fc.nat(code.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (index, letter) => {
        fc.pre(code[index] !== letter);
        const other = code.slice(0, index) + letter + code.slice(index + 1);
        expect(readDeletionCode(secret, other)).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ["cut off", code.slice(0, -1)],
    ["longer", `${code}0`],
    ["with a line end", `${code}\n`],
    ["in capitals", code.toUpperCase()],
    ["empty", ""],
    ["of a megabyte", code.repeat(20_000)],
    ["a connect's state", makeState(secret, { nonce: "n".repeat(22), browser: "b" }, noon).state],
  ])("is unknown when it is %s", (_, other) => {
    expect(readDeletionCode(secret, other)).toBeUndefined();
  });

  it("is unknown under another secret", () => {
    expect(readDeletionCode(new Secret("another secret"), code)).toBeUndefined();
  });
});

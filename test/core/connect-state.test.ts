import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkState, makeState, sameText, stateLifeInMs } from "../../functions/core/connect-state.ts";
import { Secret } from "../../functions/core/secret.ts";

const now = new Date("2026-11-20T12:00:00Z");
const appSecret = new Secret("0123456789abcdef0123456789abcdef");
const chance = { nonce: "bm9uY2UtMDEyMzQ1Njc4OQ", browser: "YnJvd3Nlci0wMTIzNDU2Nzg5" };
const made = makeState(appSecret, chance, now);
const later = (ms: number) => new Date(now.getTime() + ms);

function verdict(
  came: Partial<{ state: string | undefined; cookie: string | undefined }> = {},
  at = now,
): string {
  return checkState(appSecret, { ...made, ...came }, at).kind;
}

/** The state with one of its parts changed. */
function withPart(index: number, change: (part: string) => string): string {
  return made.state
    .split(".")
    .map((part, at) => (at === index ? change(part) : part))
    .join(".");
}
const otherStart = (part: string) => (part.startsWith("b") ? "c" : "b") + part.slice(1);

describe("the state that goes to Meta and back", () => {
  it("is genuine when it comes back in the browser that left with it", () => {
    expect(checkState(appSecret, made, now)).toEqual({
      kind: "genuine",
      state: { nonce: chance.nonce, expiresAt: later(stateLifeInMs) },
    });
  });

  it("fits into an address and a cookie without being encoded", () => {
    expect(made.state).toMatch(/^[\w.-]{1,400}$/);
    expect(made.cookie).toBe(chance.browser);
  });

  it("tells neither the app's secret nor the browser's value", () => {
    expect(made.state).not.toContain(chance.browser);
    expect(made.state).not.toContain(appSecret.reveal());
  });

  it.each([
    ["its first moment", 0, "genuine"],
    ["its last millisecond", stateLifeInMs - 1, "genuine"],
    ["the millisecond of its end", stateLifeInMs, "expired"],
    ["the day after", 86_400_000, "expired"],
  ])("in %s", (_, ageInMs, kind) => {
    expect(verdict({}, later(ageInMs))).toBe(kind);
  });

  it("lives ten minutes", () => {
    expect(stateLifeInMs).toBe(600_000);
  });

  it.each([
    ["another nonce", withPart(0, otherStart)],
    ["a later end", withPart(1, (part) => (Number.parseInt(part, 36) + 1).toString(36))],
    ["another browser's fingerprint", withPart(2, otherStart)],
    ["another signature", withPart(3, otherStart)],
    ["no signature", made.state.slice(0, made.state.lastIndexOf("."))],
    ["an empty signature", made.state.slice(0, made.state.lastIndexOf(".") + 1)],
    ["a signature in capitals", withPart(3, (part) => part.toUpperCase())],
    ["its last letter cut off", made.state.slice(0, -1)],
    ["a letter more", `${made.state}0`],
    ["a line end more", `${made.state}\n`],
    ["Meta's fragment stuck to it", `${made.state}#_`],
    ["a part too many", `${made.state}.0`],
    ["nothing in it", ""],
    ["nothing at all", undefined],
    ["a megabyte in it", "a".repeat(1_000_000)],
    ["a nonce as long as a book", withPart(0, (part) => part.repeat(1_000))],
    ["letters that are none", "\ud800"],
  ])("refuses as forged one with %s", (_, state) => {
    expect(verdict({ state })).toBe("forged");
  });

  it("refuses as forged one with any single letter changed", () => {
    fc.assert(
      fc.property(
        fc.nat(made.state.length - 1),
        fc.string({ minLength: 1, maxLength: 1 }),
        (index, letter) => {
          fc.pre(made.state[index] !== letter);
          const state = made.state.slice(0, index) + letter + made.state.slice(index + 1);
          expect(verdict({ state })).toBe("forged");
        },
      ),
    );
  });

  it("refuses as forged one that another secret signed", () => {
    const other = makeState(new Secret("another-secret-of-the-same-app"), chance, now);
    expect(verdict(other)).toBe("forged");
  });

  it("refuses as forged one made by hand without a secret, also when it has expired", () => {
    expect(verdict({ state: withPart(1, () => "zzzzzzzz") }, later(86_400_000))).toBe("forged");
  });

  it.each([
    ["without the cookie", undefined],
    ["with an empty one", ""],
    ["with another browser's", `x${chance.browser.slice(1)}`],
    ["with its beginning", chance.browser.slice(0, -1)],
    ["with the fingerprint in place of the value", made.state.split(".")[2]],
    ["with one as long as a book", chance.browser.repeat(10_000)],
    ["with one of letters that are none", "\udc00"],
  ])("refuses one that comes %s as another browser's", (_, cookie) => {
    expect(verdict({ cookie })).toBe("other-browser");
  });

  it("differs for each nonce and each browser", () => {
    const states = [
      made,
      makeState(appSecret, { ...chance, nonce: "YW5vdGhlci1ub25jZS0wMQ" }, now),
      makeState(appSecret, { ...chance, browser: "another" }, now),
      makeState(appSecret, chance, later(1)),
    ];
    expect(new Set(states.map(({ state }) => state)).size).toBe(4);
  });

  it("is genuine for any secret, chance and time, and only in its own browser", () => {
    const anyChance = fc.string({ unit: fc.constantFrom(..."abcXYZ019_-"), minLength: 22, maxLength: 43 });
    fc.assert(
      fc.property(
        fc.string({ minLength: 8 }),
        anyChance,
        anyChance,
        anyChance,
        (secret, nonce, browser, other) => {
          fc.pre(browser !== other);
          const came = makeState(new Secret(secret), { nonce, browser }, now);
          expect(checkState(new Secret(secret), came, now).kind).toBe("genuine");
          expect(checkState(new Secret(secret), { ...came, cookie: other }, now).kind).toBe("other-browser");
        },
      ),
    );
  });
});

describe("two texts", () => {
  it("are the same only when they are, letter by letter", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(sameText(one, other)).toBe(one === other);
        expect(sameText(one, one.slice())).toBe(true);
      }),
    );
  });
});

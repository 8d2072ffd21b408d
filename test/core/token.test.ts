import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Secret } from "../../functions/core/secret.ts";
import { readAppSecretText, readVaultText, type Token, writeVaultText } from "../../functions/core/token.ts";

const value = "THAAplantedTokenValue0123456789";
const whole = {
  accessToken: value,
  userId: "17841400000000001",
  username: "bronzfronz",
  scopes: ["threads_basic", "threads_content_publish"],
  issuedAt: "2026-11-20T12:00:00.123Z",
  expiresAt: "2027-01-19T12:00:00.456Z",
};

function aToken(named: Partial<Token> = {}): Token {
  return {
    ...whole,
    accessToken: new Secret(value),
    issuedAt: new Date(whole.issuedAt),
    expiresAt: new Date(whole.expiresAt),
    ...named,
  };
}

describe("a token in the vault", () => {
  it("is written as one JSON object, in the terms of the documentation", () => {
    expect(JSON.parse(writeVaultText(aToken()))).toEqual(whole);
  });

  it("comes back with all that was written", () => {
    const anyDate = fc.date({ min: new Date(0), max: new Date("2200-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: "binary" }).filter((text) => text.isWellFormed()),
        fc.bigInt({ min: 1n, max: 2n ** 80n }),
        fc.array(fc.string()),
        anyDate,
        anyDate,
        (text, id, scopes, issuedAt, expiresAt) => {
          const token = aToken({
            accessToken: new Secret(text),
            userId: String(id),
            scopes,
            issuedAt,
            expiresAt,
          });
          const read = readVaultText(writeVaultText(token));
          if (read.kind !== "token") throw new Error(`came back as ${read.kind}`);
          expect({ ...read.token, accessToken: read.token.accessToken.reveal() }).toEqual({
            ...token,
            accessToken: text,
          });
        },
      ),
    );
  });

  it("keeps an id beyond 2^53 to its last digit", () => {
    const read = readVaultText(JSON.stringify({ ...whole, userId: "9007199254740993" }));
    expect(read).toMatchObject({ kind: "token", token: { userId: "9007199254740993" } });
  });

  it.each([
    ["nothing", undefined],
    ["an empty text", ""],
    ["blanks", " \n"],
    ["an empty object", "{}"],
    ["an empty object with a line end", "{}\n"],
  ])("is absent where there is %s", (_, text) => {
    expect(readVaultText(text)).toEqual({ kind: "absent" });
  });

  it.each([
    ["alone", { accessToken: value }],
    ["with blanks and a line end around it", { accessToken: `  ${value}\n` }],
    ["with other fields", { accessToken: value, note: "from the dashboard" }],
    ["with an id that is a number, whose last digits may be wrong", { ...whole, userId: 17841400000000 }],
    ["with a date that is none", { ...whole, expiresAt: "in 60 days" }],
    ["without a username", { ...whole, username: "" }],
  ])("counts as pasted, to be adopted, where a person put one %s", (_, json) => {
    const read = readVaultText(JSON.stringify(json));
    expect(read.kind === "pasted" && read.accessToken.reveal()).toBe(value);
  });

  it.each([
    ["no JSON", value, 'it is no JSON; write {"accessToken": "…"}'],
    ["JSON that was cut off", `{"accessToken": "${value}`, 'it is no JSON; write {"accessToken": "…"}'],
    ["null", "null", 'it has no "accessToken"; write {"accessToken": "…"}'],
    ["a text", JSON.stringify(value), 'it has no "accessToken"; write {"accessToken": "…"}'],
    ["a list", JSON.stringify([value]), 'it has no "accessToken"; write {"accessToken": "…"}'],
    [
      "another field",
      JSON.stringify({ token: value }),
      'it has no "accessToken"; write {"accessToken": "…"}',
    ],
    ["a number", JSON.stringify({ accessToken: 17 }), 'it has no "accessToken"; write {"accessToken": "…"}'],
    [
      "a few letters",
      JSON.stringify({ accessToken: "…" }),
      'it has no "accessToken"; write {"accessToken": "…"}',
    ],
  ])("refuses %s, and says what to write without saying what was there", (_, text, why) => {
    expect(readVaultText(text)).toEqual({ kind: "unreadable", why });
  });

  it("is never printed, however it was read", () => {
    for (const text of [
      JSON.stringify(whole),
      JSON.stringify({ accessToken: value }),
      value,
      `{"a": "${value}`,
    ]) {
      const read = readVaultText(text);
      expect(`${inspect(read, { depth: 9, showHidden: true })} ${JSON.stringify(read)}`).not.toContain(value);
    }
  });

  it("refuses to write one with an id that is no number in digits, without naming the token", () => {
    const write = () => writeVaultText(aToken({ userId: "1.78414e16" }));
    expect(write).toThrow(/userId/);
    try {
      write();
    } catch (error) {
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(value);
    }
  });
});

describe("the app's secret", () => {
  it("is the Threads app's id and secret", () => {
    const read = readAppSecretText(
      JSON.stringify({ clientId: "1234567890123456789", clientSecret: "0123456789abcdef" }),
    );
    expect(read?.clientId).toBe("1234567890123456789");
    expect(read?.clientSecret.reveal()).toBe("0123456789abcdef");
    expect(`${inspect(read)}${JSON.stringify(read)}`).not.toContain("0123456789abcdef");
  });

  it.each([
    ["was never written", undefined],
    ["is empty", ""],
    ["is no JSON", "1234567890:0123456789abcdef"],
    ["was left as it was made", '{"clientId":"","clientSecret":""}'],
    ["has an id that is a number", '{"clientId":12345,"clientSecret":"0123456789abcdef"}'],
    ["has words for an id", '{"clientId":"my app","clientSecret":"0123456789abcdef"}'],
    ["has no secret", '{"clientId":"12345"}'],
    ["has a secret of a few letters", '{"clientId":"12345","clientSecret":"…"}'],
    ["is null", "null"],
  ])("is missing where it %s", (_, text) => {
    expect(readAppSecretText(text)).toBeUndefined();
  });
});

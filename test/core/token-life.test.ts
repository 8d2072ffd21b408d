import { describe, expect, it } from "vitest";
import { Secret } from "../../functions/core/secret.ts";
import { daysLeft, renewalVerdict } from "../../functions/core/token-life.ts";

const hourInMs = 3_600_000;
const dayInMs = 24 * hourInMs;
const issuedAt = new Date("2026-11-01T00:00:00Z");
const expiresAt = new Date(issuedAt.getTime() + 60 * dayInMs);
const token = {
  accessToken: new Secret("THAA-a-token-of-some-length"),
  userId: "17841400000000001",
  username: "bronzfronz",
  scopes: [],
  issuedAt,
  expiresAt,
};
const atAge = (ageInMs: number) => new Date(issuedAt.getTime() + ageInMs);

describe("a token's renewal", () => {
  it.each([
    ["just issued is left alone", 0, "too-young"],
    ["issued by a clock that runs ahead is left alone", -hourInMs, "too-young"],
    ["a moment younger than a day is left alone", dayInMs - 1, "too-young"],
    ["of exactly a day could be renewed, and waits", dayInMs, "wait"],
    ["a moment younger than a week waits", 7 * dayInMs - 1, "wait"],
    ["of exactly a week is renewed", 7 * dayInMs, "renew"],
    ["that nobody renewed for 59 days is renewed", 59 * dayInMs, "renew"],
    ["in the last moment of its life is renewed", 60 * dayInMs - 1, "renew"],
    ["at its expiry is lost", 60 * dayInMs, "lost"],
    ["long expired is lost", 400 * dayInMs, "lost"],
  ] satisfies [string, number, string][])("a token %s", (_, ageInMs, verdict) => {
    expect(renewalVerdict(token, atAge(ageInMs))).toBe(verdict);
  });

  it("of a young token that has expired is not tried", () => {
    const short = { ...token, expiresAt: atAge(hourInMs) };
    expect(renewalVerdict(short, atAge(2 * hourInMs))).toBe("lost");
  });

  it("leaves more than seven weeks of failed runs until the token is lost", () => {
    const verdicts = Array.from({ length: 70 }, (_, day) => renewalVerdict(token, atAge(day * dayInMs)));
    expect(verdicts.filter((verdict) => verdict === "renew")).toHaveLength(53);
  });
});

describe("a token's days left", () => {
  it.each([
    ["60 when it is new", 0, 60],
    ["59 a moment later", 1, 59],
    ["1 when exactly a day is left", 59 * dayInMs, 1],
    ["0 on its last day", 59 * dayInMs + 1, 0],
    ["0 at its expiry", 60 * dayInMs, 0],
    ["0, never fewer, afterwards", 90 * dayInMs, 0],
  ])("are %s", (_, ageInMs, days) => {
    expect(daysLeft(expiresAt, atAge(ageInMs))).toBe(days);
  });
});

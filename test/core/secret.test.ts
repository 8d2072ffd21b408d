import { format, inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { FeedloomError } from "../../functions/core/errors.ts";
import { Secret } from "../../functions/core/secret.ts";

const text = "THAAplantedTokenValue0123456789";
const secret = new Secret(text);
const wrapped = { account: "bronzfronz", deep: { list: [secret] }, map: new Map([["token", secret]]) };

describe("a secret", () => {
  it("is given by reveal() alone", () => {
    expect(secret.reveal()).toBe(text);
  });

  it.each([
    ["as a text", String(secret)],
    ["in a template", `token ${secret}`],
    ["joined to a text", `${["token", secret].join(" ")}`],
    ["as JSON", JSON.stringify(secret)],
    ["as JSON inside of an object", JSON.stringify(wrapped)],
    ["inspected", inspect(secret)],
    ["inspected inside of an object", inspect(wrapped, { depth: 9 })],
    ["formatted for a log", format("%s %o %j", secret, secret, secret)],
    ["in an address", `${new URLSearchParams({ access_token: String(secret) })}`],
    ["as an error's cause", inspect(new Error("no", { cause: secret }))],
    [
      "inside of an error's cause",
      inspect(new FeedloomError("TOKEN_LOST", "gone", { cause: wrapped }), { depth: 9 }),
    ],
    ["as an error's message", inspect(new Error(String(secret)))],
    ["in an error's own property", inspect(Object.assign(new Error("no"), { secret }))],
  ])("says [secret] %s", (_, printed) => {
    expect(printed).not.toContain(text);
    expect(printed).toMatch(/\[secret\]|%5Bsecret%5D/);
  });

  it.each([
    ["with hidden properties shown", inspect(secret, { showHidden: true, customInspect: false })],
    ["copied", inspect({ ...secret }, { showHidden: true })],
    ["cloned", inspect(structuredClone(secret), { showHidden: true })],
    ["listed by its keys", String([Reflect.ownKeys(secret), Object.entries(secret)])],
  ])("says nothing %s", (_, printed) => {
    expect(printed).not.toContain(text);
  });
});

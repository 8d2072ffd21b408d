import { describe, expect, it } from "vitest";
import { invocation } from "../../bin/local/invocation.ts";
import { createHandler } from "../../functions/token-refresher/handler.ts";
import { account, aDesk, type Desk, request } from "../support/a-callback-desk.ts";

/** The username was given up, and somebody else has it now. */
async function aDeskTakenOver(options: Parameters<typeof aDesk>[0] = {}) {
  const desk = await aDesk(options);
  desk.sandbox.renamePerson(account, "former");
  const userId = desk.sandbox.addPerson({ username: account });
  expect(userId).not.toBe(desk.userId);
  return { ...desk, newId: userId };
}

const refresh = (desk: Desk, payload: object) =>
  createHandler(desk.services)({ account, ...payload }, invocation("token-refresher"));
const recordOf = (desk: Desk) => desk.services.ledger.readAccount(account);
const connectAnew = async (desk: Desk) => desk.ask("GET /callback", await desk.consent());
const unchanged = (desk: Desk) => ({ ...desk.kept(), used_values: [] });
const paste = async (desk: Desk) => {
  const { accessToken } = desk.sandbox.generateToken(account);
  await desk.services.vault.paste(account, JSON.stringify({ accessToken }));
  return accessToken;
};

describe("another user of Threads under the allowed username", () => {
  it("is refused with a plain sentence, nothing is written, and whoever runs Feedloom hears of it", async () => {
    const desk = await aDeskTakenOver();
    const before = unchanged(desk);
    const reply = await connectAnew(desk);
    expect(reply).toMatchObject({
      statusCode: 403,
      body: expect.stringContaining("another user of Threads than"),
    });
    expect(reply.body).toContain(desk.newId);
    expect(unchanged(desk)).toEqual(before);
    expect(desk.events).toMatchObject([
      { type: "TokenRefreshFailed", detail: { account, words: expect.stringContaining(desk.newId) } },
    ]);
    expect(desk.log.lines.join("\n")).toContain("another owner refused");
  });

  it.each([
    ["its token was lost", (desk: Desk) => desk.services.vault.erase(account)],
    [
      "only its token is left",
      async (desk: Desk) => void desk.store.write("DELETE FROM accounts WHERE 1 = ?", 1),
    ],
    ["it was uninstalled", async (desk: Desk) => void (await desk.ask("POST /uninstall", request(desk)))],
  ])("is refused also after %s", async (_, lose) => {
    const desk = await aDeskTakenOver();
    await lose(desk);
    expect(await connectAnew(desk)).toMatchObject({ statusCode: 403 });
    expect(desk.keptText()).not.toContain(desk.newId);
  });

  it("is told apart where the ids are the same as numbers", async () => {
    const desk = await aDesk();
    const record = await recordOf(desk);
    if (record === undefined) throw new Error("not connected");
    const near = `${desk.userId.slice(0, -1)}${(Number(desk.userId.at(-1)) + 1) % 10}`;
    await desk.services.ledger.writeAccount({ ...record, userId: near });
    expect(await connectAnew(desk)).toMatchObject({ statusCode: 403 });
  });

  it("connects once its owner agreed by hand, which is told", async () => {
    const desk = await aDeskTakenOver();
    expect(await refresh(desk, { acceptUserId: desk.newId })).toMatchObject({ accepted: desk.newId });
    // Until then all goes on as before, also through a disconnection.
    expect(await recordOf(desk)).toMatchObject({ userId: desk.userId, state: "connected" });
    desk.sandbox.revoke("former", "removed");
    desk.clock.advance({ days: 8 });
    await refresh(desk, {});
    expect(await recordOf(desk)).toMatchObject({ userId: desk.userId, state: "disconnected" });
    desk.events.length = 0;
    expect(await connectAnew(desk)).toMatchObject({ statusCode: 200 });
    expect(await recordOf(desk)).toMatchObject({ userId: desk.newId, state: "connected" });
    expect(await recordOf(desk)).not.toHaveProperty("acceptedUserId");
    expect(desk.events[0]).toMatchObject({
      type: "AccountConnected",
      detail: { words: expect.stringContaining("another user of Threads than before") },
    });
  });

  it("is refused again when the agreement was taken back", async () => {
    const desk = await aDeskTakenOver();
    await refresh(desk, { acceptUserId: desk.newId });
    await refresh(desk, { acceptUserId: desk.userId });
    expect(await connectAnew(desk)).toMatchObject({ statusCode: 403 });
  });

  it("is not adopted by a pasted token either, until its owner agreed", async () => {
    const desk = await aDeskTakenOver();
    const accessToken = await paste(desk);
    const { accounts } = await refresh(desk, {});
    expect(accounts).toMatchObject([{ outcome: "failed", words: expect.stringContaining(desk.newId) }]);
    expect(await desk.services.vault.read(account)).toMatchObject({ kind: "pasted" });
    expect(desk.events.map(({ type }) => type)).toEqual(["TokenRefreshFailed"]);
    expect(JSON.stringify([accounts, desk.events, desk.log.lines])).not.toContain(accessToken);
    const agreed = await refresh(desk, { acceptUserId: desk.newId });
    expect(agreed.accounts).toMatchObject([
      { outcome: "adopted", words: expect.stringContaining("as was agreed by hand") },
    ]);
    expect(await recordOf(desk)).toMatchObject({ userId: desk.newId });
  });

  it("is not taken when a whole entry names it, whatever that says", async () => {
    const desk = await aDeskTakenOver();
    const { accessToken, expiresAt } = desk.sandbox.generateToken(account);
    const whole = { accessToken, userId: desk.newId, username: account, scopes: [], issuedAt: expiresAt };
    await desk.services.vault.paste(account, JSON.stringify({ ...whole, expiresAt }));
    expect((await refresh(desk, {})).accounts).toMatchObject([{ outcome: "failed" }]);
    expect(await recordOf(desk)).toMatchObject({ userId: desk.userId });
  });

  it("is the first, and the one from then on, after the owner had everything deleted", async () => {
    const desk = await aDeskTakenOver();
    await desk.ask("POST /delete", request(desk));
    expect(desk.keptText()).not.toContain(desk.userId);
    desk.clock.advance({ minutes: 1 });
    expect(await connectAnew(desk)).toMatchObject({ statusCode: 200 });
    expect(await recordOf(desk)).toMatchObject({ userId: desk.newId });
  });
});

describe("agreeing to another owner", () => {
  it.each([
    ["without an account", { account: undefined, acceptUserId: "17841400000000001" }],
    ["with a number, whose last digits may be lost", { acceptUserId: Number("17841400000000001") }],
    ["with what is no id", { acceptUserId: "somebody" }],
  ])("%s is refused", async (_, payload) => {
    const desk = await aDesk();
    const before = desk.kept();
    await expect(refresh(desk, payload)).rejects.toMatchObject({ code: "REQUEST_INVALID" });
    expect(desk.kept()).toEqual(before);
  });

  it("is refused where nobody was connected: the first who connects is the owner", async () => {
    const desk = await aDesk({ connected: false });
    await expect(refresh(desk, { acceptUserId: "17841400000000001" })).rejects.toMatchObject({
      code: "REQUEST_INVALID",
    });
    expect(await connectAnew(desk)).toMatchObject({ statusCode: 200 });
  });
});

import { describe, expect, it } from "vitest";
import { FeedloomError } from "../../functions/core/errors.ts";
import { Secret } from "../../functions/core/secret.ts";
import { tamperings } from "../../sandbox/signed-request.ts";
import {
  type Asked,
  aDesk,
  type Desk,
  metaClientSecret,
  planted,
  signed,
  signedForm,
} from "../support/a-callback-desk.ts";
import { type Answer, badStates, forged, made, raw } from "../support/bad-returns.ts";
import { forgeries, oddities } from "../support/bad-signed-requests.ts";

const denied = [403, "Threads was not allowed"] as const;
const words = (reply: { body: string }) => reply.body.replace(/<style>.*<\/style>/s, "");

/** No answer, log line or event tells a secret, whatever was sent. */
async function expectNoSecret(desk: Desk, reply: unknown): Promise<void> {
  const said = `${JSON.stringify(reply)} ${desk.log.lines.join("\n")} ${JSON.stringify(desk.events)}`;
  const secrets = [desk.sandbox.app.clientSecret, metaClientSecret, await desk.token()];
  for (const secret of secrets) if (secret !== undefined) expect(said).not.toContain(secret);
}

const noAppSecret = (desk: Desk): Partial<Desk["services"]> => ({
  vault: Object.assign(Object.create(desk.services.vault), { readAppSecret: async () => undefined }),
});

it("the cookie that binds a connect to its browser goes to this host only, over TLS, is read by no script, and lives minutes", async () => {
  const { cookies = [] } = await (await aDesk()).ask("GET /connect");
  expect(cookies.map((cookie) => cookie.split("; ").slice(1).sort())).toEqual([
    ["HttpOnly", "Max-Age=600", "Path=/", "SameSite=Lax", "Secure"],
  ]);
  expect(cookies[0]).toMatch(/^__Host-/);
});

describe("a hostile return from Threads", () => {
  it.each(badStates)(
    "with %s is refused, and nothing is written or asked",
    async (_, [status, sentence], build) => {
      const desk = await aDesk();
      const event = build(desk, made(desk));
      const before = desk.kept();
      const reply = await desk.ask("GET /callback", raw(event));
      expect([reply.statusCode, words(reply)]).toEqual([status, expect.stringContaining(sentence)]);
      expect(desk.kept()).toEqual(before);
      expect(desk.sandbox.record.calls).toEqual([]);
      expect(desk.events).toEqual([]);
      await expectNoSecret(desk, reply);
    },
  );

  it.each(badStates.filter(([, answer]) => answer === forged))(
    "with %s is answered alike where there is no app secret",
    async (_, __, build) => {
      const desk = await aDesk();
      const event = raw(build(desk, made(desk)));
      const [one, other] = [
        await desk.ask("GET /callback", event),
        await desk.ask("GET /callback", event, noAppSecret(desk)),
      ];
      expect(other).toEqual(one);
    },
  );

  it.each<[string, Answer, Record<string, string>]>([
    ["an error", denied, { error: "access_denied" }],
    ["an error nobody knows", denied, { error: "<script>alert(1)</script>", error_description: "<b>no</b>" }],
    ["both a code and an error", denied, { code: "AQsomething", error: "access_denied" }],
    ["an error of a megabyte", denied, { error: "e".repeat(1_000_000) }],
    ["an empty error", denied, { error: "", code: "AQsomething" }],
  ])("with a genuine state and %s leaves the token, and asks Threads nothing", async (_, answer, query) => {
    const desk = await aDesk();
    const { state } = made(desk).query;
    const before = desk.kept();
    const reply = await desk.ask("GET /callback", { ...made(desk), query: { state, ...query } });
    expect([reply.statusCode, words(reply)]).toEqual([answer[0], expect.stringContaining(answer[1])]);
    expect(reply.body).not.toContain("<script>");
    // That the state was used is all that is remembered.
    expect({ ...desk.kept(), used_values: [] }).toEqual({ ...before, used_values: [] });
    expect(desk.sandbox.record.calls).toEqual([]);
    await expectNoSecret(desk, reply);
  });

  it("refuses a state that was used, also with a good new code", async () => {
    const desk = await aDesk();
    const [first, second] = [await desk.consent(), await desk.consent()];
    expect((await desk.ask("GET /callback", first)).statusCode).toBe(200);
    const before = desk.kept();
    const query = { ...first.query, code: second.query.code ?? "" };
    const reply = await desk.ask("GET /callback", { ...first, query });
    expect([reply.statusCode, words(reply)]).toEqual([409, expect.stringContaining("was used already")]);
    expect(desk.kept()).toEqual(before);
    expect(desk.exchanges()).toBe(1);
  });

  it("does no harm when it comes twice at the same moment, as from a double click", async () => {
    const desk = await aDesk({ connected: false });
    const came = await desk.consent();
    const replies = await Promise.all([1, 2, 3].map(() => desk.ask("GET /callback", came)));
    expect(replies.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 409, 409]);
    expect(desk.exchanges()).toBe(1);
    expect(desk.events.map(({ type }) => type)).toEqual(["AccountConnected", "PostsPending"]);
    const token = new Secret((await desk.token()) ?? "");
    expect(await desk.services.threads.me(token)).toMatchObject({ ok: true });
  });

  it("refuses without asking Threads when the store of used states is down", async () => {
    const desk = await aDesk();
    const before = desk.kept();
    const down = new FeedloomError("STORE_UNAVAILABLE", "the ledger did not answer");
    const stateStore = { useOnce: () => Promise.reject(down) };
    const reply = await desk.ask("GET /callback", await desk.consent(), { stateStore });
    expect([reply.statusCode, words(reply)]).toEqual([
      503,
      expect.stringContaining("did not work this time"),
    ]);
    expect(desk.exchanges()).toBe(0);
    expect(desk.kept()).toEqual(before);
    await expectNoSecret(desk, reply);
  });
});

describe("a connect that goes wrong leaves the token that works:", () => {
  const same = async (desk: Desk, came: Asked, status: number, sentence: string) => {
    const before = { ...desk.kept(), used_values: [] };
    const reply = await desk.ask("GET /callback", came);
    expect([reply.statusCode, words(reply)]).toEqual([status, expect.stringContaining(sentence)]);
    expect({ ...desk.kept(), used_values: [] }).toEqual(before);
    expect(await desk.services.threads.me(new Secret((await desk.token()) ?? ""))).toMatchObject({
      ok: true,
    });
    await expectNoSecret(desk, reply);
    expect(desk.log.lines.join()).not.toContain(came.query?.code);
  };

  it("fewer permissions than before", async () => {
    const desk = await aDesk();
    desk.sandbox.behaviour.grantedScopes = ["threads_basic"];
    await same(desk, await desk.consent(), 403, "without threads_content_publish");
  });

  it("another profile than those configured", async () => {
    const desk = await aDesk();
    await same(desk, await desk.consent("stranger"), 403, "@stranger is not a profile that posts here");
  });

  it("the other configured profile, which gets its own token", async () => {
    const desk = await aDesk();
    const token = await desk.token();
    expect((await desk.ask("GET /callback", await desk.consent("second"))).statusCode).toBe(200);
    expect(await desk.token()).toBe(token);
    expect(await desk.services.vault.read("second")).toMatchObject({ kind: "token" });
  });

  it.each(["exchange-code", "exchange-long", "me"] as const)("Threads fails at %s", async (call) => {
    for (const answer of [
      { kind: "reset" },
      { kind: "empty-500" },
      { kind: "error", http: 400, code: 190 },
    ] as const) {
      const desk = await aDesk();
      desk.sandbox.faults.plan({ call, effect: "before", answer });
      await same(desk, await desk.consent(), 502, "Threads said no");
    }
  });

  it("a code that was made up", async () => {
    const desk = await aDesk();
    const came = await desk.consent();
    await same(desk, { ...came, query: { ...came.query, code: "AQmadeup" } }, 502, "Threads said no");
  });

  it("a code that somebody else's consent gave", async () => {
    const desk = await aDesk();
    const [mine, theirs] = [await desk.consent(), await desk.consent("stranger")];
    const query = { ...mine.query, code: theirs.query.code ?? "" };
    await same(desk, { ...mine, query }, 403, "@stranger is not a profile that posts here");
  });
});

describe.each(["POST /uninstall", "POST /delete"])("a hostile %s", (route) => {
  it.each([...forgeries, ...oddities])("with %s is refused, and nothing is written", async (_, build) => {
    const desk = await aDesk();
    const { status = 400, error, ...asked } = build(desk);
    const before = desk.kept();
    const reply = await desk.ask(route, asked);
    expect([reply.statusCode, JSON.parse(reply.body)]).toEqual([
      status,
      { error, message: expect.stringMatching(/^The .+\.$/) },
    ]);
    expect(reply.headers["content-type"]).toMatch(/^application\/json/);
    expect(desk.kept()).toEqual(before);
    expect(desk.keptText()).toContain(planted.mediaId);
    expect(desk.events).toEqual([]);
    await expectNoSecret(desk, reply);
  });

  it.each(forgeries)("with %s is answered alike where there is no app secret", async (_, build) => {
    const desk = await aDesk();
    const { status: __, error: ___, ...asked } = build(desk);
    expect(await desk.ask(route, asked, noAppSecret(desk))).toEqual(await desk.ask(route, asked));
  });

  it("that is genuine is a forgery where there is no app secret", async () => {
    const desk = await aDesk();
    const before = desk.kept();
    const reply = await desk.ask(route, { body: signedForm(signed(desk)) }, noAppSecret(desk));
    expect([reply.statusCode, JSON.parse(reply.body).error]).toEqual([400, "bad-signature"]);
    expect(desk.kept()).toEqual(before);
  });

  it("is read by the same rules when it does not come in base64", async () => {
    const desk = await aDesk();
    const body = signedForm(tamperings["other-signature"](signed(desk)));
    const reply = await desk.ask(route, { body, isBase64Encoded: false });
    expect(JSON.parse(reply.body).error).toBe("bad-signature");
    expect((await desk.ask(route, { body: "é".repeat(5000), isBase64Encoded: false })).statusCode).toBe(413);
  });

  it("is not there under another method", async () => {
    const desk = await aDesk();
    const before = desk.kept();
    for (const method of ["GET", "PUT", "DELETE", "HEAD"]) {
      const reply = await desk.ask(route.replace("POST", method), {
        body: signedForm(signed(desk)),
        query: { signed_request: signed(desk) },
      });
      expect([reply.statusCode, words(reply)]).toEqual([
        404,
        expect.stringContaining("There is nothing here"),
      ]);
    }
    expect(desk.kept()).toEqual(before);
  });
});

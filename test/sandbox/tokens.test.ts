import { describe, expect, test } from "vitest";
import { answer, aSandbox, call, day, hour, minute, redirectUri } from "./a-sandbox.ts";

type Made = Awaited<ReturnType<typeof aSandbox>>;

async function aCode({ sandbox }: Made, scope = "threads_basic,threads_content_publish"): Promise<string> {
  const sent = await fetch(sandbox.authorizeUrl, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({
      client_id: sandbox.app.clientId,
      redirect_uri: redirectUri,
      scope,
      username: "weaver",
      decision: "allow",
    }),
  });
  return new URL(sent.headers.get("location") ?? "").searchParams.get("code") ?? "";
}

function exchangeFields({ sandbox }: Made, code: string): Record<string, string> {
  return {
    client_id: sandbox.app.clientId,
    client_secret: sandbox.app.clientSecret,
    grant_type: "authorization_code",
    redirect_uri: redirectUri,
    code,
  };
}

const exchange = (made: Made, code: string, changes: Record<string, string> = {}) =>
  call(made.sandbox, "POST", "/oauth/access_token", { ...exchangeFields(made, code), ...changes });

async function aShortToken(made: Made): Promise<string> {
  return String((await exchange(made, await aCode(made))).json.access_token);
}

const lengthen = ({ sandbox }: Made, token: string) =>
  call(sandbox, "GET", "/access_token", {
    grant_type: "th_exchange_token",
    client_secret: sandbox.app.clientSecret,
    access_token: token,
  });
const refresh = ({ sandbox }: Made, token: string) =>
  call(sandbox, "GET", "/refresh_access_token", { grant_type: "th_refresh_token", access_token: token });
const me = ({ sandbox }: Made, token: string) => call(sandbox, "GET", "/v1.0/me", { access_token: token });

describe("the code exchange", () => {
  test("answers a token and the user id as a bare number that Number() changes", async () => {
    const made = await aSandbox();
    const got = await exchange(made, await aCode(made));
    expect(Object.keys(got.json)).toEqual(["access_token", "user_id"]);
    expect(got.json.access_token).toMatch(/^TH\w{100,}$/);
    const digits = /"user_id":(\d+)\}$/.exec(got.body)?.[1];
    expect(digits).toBe(made.userId);
    expect(digits).toHaveLength(17);
    expect(String(Number(digits))).not.toBe(digits);
  });

  test("takes its fields in all four ways", async () => {
    const made = await aSandbox();
    const url = `${made.sandbox.graphUrl}/oauth/access_token`;
    const fields = async () => new URLSearchParams(exchangeFields(made, await aCode(made)));
    const multipart = new FormData();
    for (const [name, value] of await fields()) multipart.set(name, value);
    const answers = [
      await fetch(url, { method: "POST", body: multipart }),
      await fetch(url, { method: "POST", body: await fields() }),
      await fetch(`${url}?${await fields()}`, { method: "POST" }),
      await fetch(`${url}?${await fields()}`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });

  test("takes a code once; the second time the answer is flat", async () => {
    const made = await aSandbox();
    const code = await aCode(made);
    expect((await exchange(made, code)).status).toBe(200);
    const again = await exchange(made, code);
    expect([again.status, again.json]).toEqual([
      400,
      {
        error_type: "OAuthException",
        code: 400,
        error_message: "Matching code was not found or was already used",
      },
    ]);
  });

  test("can answer a used code with 100/4279030 and the reason", async () => {
    const made = await aSandbox({ behaviour: { usedCodeAnswer: "graph" } });
    const code = await aCode(made);
    await exchange(made, code);
    const again = await exchange(made, code);
    expect(again.error).toBe("100/4279030");
    expect(again.message).toContain("used_authorization_code");
  });

  test("takes a code for an hour", async () => {
    const made = await aSandbox();
    const [first, second] = [await aCode(made), await aCode(made)];
    made.clock.advance(hour - 1);
    expect((await exchange(made, first)).status).toBe(200);
    made.clock.advance(1);
    expect((await exchange(made, second)).json.error_type).toBe("OAuthException");
  });

  test.each([
    ["another redirect URI", { redirect_uri: "http://127.0.0.1:9/other" }, "100/36008"],
    ["another secret", { client_secret: "wrong" }, "1"],
    ["another app", { client_id: "4711" }, "101"],
  ])("refuses %s and leaves the code usable", async (_, changes, error) => {
    const made = await aSandbox();
    const code = await aCode(made);
    expect((await exchange(made, code, changes)).error).toBe(error);
    expect((await exchange(made, code)).status).toBe(200);
  });

  test("refuses a code with the fragment still on it", async () => {
    const made = await aSandbox();
    expect((await exchange(made, `${await aCode(made)}#_`)).status).toBe(400);
  });
});

describe("the long-lived token", () => {
  test("lives 5183944 seconds and then no longer", async () => {
    const made = await aSandbox();
    const got = await lengthen(made, await aShortToken(made));
    expect(got.json).toEqual({
      access_token: expect.any(String),
      token_type: "bearer",
      expires_in: 5_183_944,
    });
    made.clock.advance(5_183_943_999);
    expect((await me(made, String(got.json.access_token))).status).toBe(200);
    made.clock.advance(1);
    const dead = await me(made, String(got.json.access_token));
    expect(dead.error).toBe("190/463");
    expect(dead.message).toContain("Session has expired on");
  });

  test("is not had for a short-lived one older than an hour", async () => {
    const made = await aSandbox();
    const short = await aShortToken(made);
    made.clock.advance(hour);
    expect((await lengthen(made, short)).error).toBe("190/463");
  });

  test("is not exchanged again: 452/4279019", async () => {
    const made = await aSandbox();
    const got = await lengthen(made, made.accessToken);
    expect([got.status, got.error]).toEqual([400, "452/4279019"]);
    expect(got.message).toMatch(/^Session key invalid/);
  });

  test("is refreshed once it is a day old, with and without the version in the path", async () => {
    const made = await aSandbox();
    expect((await refresh(made, made.accessToken)).status).toBe(400);
    made.clock.advance(day);
    const fresh = await refresh(made, made.accessToken);
    expect(fresh.json).toMatchObject({ token_type: "bearer", expires_in: 5_183_944 });
    expect(fresh.json.access_token).not.toBe(made.accessToken);
    const parameters = { grant_type: "th_refresh_token", access_token: made.accessToken };
    expect((await call(made.sandbox, "GET", "/v1.0/refresh_access_token", parameters)).status).toBe(200);
  });

  test("can be refreshed at once when the one-day rule is switched off", async () => {
    const made = await aSandbox({ behaviour: { refreshBeforeADay: "allow" } });
    made.clock.advance(minute);
    expect((await refresh(made, made.accessToken)).status).toBe(200);
  });

  test("stays valid beside its successor, unless that is switched off", async () => {
    const made = await aSandbox();
    made.clock.advance(day);
    await refresh(made, made.accessToken);
    expect((await me(made, made.accessToken)).status).toBe(200);
    made.sandbox.behaviour.oldTokenAfterRefresh = "invalid";
    await refresh(made, made.accessToken);
    expect((await me(made, made.accessToken)).error).toBe("190/463");
  });

  test("is not refreshed when short-lived or over", async () => {
    const made = await aSandbox();
    const short = await refresh(made, await aShortToken(made));
    expect(short.message).toContain("not a long-lived");
    made.clock.advance(60 * day);
    expect((await refresh(made, made.accessToken)).error).toBe("190/463");
  });
});

describe("a token", () => {
  test("is taken from the query, a form, JSON and the Authorization header", async () => {
    const { sandbox, accessToken, userId } = await aSandbox();
    const url = `${sandbox.graphUrl}/me`;
    const bearer = { Authorization: `Bearer ${accessToken}` };
    const got = await answer(await fetch(`${url}?fields=username`, { headers: bearer }));
    expect(got.json).toEqual({ username: "weaver", id: userId });
    expect((await fetch(`${url}?access_token=${accessToken}`)).status).toBe(200);
    const fields = { media_type: "TEXT", text: "hello", access_token: accessToken };
    const json = await fetch(`${url}/threads`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(fields),
    });
    const form = await fetch(`${url}/threads`, { method: "POST", body: new URLSearchParams(fields) });
    expect([json.status, form.status]).toEqual([200, 200]);
  });

  test.each([
    ["removed", "190/458"],
    ["password-reset", "190/460"],
  ] as const)("is dead after its person's step %s", async (how, error) => {
    const made = await aSandbox();
    made.sandbox.revoke("weaver", how);
    const got = await me(made, made.accessToken);
    expect([got.status, got.error]).toEqual([400, error]);
    made.sandbox.behaviour.deadTokenStatus = 401;
    expect((await me(made, made.accessToken)).status).toBe(401);
    expect((await me(made, made.sandbox.generateToken("weaver").accessToken)).status).toBe(200);
  });

  test("that is nobody's, or missing, is 190", async () => {
    const made = await aSandbox();
    expect((await me(made, "THnonsense")).error).toBe("190");
    expect((await call(made.sandbox, "GET", "/me")).error).toBe("190");
  });

  test("without the permission to publish makes no container", async () => {
    const { sandbox } = await aSandbox();
    const { accessToken } = sandbox.generateToken("weaver", { scopes: ["threads_basic"] });
    const fields = { access_token: accessToken, media_type: "TEXT", text: "hello" };
    expect((await call(sandbox, "POST", "/me/threads", fields)).error).toBe("10");
    sandbox.behaviour.missingPermission = "empty-500";
    const empty = await call(sandbox, "POST", "/me/threads", fields);
    expect([empty.status, empty.body]).toEqual([500, ""]);
  });
});

describe("debug_token", () => {
  test("tells which scopes were really granted, and the lives of token and grant", async () => {
    const made = await aSandbox({ behaviour: { grantedScopes: ["threads_basic"] } });
    const token = await aShortToken(made);
    const issued = made.clock.now().getTime() / 1000;
    const got = await call(made.sandbox, "GET", "/v1.0/debug_token", {
      access_token: token,
      input_token: token,
    });
    expect(got.json.data).toEqual({
      type: "USER",
      application: expect.any(String),
      data_access_expires_at: issued + 7_776_000,
      expires_at: issued + 3600,
      is_valid: true,
      issued_at: issued,
      scopes: ["threads_basic"],
      user_id: made.userId,
    });
  });

  test("takes both forms of app token, unless they are switched off", async () => {
    const made = await aSandbox();
    const { clientId, clientSecret } = made.sandbox.app;
    const grant = { client_id: clientId, client_secret: clientSecret, grant_type: "client_credentials" };
    const given = await call(made.sandbox, "GET", "/oauth/access_token", grant);
    expect(given.json.access_token).toMatch(new RegExp(`^TH\\|${clientId}\\|`));
    for (const token of [String(given.json.access_token), `TH|${clientId}|${clientSecret}`]) {
      const parameters = { access_token: token, input_token: made.accessToken };
      made.sandbox.behaviour.appTokenForDebug = "accept";
      const told = await call(made.sandbox, "GET", "/debug_token", parameters);
      expect(told.json.data).toMatchObject({ is_valid: true, user_id: made.userId });
      made.sandbox.behaviour.appTokenForDebug = "refuse";
      expect((await call(made.sandbox, "GET", "/debug_token", parameters)).error).toBe("190");
    }
  });
});
